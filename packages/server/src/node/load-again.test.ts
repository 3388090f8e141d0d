import { type CustomerDraft, defineSource, type LocalDate, type SourceRow } from '@crm/core'
import iconv from 'iconv-lite'
import { afterEach, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import { readCsvCell } from '../kit/network/csv.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { errorReport, rejectedLines } from '../sources/error-report.ts'
import { openMemoryStore } from './memory-store.ts'
import {
  branches,
  type Files,
  folderOf,
  head,
  names,
  noAccounts,
  people,
  person,
  rejections,
  source,
} from './test-folder.ts'

const stores: Store[] = []
const opened = async () => {
  const store = await openMemoryStore({ migrations })
  stores.push(store)
  return store
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

type More = Partial<Parameters<typeof importFolder>[0]>
const around = { 'branches.dat': branches, 'accounts.dat': noAccounts }
const load = async (store: Store, files: Files, more: More = {}) => {
  const folder = folderOf({ ...around, ...files })
  const reports = await importFolder({ store, source, folder, ...more })
  return reports.find(({ file }) => file === 'customers.dat')!
}
const attempts = async (store: Store) =>
  (await store.db.selectFrom('delivery').select(['file', 'attempt', 'status', 'reason']).execute())
    .filter(({ file }) => file === 'customers.dat')
    .map(({ attempt, status, reason }) => [attempt, status, reason])

const lenientRead = (row: SourceRow): CustomerDraft => ({
  key: row.text('NO'),
  kind: 'person',
  name: row.text('NAME'),
  birthdayCalendar: 'unknown',
  branchKey: row.text('BRANCH'),
  openedOn: '2020-01-01' as LocalDate,
  status: 'active',
})
const wrong = Array.from({ length: 6 }, (_, at) => `X${at}|甲||B1|never\n`).join('')

describe('a file that was refused', () => {
  it('stays refused, by name and reason, until somebody has it looked at again', async () => {
    const store = await opened()
    const files = { 'customers.dat': people(94) + wrong }
    await load(store, files)
    expect(await attempts(store)).toEqual([[1, 'refused', 'file.too_many_rejected']])
    expect(await load(store, files)).toMatchObject({ status: 'refused', seenBefore: true })
    expect(await names(store)).toEqual([])
  })

  it('is taken on replay under another threshold, and its wrong lines are named once', async () => {
    const store = await opened()
    const files = { 'customers.dat': people(94) + wrong }
    await load(store, files)
    const report = await load(store, files, { replay: true, rejectThreshold: 0.1 })
    expect(report).toMatchObject({ status: 'done', accepted: 94, rejected: 6, lines: 100 })
    expect(await attempts(store)).toEqual([[2, 'done', null]])
    expect(await rejections(store)).toHaveLength(6)
  })

  it('is taken on replay under another mapping', async () => {
    const store = await opened()
    const files = { 'customers.dat': people(94) + wrong }
    await load(store, files)
    const lenient = defineSource({
      ...source,
      files: source.files.map((file) =>
        file.records === 'customers' ? { ...file, read: lenientRead } : file,
      ),
    })
    expect(await load(store, files, { replay: true, source: lenient })).toMatchObject({
      status: 'done',
      accepted: 100,
      rejected: 0,
    })
    expect(await rejections(store)).toEqual([])
  })

  it('counts each attempt on record', async () => {
    const store = await opened()
    const files = { 'customers.dat': people(94) + wrong }
    await load(store, files)
    await load(store, files, { replay: true })
    const results = await store.db
      .selectFrom('audit_event')
      .select('result')
      .where('result', '=', 'refused')
      .execute()
    expect(results).toHaveLength(2)
  })
})

describe('a file that was taken with rejected lines', () => {
  it('is looked at again on replay: what it waited for may be there now', async () => {
    const store = await opened()
    const accounts = `${noAccounts}${Array.from({ length: 30 }, (_, at) => `A${at}|C1|20200101\n`).join('')}A99|C2|20200101\n`
    const files = { 'customers.dat': people(1), 'accounts.dat': accounts }
    await load(store, files)
    expect(await rejections(store)).toEqual(['32 - row.owner_unknown'])
    await load(store, { ...files, 'customers.dat': people(2) }, { replay: true })
    expect(await rejections(store)).toEqual([])
    expect(await store.db.selectFrom('account').selectAll().execute()).toHaveLength(31)
  })
})

const words = {
  columns: ['文件', '行', '列', '代码', '原因', '原值'],
  of: (code: string) => `原因 ${code}`,
} as const
const gather = async <T>(parts: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const part of parts) all.push(part)
  return all
}

describe('a file that two load at once', () => {
  it('is loaded once: one of them goes on, the other is told', async () => {
    const store = await opened()
    const folder = folderOf({ ...around, 'customers.dat': people(300) })
    const both = await Promise.allSettled(
      [1, 2].map(() => importFolder({ store, source, folder, batch: 20 })),
    )
    for (const one of both)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'delivery.busy' })
    const [, again] = await importFolder({ store, source, folder })
    expect(again).toMatchObject({ lines: 300, status: 'done' })
    const [entry] = await store.db
      .selectFrom('delivery')
      .select(['accepted', 'unchanged', 'rejected', 'lines'])
      .where('file', '=', 'customers.dat')
      .execute()
    expect(entry).toEqual({ accepted: 300, unchanged: 0, rejected: 0, lines: 300 })
  })
})

describe('an import that only looks', () => {
  it('tells what would become of each file with what those before it bring, and writes nothing', async () => {
    const store = await opened()
    const accounts = `${noAccounts}${Array.from({ length: 30 }, (_, at) => `A${at}|C1|20200101\n`).join('')}A99|C99|20200101\n`
    const files = { ...around, 'customers.dat': people(3), 'accounts.dat': accounts }
    const reports = await importFolder({ store, source, folder: folderOf(files), dryRun: true })
    expect(
      reports.map(({ file, accepted, rejected }) => `${file} ${accepted} ${rejected}`),
    ).toEqual(['branches.dat 1 0', 'customers.dat 3 0', 'accounts.dat 30 1'])
    expect(reports[2]?.refused).toEqual([
      { line: 32, column: undefined, code: 'row.owner_unknown' },
    ])
    for (const table of ['bank', 'delivery', 'branch', 'customer', 'account'] as const)
      expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([])
  })
})

describe('the report of what was not taken', () => {
  it('is a table that no spreadsheet takes for formulas', async () => {
    const store = await opened()
    const bad = ['=HYPERLINK("x")', '@SUM(1)', '＋1', '-2+3', '\t=1', 'plain,"cell"']
    const lines = bad.map((cell, at) => `Y${at}|甲|${cell}|B1|20200101\n`).join('')
    const { deliveryId } = await load(store, { 'customers.dat': people(200) + lines })
    const keys = await store.vault.ready(store.db, source.bank.id)
    const about = { id: deliveryId, file: 'customers.dat' }
    const text = (await gather(errorReport(store, keys, about, words))).join('')
    const [first = '', ...rows] = text.trimEnd().split('\r\n')
    expect(first).toBe('\ufeff文件,行,列,代码,原因,原值')
    expect(rows).toHaveLength(6)
    const cells = rows.map((row) => row.replace('customers.dat,', '').split(',').slice(4).join(','))
    for (const cell of cells) expect(cell).not.toMatch(/^"?[=+\-@＝＋－＠\t]/u)
    const plain = (cell: string) =>
      readCsvCell(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    expect(cells.map(plain)).toEqual(bad)
    expect(rows[0]).toContain('202,BORN,row.not_a_day,原因 row.not_a_day')
  })

  it('goes with the lines as they came, which are put right and delivered again', async () => {
    const store = await opened()
    const bytes = iconv.encode(
      `${people(60)}C61|李桂芳|19700231|B1|20200101\n${person(62)}`,
      'gb18030',
    )
    const folder = folderOf({ ...around, 'customers.dat': bytes })
    const { deliveryId } = await load(store, { 'customers.dat': bytes })
    const layout = source.files.find(({ records }) => records === 'customers')!
    const parts = await gather(
      rejectedLines(store, source.bank.id, deliveryId, folder, 'customers.dat', layout),
    )
    const sent = iconv.decode(Buffer.concat(parts), 'gb18030')
    expect(sent).toBe(`${head}C61|李桂芳|19700231|B1|20200101\n`)

    const right = sent.replace('19700231', '19700228')
    const reports = await importFolder({
      store,
      source,
      folder: folderOf({ ...around, 'customers.dat': bytes, 'customers.dat.corrected': right }),
    })
    expect(reports.find(({ file }) => file === 'customers.dat.corrected')).toMatchObject({
      status: 'done',
      accepted: 1,
    })
    expect(await names(store)).toContain('李桂芳')
    const [entry] = await store.db
      .selectFrom('delivery')
      .select('corrects')
      .where('file', '=', 'customers.dat.corrected')
      .execute()
    expect(entry?.corrects).toBe(deliveryId)
  })

  it('corrects nothing that was not taken', async () => {
    const store = await opened()
    const files = { 'customers.dat': people(94) + wrong, 'customers.dat.corrected': people(3) }
    const reports = await importFolder({ store, source, folder: folderOf({ ...around, ...files }) })
    expect(reports.find(({ file }) => file === 'customers.dat.corrected')).toMatchObject({
      status: 'quarantined',
      why: { code: 'file.nothing_to_correct' },
    })
  })
})
