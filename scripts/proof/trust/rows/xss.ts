import { all, known, notRun, type ProofLine, zero } from '../../line.ts'
import { payloads } from '../payloads.ts'
import type { TrustProof } from '../row.ts'
import { openChromium, openWidgetPage } from '../widget-browser.ts'
import { openWidgetHost } from '../widget-host.ts'

const PAYLOADS = 500
/** So many at once on one page. */
const AT_ONCE = 20

interface Seen {
  pwned: number
  refused: string[]
}
type Watched = { seen: Seen; pwned: (n: number) => void }

/** Counts what runs, and what the policy stopped. */
const watch = () => {
  const seen: Seen = { pwned: 0, refused: [] }
  const count = () => {
    seen.pwned += 1
  }
  Object.assign(globalThis, { seen, pwned: count, alert: count, confirm: count, prompt: count })
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
    seen.refused.push(`${violatedDirective} ${sample}`),
  )
}

/** Elements that no widget is made of, handlers on any, and characters that turn a line unseen. */
const look = () => {
  const strange = 'script,img,iframe,object,embed,a,video,audio,base,meta,math,marquee,template'
  const root = document.getElementById('root')!
  const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
  let made = root.querySelectorAll(strange).length
  let bare = turning.test(root.textContent ?? '') ? 1 : 0
  for (const element of root.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'href' || name === 'src' || name === 'srcdoc') made += 1
      if (turning.test(value)) bare += 1
    }
  return { made, bare, length: root.textContent?.length ?? 0 }
}

async function run(): Promise<ProofLine[]> {
  const browser = await openChromium()
  if (typeof browser === 'string') return [notRun('T16', browser)]
  const host = await openWidgetHost()
  const corpus = payloads(PAYLOADS)
  const { page, mount, unmount } = await openWidgetPage(browser, host.url, watch)
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(host.url)) foreign.push(request.url())
  })
  let made = 0
  let bare = 0
  let drawn = 0
  for (let at = 0; at < corpus.length; at += AT_ONCE) {
    const batch = corpus.slice(at, at + AT_ONCE)
    const names = batch.map((text, n) => {
      host.say(`p${at + n}`, text)
      return `p${at + n}`
    })
    await mount(names)
    const found = await page.evaluate(look)
    made += found.made
    bare += found.bare
    if (found.length > 0) drawn += batch.length
    await unmount()
  }
  const seen = await page.evaluate(() => (globalThis as never as Watched).seen)

  // The same corpus where a page is careless: it has to run there, or it proves nothing here.
  const careless = await browser.newPage()
  await careless.addInitScript(watch)
  await careless.goto(`${host.url}careless`)
  const ran = await careless.evaluate(async (texts) => {
    for (const text of texts) {
      const place = document.body.appendChild(document.createElement('div'))
      place.innerHTML = text
      await new Promise((drawnThen) => setTimeout(drawnThen, 2))
      place.remove()
    }
    await new Promise((settled) => setTimeout(settled, 300))
    return (globalThis as never as Watched).seen.pwned
  }, corpus)
  await browser.close()
  await host.close()
  const where = `in ${host.places} places of ${host.answers} answers, 11 widgets`
  return [
    all(`T16 payloads drawn ${where}`, drawn, PAYLOADS),
    zero('T16 scripts that ran out of a text', seen.pwned, ''),
    zero('T16 policy violations', seen.refused.length, seen.refused[0] ?? ''),
    zero('T16 elements, handlers or addresses made of a text', made, ''),
    zero('T16 requests to strangers', foreign.length, foreign[0] ?? ''),
    zero('T16 characters that turn a line unseen', bare, ''),
    ran > 0
      ? known('T16 runs of the same corpus on a careless page', ran, '')
      : zero('T16 corpora that run nowhere', 1, ''),
  ]
}

export const proof: TrustProof = { rows: ['T16'], run }
