import type { CDPSession } from 'playwright-core'
import { atMost, held, known, notRun, type ProofLine, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { type Harnessed, openChromium, openWidgetPage, type WidgetPage } from '../widget-browser.ts'
import { openWidgetHost, type WidgetHost } from '../widget-host.ts'

/** Eleven widgets each time: a leak of one answer a time would pass the limit many times over. */
const MOUNTS = { plain: 250, strict: 100, full: 1_000 }
/** So many at once on one page. */
const AT_ONCE = 25
/** What a browser builds up once, however often it draws, is not counted. */
const WARM = 4

interface Measured {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly timers: number
}

type Watched = { timers: () => number }

/** Counts timers that have been set and have neither fired nor been cleared. */
const watchTimers = () => {
  const open = new Set<unknown>()
  const { setTimeout: later, setInterval: again, clearTimeout: drop } = globalThis
  Object.assign(globalThis, {
    timers: () => open.size,
    setTimeout: (run: () => void, wait?: number) => {
      const id = later(() => {
        open.delete(id)
        run()
      }, wait)
      open.add(id)
      return id
    },
    setInterval: (run: () => void, wait?: number) => {
      const id = again(run, wait)
      open.add(id)
      return id
    },
    clearTimeout: (id: number) => {
      open.delete(id)
      drop(id)
    },
    clearInterval: (id: number) => {
      open.delete(id)
      drop(id)
    },
  })
}

/** The least of several looks: what has just gone may take a moment to go. */
async function measure({ devtools, page }: WidgetPage): Promise<Measured> {
  const least = { heap: Infinity, nodes: Infinity, listeners: Infinity, timers: Infinity }
  for (let turn = 0; turn < 6; turn++) {
    await page.waitForTimeout(150)
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
    least.heap = Math.min(least.heap, of('JSHeapUsedSize'))
    least.nodes = Math.min(least.nodes, of('Nodes'))
    least.listeners = Math.min(least.listeners, of('JSEventListeners'))
    const timers = await page.evaluate(() => (globalThis as never as Watched).timers())
    least.timers = Math.min(least.timers, timers)
  }
  return least
}

async function mountOften(
  browser: Exclude<Awaited<ReturnType<typeof openChromium>>, string>,
  host: WidgetHost,
  strict: boolean,
  mounts: number,
): Promise<ProofLine[]> {
  const opened = await openWidgetPage(browser, host.url, watchTimers)
  await opened.devtools.send('Performance.enable')
  const names = Array.from({ length: AT_ONCE }, (_, n) => `m${n}`)
  for (const name of names) host.say(name, '李桂芳')
  const round = async () => {
    await opened.mount(names, strict)
    await opened.unmount()
  }
  for (let turn = 0; turn < WARM; turn++) await round()
  const before = await measure(opened)
  for (let done = 0; done < mounts; done += AT_ONCE) await round()
  const after = await measure(opened)
  await opened.context.close()
  const kb = Math.round((after.heap - before.heap) / 1_024)
  const how = `${mounts} times up and down${strict ? ', strict mode' : ''}`
  return [
    atMost(`R33 memory that 11 widgets leave, ${how}`, kb, 512, 'KB'),
    atMost(`R33 nodes left, ${how}`, after.nodes - before.nodes, 0, ''),
    atMost(`R33 listeners left, ${how}`, after.listeners - before.listeners, 0, ''),
    atMost(`R33 timers left, ${how}`, after.timers - before.timers, 0, ''),
  ]
}

/** How often a text stands in the page's memory. */
async function inHeap(devtools: CDPSession, text: string): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  const chunks: string[] = []
  const keep = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk)
  devtools.on('HeapProfiler.addHeapSnapshotChunk', keep)
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  devtools.off('HeapProfiler.addHeapSnapshotChunk', keep)
  return chunks.join('').split(text).length - 1
}

/** All that a browser keeps beyond the page. */
const storage = async (): Promise<number> => {
  const caches = await globalThis.caches.keys()
  const databases = await indexedDB.databases()
  return (
    localStorage.length +
    sessionStorage.length +
    caches.length +
    databases.length +
    document.cookie.length
  )
}

async function nothingStays(
  browser: Exclude<Awaited<ReturnType<typeof openChromium>>, string>,
  host: WidgetHost,
  seed: number,
): Promise<ProofLine[]> {
  const canary = `CANARY${seed}Q7`
  host.say('canary', canary)
  const opened = await openWidgetPage(browser, host.url)
  const { page, devtools, mount, unmount } = opened
  const drawn = () =>
    page.evaluate((text) => document.body.innerHTML.split(text).length - 1, canary)
  await mount(['canary'], true)
  const shown = await drawn()
  const held1 = await inHeap(devtools, canary)
  await unmount()
  const unmounted = await inHeap(devtools, canary)
  await mount(['canary'], true)
  await page.evaluate(() => (globalThis as never as Harnessed).harness.signOut())
  await unmount()
  const signedOut = await inHeap(devtools, canary)
  const kept = await page.evaluate(storage)
  await mount(['canary'], true)
  await page.goto(`${host.url}careless`)
  await page.goBack()
  await page.waitForTimeout(200)
  const back = await drawn()
  await opened.context.close()
  return [
    held('T34 canaries on the page while it shows', shown, '', '> 0', shown > 0),
    held('T34 canaries in memory while it shows', held1, '', '> 0', held1 > 0),
    zero('T34 canaries in memory once the widgets are gone', unmounted, ''),
    zero('T34 canaries in memory after signing out', signedOut, ''),
    zero('T34 canaries on the page when somebody goes back to it', back, ''),
    zero('T34 entries in storage, databases, caches and cookies', kept, ''),
  ]
}

/** Left for a minute by the page's own clock: the widgets of customers take everything off the page. */
async function coverItself(
  browser: Exclude<Awaited<ReturnType<typeof openChromium>>, string>,
  host: WidgetHost,
): Promise<ProofLine[]> {
  host.say('cover', 'COVERME')
  const { page, context, mount } = await openWidgetPage(browser, host.url)
  await mount(['cover'])
  await page.clock.install()
  const drawn = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('.crm-personal')].filter((widget) =>
          [...widget.children].some(
            (part) => part.tagName !== 'svg' && part.outerHTML.includes('COVERME'),
          ),
        ).length,
    )
  const widgets = await page.locator('.crm-personal').count()
  const before = await drawn()
  await page.evaluate(() => dispatchEvent(new Event('blur')))
  await page.clock.runFor(59_000)
  const early = await drawn()
  await page.clock.runFor(2_000)
  const late = await drawn()
  await context.close()
  return [
    known('T34 widgets that show customers', `${before} of ${widgets}`, ''),
    held('T34 of them still open 59 s after the window was left', early, '', '> 0', early > 0),
    zero('T34 of them still open 61 s after', late, ''),
  ]
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const browser = await openChromium()
  if (typeof browser === 'string') return [notRun('R33', browser), notRun('T34', browser)]
  const host = await openWidgetHost()
  try {
    return [
      ...(await nothingStays(browser, host, seed)),
      ...(await coverItself(browser, host)),
      ...(await mountOften(browser, host, false, full ? MOUNTS.full : MOUNTS.plain)),
      ...(await mountOften(browser, host, true, full ? MOUNTS.full : MOUNTS.strict)),
    ]
  } finally {
    await browser.close()
    await host.close()
  }
}

export const proof: TrustProof = { rows: ['R33', 'T34'], run }
