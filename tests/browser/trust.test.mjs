// What trust looks like to the people at the screens: masks, consent, the administrators' page.
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish, same } from './kit/check.mjs'
import { buildExample } from './kit/host.mjs'
import { aunt, numbers, openTrustHost } from './kit/trust-host.mjs'
import { trustWords } from './kit/trust-words.mjs'

const browser = await openBrowser()
const built = await buildExample('manager-desk')
const host = await openTrustHost(built)
const expired = await openTrustHost(built, { lastDays: -3 })
const pictures = process.env.PICTURES

const body = (page) => page.evaluate(() => document.documentElement.outerHTML)

for (const [screen, locale] of [
  ['desktop', 'zh-CN'],
  ['phone', 'zh-CN'],
  ['desktop', 'en'],
  ['phone', 'en'],
]) {
  const on = (name) => `${screen}, ${locale}: ${name}`
  const say = trustWords[locale]
  const { page, faults, axe, close } = await openPage(browser, screen)
  page.setDefaultTimeout(15_000)
  // The page's clock is ours, so that a minute need not be waited for.
  await page.clock.install()
  const picture = async (name) => {
    if (!pictures) return
    await page.screenshot({ path: `${pictures}/${name}-${screen}-${locale}.png`, fullPage: true })
  }
  const isSound = async () => {
    same(await axe(), [], 'axe')
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (over > 0) throw new Error(`the page is ${over} px too wide`)
  }
  const signIn = async (name, at = host.url) => {
    if (page.url().startsWith('http')) await page.evaluate(() => sessionStorage.clear())
    await page.goto(at)
    if (locale === 'en') await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name }).click()
    await page.locator('.desk-bar p').waitFor()
  }
  const openAunt = async () => {
    const search = page.getByRole('combobox').first()
    await search.fill(aunt.name)
    await page.getByRole('option').first().waitFor()
    await search.press('Enter')
    await page.locator('.crm-customer-overview .crm-identity').waitFor()
  }
  const prove = async () => {
    await page.getByRole('dialog').getByLabel(say.code).fill('123456')
    await page.getByRole('dialog').getByRole('button', { name: say.prove }).click()
  }

  await check(on('a teller sees masks, and no number is in the page'), async () => {
    await signIn(/刘芳/)
    await openAunt()
    const html = await body(page)
    same(
      numbers.filter((number) => html.includes(number)),
      [],
      'numbers in the page',
    )
    await picture('teller')
    await isSound()
  })

  await check(
    on('a second factor that is declined shows nothing, and costs that call alone'),
    async () => {
      await page.getByRole('button', { name: say.show, exact: true }).click()
      await page.getByLabel(say.reason).fill('核对客户身份')
      await picture('reason')
      await page.locator('.crm-ask').getByRole('button', { name: say.confirm, exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await picture('factor')
      await isSound()
      await page.getByRole('dialog').getByRole('button', { name: say.cancel }).click()
      await page.getByText(say.declined).waitFor()
      same((await body(page)).includes(aunt.phone), false, 'the phone is in the page')
    },
  )

  await check(on('with a reason and a second factor the number shows, for a minute'), async () => {
    await page.locator('.crm-ask').getByRole('button', { name: say.confirm, exact: true }).click()
    await prove()
    await page.locator('output').getByText(aunt.phone).waitFor()
    await page.clock.runFor(10_000)
    await page.getByRole('timer').getByText(/50/).waitFor()
    await picture('shown')
    await isSound()
    await page.clock.runFor(51_000)
    await page.getByRole('button', { name: say.show, exact: true }).waitFor()
    same((await body(page)).includes(aunt.phone), false, 'the phone is still in the page')
  })

  await check(on('a screen left for a minute is covered, and one press opens it'), async () => {
    await page.evaluate(() => dispatchEvent(new Event('blur')))
    await page.clock.runFor(61_000)
    await page.getByText(say.covered).first().waitFor()
    same((await body(page)).includes(aunt.name), false, 'her name is in the page')
    await picture('covered')
    await isSound()
    await page.getByRole('button', { name: say.goOn }).first().click()
    await page.locator('.crm-customer-overview').getByText(aunt.name).first().waitFor()
    await page.evaluate(() => dispatchEvent(new Event('focus')))
  })

  await check(on('consent is recorded in one press, and taken back in one'), async () => {
    await page.getByRole('tab', { name: /^(授权|Consent)$/ }).click()
    const sms = page.getByRole('switch', { name: say.sms })
    const before = await sms.getAttribute('aria-checked')
    const other = before === 'true' ? 'false' : 'true'
    await sms.click()
    await page.locator(`[role=switch][aria-label="${say.sms}"][aria-checked=${other}]`).waitFor()
    await picture('consent')
    await isSound()
    await sms.click()
    await page.locator(`[role=switch][aria-label="${say.sms}"][aria-checked=${before}]`).waitFor()
  })

  await check(
    on('the call centre says what for, and its screen carries who looks and when'),
    async () => {
      await signIn(/何静/)
      const search = page.getByRole('combobox').first()
      await search.fill(aunt.phone)
      await page.getByRole('option').first().waitFor()
      await search.press('Enter')
      await page.getByLabel(say.purpose).first().fill('客户来电咨询')
      await picture('purpose')
      await isSound()
      await page.getByRole('button', { name: say.next, exact: true }).first().click()
      await page.locator('.crm-customer-overview .crm-identity').waitFor()
      const mark = await page.locator('.crm-customer-overview .crm-watermark').textContent()
      if (!mark.includes('何静') || !/\d{1,2}:\d{2}/.test(mark))
        throw new Error(`the mark says ${mark}`)
      const styles = await page.locator('.crm-customer-overview .crm-watermark').evaluate((svg) => {
        const { pointerEvents } = getComputedStyle(svg)
        const copied = new ClipboardEvent('copy', { bubbles: true, cancelable: true })
        return [pointerEvents, svg.previousElementSibling.dispatchEvent(copied)]
      })
      same(styles, ['none', false], 'presses pass through, copying does not')
      await picture('watermark')
      await isSound()
    },
  )

  await check(
    on('the security administrator asks why somebody sees a customer, by keyboard'),
    async () => {
      await signIn(/严守/)
      const who = page.getByLabel(say.member)
      await who.waitFor()
      await who.selectOption('stf_chen')
      await page.getByLabel(say.customer).fill(aunt.id)
      await page.getByLabel(say.customer).press('Enter')
      await page.getByText(say.sees, { exact: true }).waitFor()
      await page.getByText(say.why).waitFor()
      await picture('explained')
      await isSound()
      await who.selectOption('stf_tang')
      await page.getByLabel(say.customer).press('Enter')
      await page.getByText(say.no, { exact: true }).waitFor()
      await page.getByText(say.whyNot).waitFor()
      await page.getByLabel(say.role, { exact: true }).selectOption('call-centre')
      await page.getByText('call-centre.bank.customer@1').waitFor()
      await picture('roles')
      await isSound()
      same(await page.locator('.crm-audit-trail, .crm-backup-status').count(), 0, 'others’ parts')
    },
  )

  await check(on('the auditor reads the trail, with the reason that was given'), async () => {
    await signIn(/郑严/)
    const trail = page.locator('.crm-audit-trail')
    await trail.getByRole('listitem').first().waitFor()
    // Newest first: what others looked at since then comes before it.
    while (
      !(await trail.getByText(/核对客户身份/).count()) &&
      (await trail.getByRole('button', { name: say.more }).count())
    ) {
      // The button goes with the last page: it may be gone by the time it is pressed.
      await trail
        .getByRole('button', { name: say.more })
        .click({ timeout: 1_000 })
        .catch(() => {})
    }
    await trail.getByText('desk.unmask').first().waitFor()
    await trail
      .getByText(/核对客户身份/)
      .first()
      .waitFor()
    await picture('trail')
    await isSound()
    same((await body(page)).includes(aunt.phone), false, 'the phone is in the trail')
  })

  await check(
    on('the system administrator sees backups and the licence, and no customer'),
    async () => {
      while (await host.seal());
      await signIn(/孙立/)
      await page.locator('.crm-backup-status').getByText(say.quiet, { exact: true }).waitFor()
      await page.locator('.crm-licence-status meter').waitFor()
      await picture('system')
      await isSound()
      same((await body(page)).includes(aunt.name), false, 'a customer’s name is in the page')
    },
  )

  await check(on('a licence that has run out says so'), async () => {
    await signIn(/孙立/, expired.url)
    await page
      .locator('.crm-licence-status')
      .getByRole('alert')
      .getByText(say.ended)
      .last()
      .waitFor()
    await picture('expired')
    await isSound()
  })

  await check(
    on('signing out leaves nothing in the page, nor in what the browser keeps'),
    async () => {
      await signIn(/陈波/)
      await page.getByText(aunt.name).first().waitFor()
      const cleared = page.waitForResponse((response) => response.url().endsWith('/sign-out'))
      await page.getByRole('button', { name: say.out }).click()
      same((await (await cleared).allHeaders())['clear-site-data'], '"cache", "storage"', 'header')
      await page.getByRole('button', { name: /刘芳/ }).waitFor()
      same((await body(page)).includes(aunt.name), false, 'her name is in the page')
      same(
        await page.evaluate(() => [localStorage.length, sessionStorage.length]),
        [0, 0],
        'storage',
      )
    },
  )

  await check(on('nothing was refused by the policy, and the console is clean'), async () => {
    same(
      (await faults()).filter((fault) => !/status of 40[13]/.test(fault)),
      [],
      'faults',
    )
  })
  await close()
}

await host.close()
await expired.close()
await browser.close()
finish()
