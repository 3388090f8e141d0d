import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
} from 'playwright-core'
import { findChromium } from '../../find-chromium.mjs'

/** A page of all widgets in a browser, with what the browser itself measures. */
export interface WidgetPage {
  readonly page: Page
  readonly context: BrowserContext
  readonly devtools: CDPSession
  /** Put all widgets up, once for each of these answers, and wait until all have drawn. */
  readonly mount: (answers: readonly string[], strict?: boolean) => Promise<void>
  readonly unmount: () => Promise<void>
}

/** The machine's Chromium; why not, where none can be had. */
export async function openChromium(): Promise<Browser | string> {
  try {
    const executablePath = await findChromium()
    return await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--js-flags=--expose-gc',
      ],
    })
  } catch (fault) {
    return String((fault as Error).message).split('\n')[0] ?? 'no Chromium'
  }
}

/** Open the page of all widgets; `watch` runs in it before anything else does. */
export async function openWidgetPage(
  browser: Browser,
  url: string,
  watch: () => void = () => undefined,
): Promise<WidgetPage> {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.addInitScript(watch)
  const devtools = await context.newCDPSession(page)
  await page.goto(url)
  await page.waitForFunction('globalThis.harness !== undefined')
  return {
    page,
    context,
    devtools,
    async mount(answers, strict = false) {
      await page.evaluate(
        ([names, mode]) => {
          const { harness } = globalThis as never as Harnessed
          harness.mount(names, mode)
          // What was put up is drawn a moment later; then its search can be asked.
          const ask = () =>
            document.querySelectorAll('.crm-customer-search input').length < names.length
              ? setTimeout(ask, 10)
              : harness.search('李')
          ask()
        },
        [answers, strict] as const,
      )
      await page.waitForFunction(
        (most) => {
          const { harness } = globalThis as never as Harnessed
          const drawn = document.querySelectorAll('.crm-backup-status table').length
          const found = document.querySelectorAll('.crm-customer-search [role=option]').length
          return drawn === most && found >= most && harness.waiting() === 0
        },
        answers.length,
        { timeout: 30_000, polling: 20 },
      )
      const failed = await page.evaluate(() => (globalThis as never as Harnessed).harness.failed())
      if (failed.length > 0) throw new Error(`Widgets failed: ${failed.slice(0, 3).join(' | ')}`)
    },
    unmount: () => page.evaluate(() => (globalThis as never as Harnessed).harness.unmount()),
  }
}

/** What the page hangs on the window for the proof. */
export interface Harnessed {
  readonly harness: {
    readonly mount: (answers: readonly string[], strict: boolean) => void
    readonly search: (typed: string) => void
    readonly waiting: () => number
    readonly failed: () => string[]
    readonly signOut: () => void
    readonly unmount: () => void
  }
}
