// A relationship manager's morning in a real browser, on a desk and on a phone.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { auntLi as aunt } from '@crm/core/fixtures'
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish, same } from './kit/check.mjs'
import { buildExample, openHost } from './kit/host.mjs'

const pictures = resolve(import.meta.dirname, '../../docs/images')
mkdirSync(pictures, { recursive: true })

const browser = await openBrowser()
const built = await buildExample('manager-desk')

for (const screen of ['desktop', 'phone']) {
  const host = await openHost(built)
  const { page, faults, axe, close } = await openPage(browser, screen)
  const on = (name) => `${screen}: ${name}`
  page.setDefaultTimeout(10_000)

  await check(on('the people one can sign in as are shown'), async () => {
    await page.goto(host.url)
    await page.getByRole('button', { name: /陈波/ }).waitFor()
    same(await axe(), [], 'axe')
  })

  await check(on('Chen Bo sees the reminders of the day, the dearest first'), async () => {
    await page.getByRole('button', { name: /陈波/ }).click()
    await page.getByText('石桥农商银行').first().waitFor()
    await page.getByText('李桂芳').first().waitFor()
    same(await axe(), [], 'axe')
  })

  await check(on('typing initials finds Aunt Li, and Enter opens her page'), async () => {
    const search = page.getByRole('combobox').first()
    await search.click()
    await search.fill('lgf')
    await page
      .getByRole('option', { name: /李桂芳/ })
      .first()
      .waitFor()
    // Her cousin 李桂芬 has the same initials.
    const chosen = page.getByRole('option', { name: /李桂芳/, selected: true })
    for (let downs = 0; downs < 5 && !(await chosen.count()); downs++)
      await search.press('ArrowDown')
    await search.press('Enter')
    await page.locator('.crm-customer-overview').getByText('李桂芳').first().waitFor()
    same(await axe(), [], 'axe')
  })

  await check(
    on('her page is walked by arrow keys, each part read when it is opened'),
    async () => {
      same(await page.locator('.crm-timeline').count(), 0, 'the timeline before it is opened')
      await page.getByRole('tab', { name: '概览' }).focus()
      await page.keyboard.press('ArrowRight')
      await page.locator('.crm-timeline .crm-day').first().waitFor()
      same(await axe(), [], 'axe')
      if (screen === 'desktop')
        await page.locator('.crm-customer-360').screenshot({
          path: resolve(pictures, 'timeline.png'),
          animations: 'disabled',
        })
      await page.keyboard.press('ArrowRight')
      await page.locator('.crm-cash-flow').getByText('存款合计').waitFor()
      await page.locator('.crm-flows').waitFor()
      same(await axe(), [], 'axe')
      await page.locator('.crm-customer-360').screenshot({
        path: resolve(pictures, 'cash-flow.png'),
        animations: 'disabled',
      })
      await page.keyboard.press('ArrowRight')
      await page.locator('.crm-movement-list').waitFor()
      for (const _ of [1, 2, 3, 4, 5, 6]) {
        await page.keyboard.press('ArrowRight')
        same(await axe(), [], 'axe')
      }
      await page.keyboard.press('Home')
      await page.locator('.crm-customer-picture').waitFor()
    },
  )

  await check(on('her ID and phone are masked in the page'), async () => {
    const text = await page.locator('.crm-customer-overview').textContent()
    if (!/\*{4}/.test(text)) throw new Error(`nothing is masked in: ${text.slice(0, 400)}`)
  })

  // The README's picture.
  if (screen === 'desktop')
    await check(on('a picture is taken'), async () => {
      await page.evaluate(() => scrollTo(0, 0))
      const path = resolve(pictures, 'manager-desk.png')
      await page.screenshot({ path, animations: 'disabled' })
    })

  await check(on('a reminder is closed, and comes back when that is undone'), async () => {
    const list = page.locator('.crm-due-reminders')
    const before = await list.getByRole('button', { name: /完成/ }).count()
    await list.getByRole('button', { name: /完成/ }).first().click()
    await page.getByRole('button', { name: /撤销/ }).first().waitFor()
    await page.getByRole('button', { name: /撤销/ }).first().click()
    await page.waitForFunction(
      (count) =>
        [...document.querySelectorAll('.crm-due-reminders button')].filter((button) =>
          button.textContent.includes('完成'),
        ).length === count,
      before,
    )
  })

  await check(on('she is put on a list by keyboard, and taken off with one press'), async () => {
    const lists = page.locator('.crm-label-lists')
    await lists.getByLabel('新建名单').fill('春耕走访')
    await page.keyboard.press('Enter')
    await lists.getByRole('button', { name: /春耕走访/ }).waitFor()
    await page.getByRole('tab', { name: '标签' }).click()
    const labels = page.locator('.crm-customer-labels')
    await labels.getByLabel('加入标签或名单').selectOption({ label: '春耕走访' })
    await labels.getByRole('button', { name: '加入' }).click()
    await labels.locator('.crm-chips').getByText('春耕走访').waitFor()
    same(await axe(), [], 'axe')
    await lists.getByRole('button', { name: /春耕走访.*1 户/ }).click()
    await lists.getByText('李桂芳').waitFor()
    if (screen === 'desktop')
      await lists.screenshot({
        path: resolve(pictures, 'label-lists.png'),
        animations: 'disabled',
      })
    await labels.getByRole('button', { name: '撤销' }).click()
    await labels.locator('.crm-chips').getByText('春耕走访').waitFor({ state: 'detached' })
    await lists.getByText('名单里还没有客户').waitFor()
  })

  await check(on('her village is changed in three moves, and changed back in one'), async () => {
    await page.getByRole('tab', { name: '资料' }).click()
    const editor = page.locator('.crm-customer-editor')
    await editor.getByRole('button', { name: '修改村' }).click()
    await page.keyboard.type('桃园村')
    same(await axe(), [], 'axe')
    await page.keyboard.press('Enter')
    const undo = editor.getByRole('button', { name: '撤销' })
    await undo.waitFor()
    await page.locator('.crm-customer-history').getByText('村:柳河村 → 桃园村').first().waitFor()
    if (screen === 'desktop')
      await editor.screenshot({
        path: resolve(pictures, 'customer-editor.png'),
        animations: 'disabled',
      })
    await undo.click()
    await editor.getByText('已撤销修改:村').waitFor({ state: 'attached' })
    await editor.getByRole('button', { name: '修改村' }).getByText('柳河村').waitFor()
  })

  await check(on('a wrong phone says why, and Esc leaves it as it was'), async () => {
    const editor = page.locator('.crm-customer-editor')
    await editor.getByRole('button', { name: '修改手机' }).click()
    await page.keyboard.type('1540012')
    await page.keyboard.press('Enter')
    await editor.getByText('不是电话号码').waitFor()
    same(await axe(), [], 'axe')
    await page.keyboard.press('Escape')
    await editor.getByRole('button', { name: '修改手机' }).waitFor()
  })

  await check(on('the phone rings: her name is masked until she says her birthday'), async () => {
    const caller = page.locator('.crm-caller-lookup')
    await page.evaluate((number) => {
      const line = new BroadcastChannel('crm.example.telephone')
      line.postMessage(number)
      line.close()
    }, `+86 0${aunt.phone}`)
    await caller.getByText(/李\*/).first().waitFor()
    same((await caller.innerHTML()).includes('李桂芳'), false, 'her name is told to a stranger')
    same(await axe(), [], 'axe')
    const answer = caller.getByLabel('请客户报证件号后四位')
    await answer.fill('0000')
    await answer.press('Enter')
    await caller.getByText(/4/).first().waitFor()
    if (screen === 'desktop')
      await caller.screenshot({
        path: resolve(pictures, 'caller-lookup.png'),
        animations: 'disabled',
      })
    await answer.fill(aunt.idNumber.slice(-4))
    await answer.press('Enter')
    await page.locator('.crm-customer-overview').getByText('李桂芳').first().waitFor()
  })

  await check(on('the segment says in words whom it finds, and how many'), async () => {
    await page.locator('.crm-segment-preview').scrollIntoViewIfNeeded()
    await page.locator('.crm-segment-preview .crm-count strong').filter({ hasText: /\d/ }).waitFor()
    same(await axe(), [], 'axe')
  })

  await check(on('the page speaks English when asked'), async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    same(await page.getAttribute('html', 'lang'), 'en', 'lang')
    same(await axe(), [], 'axe')
  })

  await check(on('no page is wider than the screen'), async () => {
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (over > 0) throw new Error(`the page is ${over} px too wide`)
  })

  await check(on('after signing out nothing of a customer is left on the screen'), async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: /刘芳/ }).waitFor()
    const html = await page.content()
    if (html.includes('李桂芳')) throw new Error('a customer’s name is still in the page')
  })

  await check(on('a teller gets no reminders and no segments'), async () => {
    await page.getByRole('button', { name: /刘芳/ }).click()
    await page.getByRole('combobox').first().waitFor()
    same(await page.locator('.crm-due-reminders').count(), 0, 'reminders')
    same(await page.locator('.crm-segment-preview').count(), 0, 'segments')
    same(await axe(), [], 'axe')
  })

  await check(on('nothing was refused by the policy, and the console is clean'), async () => {
    same(await faults(), [], 'faults')
  })
  await close()
  await host.close()
}

await browser.close()
finish()
