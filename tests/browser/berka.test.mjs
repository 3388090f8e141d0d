// The main job on a real bank's files, in a real browser: what the page says is what the files say.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { importFolder, planRemindersJob } from '@crm/server'
import { openSourceFolder } from '@crm/server/node'
import { openBrowser, openPage } from './kit/browser.mjs'
import { check, finish, same } from './kit/check.mjs'
import { buildExample, openHost } from './kit/host.mjs'

const root = resolve(import.meta.dirname, '../..')
const files = resolve(root, '../shared/data/berka')
if (!existsSync(files)) {
  console.log('  skipped: the folder berka is not there')
  finish()
}
const { berka } = await import(join(root, 'scripts/sources/berka.ts'))

async function fill(store) {
  await importFolder({ store, source: berka, folder: openSourceFolder(files) })
  const { business_date: asOf } = await store.db
    .selectFrom('bank')
    .select('business_date')
    .executeTakeFirstOrThrow()
  await planRemindersJob(store, { bankId: berka.bank.id, asOf })
}

/** What the files say of account 1787's owner, read by hand. */
function fromFiles() {
  const rows = (file) =>
    readFileSync(join(files, file), 'utf8')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(';').map((cell) => cell.replaceAll('"', '')))
  const owner = rows('disp.asc').find(
    ([, , account, type]) => account === '1787' && type === 'OWNER',
  )[1]
  const movements = rows('trans_first_49102.asc').filter(([, account]) => account === '1787')
  const last = movements.reduce((held, row) => (row[2] >= held[2] ? row : held))
  return { owner: owner.padStart(5, '0'), movements, balance: Number(last[6]), newest: last }
}

const told = fromFiles()
const czk = (amount) =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'CZK',
    currencyDisplay: 'narrowSymbol',
  }).format(amount)
const browser = await openBrowser()
const host = await openHost(await buildExample('manager-desk'), { fill, bankId: berka.bank.id })
const { page, faults, axe } = await openPage(browser, 'desktop', { locale: 'en' })
page.setDefaultTimeout(10_000)
await page.goto(host.url)
await page.getByRole('button', { name: 'English' }).click()
await page.getByRole('button', { name: /Jana Nováková/ }).click()

await check('a customer is found by name and opened', async () => {
  const search = page.getByRole('combobox').first()
  await search.fill(`Client ${told.owner}`)
  await page.getByRole('option').first().waitFor()
  await search.press('Enter')
  await page.getByRole('heading', { name: `Client ${told.owner}` }).waitFor()
})

await check('the balance agrees with the file to the cent', async () => {
  await page.locator('.crm-totals').getByText(czk(told.balance)).waitFor()
})

await check('the newest movements agree with the file to the cent', async () => {
  const shown = await page
    .locator('.crm-customer-picture .crm-movement .crm-amount')
    .allInnerTexts()
  const wanted = told.movements
    .map((row, at) => [row, at])
    .sort(([a, x], [b, y]) => b[2].localeCompare(a[2]) || y - x)
    .slice(0, 5)
    .map(
      ([row]) =>
        `${row[3] === 'PRIJEM' ? '+' : ''}${czk(row[3] === 'PRIJEM' ? Number(row[5]) : -Number(row[5]))}`,
    )
  same(
    shown.map((text) => text.replace(/^(In|Out)\s*/, '').trim()),
    wanted,
    'amounts',
  )
})

await check('all movements of the account can be scrolled to', async () => {
  await page.getByRole('tab', { name: /^(交易|Movements)$/ }).click()
  const list = page.locator('.crm-movement-list .crm-scroll')
  await list.waitFor()
  const seen = new Set()
  for (let step = 0; step < 60; step++) {
    for (const text of await list
      .locator('[data-index]')
      .evaluateAll((rows) => rows.map((row) => `${row.dataset.index}`)))
      seen.add(text)
    await list.evaluate((box) => box.scrollBy(0, 500))
    await page.waitForTimeout(40)
  }
  const months = new Set(told.movements.map((row) => row[2].slice(0, 4))).size
  same(seen.size, told.movements.length + months, 'lines')
})

await check('a segment is previewed: women with 30,000 and more and no loan', async () => {
  const preview = page.locator('.crm-segment-preview')
  await preview.getByLabel('Condition 2: value').fill('30000')
  await preview.getByText('233 customers').waitFor()
})

await check('the reminders of the day are listed, and one is closed', async () => {
  const list = page.locator('.crm-due-reminders')
  await list.getByRole('button', { name: /^Done/ }).first().click()
  await list.getByRole('button', { name: 'Undo' }).waitFor()
})

await check('axe finds nothing, nothing was refused, and the console is clean', async () => {
  same(await axe(), [], 'axe')
  same(await faults(), [], 'faults')
})

await browser.close()
await host.close()
finish()
