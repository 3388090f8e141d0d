// A browser that keeps account: of console errors, of what a policy stopped, of what axe finds.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** A desk's screen and a phone's. */
export const screens = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
}

/** Open the machine's Chromium, with nothing that reaches outside. */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A page whose faults are counted: console errors, thrown errors, policy violations. */
export async function openPage(browser, screen, more = {}) {
  const context = await browser.newContext({ ...screens[screen], locale: 'zh-CN', ...more })
  const page = await context.newPage()
  const faults = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error}`))
  await page.addInitScript(() => {
    globalThis.policyViolations = []
    document.addEventListener('securitypolicyviolation', (event) =>
      globalThis.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  return {
    page,
    /** What went wrong so far, policy violations included. */
    async faults() {
      const stopped = await page.evaluate(() => globalThis.policyViolations ?? [])
      return [...faults, ...stopped.map((violation) => `policy: ${violation}`)]
    },
    /** What axe finds against WCAG 2.2 AA; it runs beside the page's own policy. */
    async axe() {
      await page.evaluate(axe)
      const { violations } = await page.evaluate(
        (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] }),
        rules,
      )
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      )
    },
    close: () => context.close(),
  }
}
