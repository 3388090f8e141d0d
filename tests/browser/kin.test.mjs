// Who is what to whom, and who lives together, in a real browser: by keyboard, on a desk and on a phone.
import { resolve } from 'node:path'
import { auntLi, bank, zhang } from '@crm/core/fixtures'
import { openTestBank, plantCast } from '@crm/testing'
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish, same } from './kit/check.mjs'
import { buildExample, openHost } from './kit/host.mjs'

const pictures = resolve(import.meta.dirname, '../../docs/images')
const wife = 'cus_zhangwife'

/** The Zhangs as they are: married, a son, a guarantor who is no customer, and one household. */
async function fill(store) {
  await plantCast(store)
  const { crm } = await openTestBank({ over: store })
  const { customers } = crm
  const book = { reason: '户口本' }
  const tie = (id, draft) => customers.addRelationship(id, { ...book, ...draft })
  await tie(zhang.id, { role: 'spouse', otherId: wife, fromOn: '2000-10-01' })
  await tie(zhang.id, { role: 'child', otherId: 'cus_zhangson' })
  await tie(zhang.id, { role: 'parent', otherId: 'cus_zhangfather' })
  await tie(wife, { role: 'child', otherId: 'cus_zhangson' })
  await tie(zhang.id, { role: 'guarantor', otherName: '孙大海', reason: '保证合同' })
  await tie(zhang.id, { role: 'guaranteed', otherId: auntLi.id, reason: '保证合同' })
  const members = [wife, 'cus_zhangson', 'cus_zhangfather']
  await customers.formHousehold(zhang.id, { ...book, members, fromOn: bank.businessDate })
}

const browser = await openBrowser()
const built = await buildExample('manager-desk')

for (const screen of ['desktop', 'phone']) {
  const host = await openHost(built, { fill })
  const { page, faults, axe, close } = await openPage(browser, screen)
  const on = (name) => `${screen}: ${name}`
  page.setDefaultTimeout(10_000)
  const graph = page.locator('.crm-relationship-graph')
  const overview = page.locator('.crm-customer-overview')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

  await check(on('the picture around Zhang is on his page'), async () => {
    await page.goto(host.url)
    await page.getByRole('button', { name: /陈波/ }).click()
    const search = page.getByRole('combobox').first()
    await search.fill('zjg')
    await page
      .getByRole('option', { name: /张建国/ })
      .first()
      .waitFor()
    await search.press('Enter')
    await page.getByRole('tab', { name: '家庭与关系' }).click()
    await graph.getByRole('button', { name: '张建国', exact: true }).waitFor()
    same(await graph.locator('svg [role=button]').count(), 6, 'people in the picture')
    same(await axe(), [], 'axe')
  })

  if (screen === 'desktop')
    await check(on('a picture is taken'), async () => {
      const path = resolve(pictures, 'relationship-graph.png')
      await graph.screenshot({ path, animations: 'disabled' })
    })

  await check(on('arrow keys walk to his wife, and Enter opens her page'), async () => {
    await graph.getByRole('button', { name: '张建国', exact: true }).focus()
    const seen = new Set([await focused()])
    for (const key of ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'ArrowUp']) {
      await page.keyboard.press(key)
      seen.add(await focused())
    }
    if (seen.size < 4) throw new Error(`the arrows came to ${[...seen].join('; ')} alone`)
    await graph.getByRole('button', { name: '刘秀英, 配偶' }).focus()
    await page.keyboard.press('Enter')
    await overview.getByText('刘秀英').first().waitFor()
    await graph.getByRole('button', { name: '张建国, 配偶' }).waitFor()
  })

  await check(on('the list says the same in words'), async () => {
    await graph.getByText('以列表查看').click()
    await graph.getByText('张建国是刘秀英的配偶').waitFor()
    same(await axe(), [], 'axe')
  })

  await check(on('her sister is written down, and taken back in one press'), async () => {
    const panel = page.locator('.crm-relationship-panel')
    await panel.getByRole('button', { name: '登记关系' }).click()
    await panel.getByLabel('非客户的姓名').fill('刘秀兰')
    await panel.getByLabel('对方是其').selectOption('sibling')
    await panel.getByLabel('依据').fill('本人告知')
    same(await axe(), [], 'axe')
    await panel.getByLabel('依据').press('Enter')
    await panel.getByText('已登记:刘秀兰').waitFor()
    await graph.getByRole('button', { name: '刘秀兰, 兄弟姐妹' }).waitFor()
    await panel.getByRole('button', { name: '撤销' }).click()
    await panel.getByText('已撤销:刘秀兰').waitFor()
    await graph.getByRole('button', { name: '刘秀兰, 兄弟姐妹' }).waitFor({ state: 'detached' })
  })

  await check(on('their household is told with what they have and owe together'), async () => {
    const house = page.locator('.crm-household-panel')
    await house.getByText('户主').waitFor()
    await house.getByText('¥50,000.00').waitFor()
    await house.getByRole('button', { name: '刘秀英离开家庭' }).click()
    await house.getByLabel('依据').fill('分户')
    same(await axe(), [], 'axe')
    await house.getByLabel('依据').press('Enter')
    await house.getByText('尚未登记家庭').waitFor()
  })

  await check(on('no page is wider than the screen'), async () => {
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (over > 0) throw new Error(`the page is ${over} px too wide`)
  })

  await check(on('nothing was refused by the policy, and the console is clean'), async () => {
    same(await faults(), [], 'faults')
  })
  await close()
  await host.close()
}

await browser.close()
finish()
