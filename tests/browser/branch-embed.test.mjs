// One widget in an old page that has its own CSS reset: neither may spoil the other.
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish, same } from './kit/check.mjs'
import { buildExample, openHost } from './kit/host.mjs'

const browser = await openBrowser()
const host = await openHost(await buildExample('branch-embed'))

const style = (page, selector, property) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name], property)

for (const screen of ['desktop', 'phone']) {
  const { page, faults, axe, close } = await openPage(browser, screen)
  const on = (name) => `${screen}: ${name}`
  page.setDefaultTimeout(10_000)

  await check(on('the reminders stand in the portal’s own page'), async () => {
    await page.goto(host.url)
    await page.locator('.crm-due-reminders').getByText('李桂芳').first().waitFor()
  })

  await check(on('the portal’s reset does not undress the widget'), async () => {
    const padding = await style(page, '.crm-button', 'paddingLeft')
    if (Number.parseFloat(padding) < 8) throw new Error(`a button’s padding is ${padding}`)
    same(await style(page, '.crm-button', 'textDecorationLine'), 'none', 'underline')
    same(await style(page, '.crm-list', 'listStyleType'), 'none', 'bullets')
    const border = await style(page, '.crm-button', 'borderTopWidth')
    same(border, '1px', 'border')
  })

  await check(on('the widget’s rules do not leave it'), async () => {
    same(
      await style(page, '#portal-button', 'textDecorationLine'),
      'underline',
      'the portal’s button',
    )
    same(await style(page, '#portal-button', 'paddingLeft'), '0px', 'its padding')
    same(await style(page, 'h1', 'fontSize'), '18px', 'its heading')
  })

  await check(on('closing and undoing work by keyboard alone'), async () => {
    const list = page.locator('.crm-due-reminders')
    await list.getByRole('button', { name: /完成/ }).first().focus()
    await page.keyboard.press('Enter')
    await list.getByRole('button', { name: '撤销' }).waitFor()
    const focused = await page.evaluate(() => document.activeElement?.textContent)
    same(focused, '撤销', 'the focus')
    await page.keyboard.press('Enter')
    await list.getByRole('button', { name: '撤销' }).waitFor({ state: 'detached' })
  })

  await check(
    on('axe finds nothing on the page, the policy stops nothing, the console is clean'),
    async () => {
      same(
        (await axe()).filter((finding) => finding.includes('crm')),
        [],
        'axe',
      )
      same(await faults(), [], 'faults')
    },
  )
  await close()
}

await host.close()
await browser.close()
finish()
