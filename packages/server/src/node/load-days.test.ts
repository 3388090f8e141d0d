import type { Source } from '@crm/core'
import { afterEach, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { missingDays } from '../sources/missing-days.ts'
import { openMemoryStore } from './memory-store.ts'
import { lines, office, source, stateOf } from './test-days.ts'
import { type Files, folderOf } from './test-folder.ts'

const stores: Store[] = []
const opened = async () => {
  const store = await openMemoryStore({ migrations })
  stores.push(store)
  return store
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

const load = (store: Store, files: Files, more: Partial<Parameters<typeof importFolder>[0]> = {}) =>
  importFolder({
    store,
    source,
    folder: folderOf({ ...office, ...files }),
    goneThreshold: 1,
    ...more,
  })

const customers = async (store: Store) =>
  (await stateOf(store)).customers.map(({ source_key, name, gone_on }) =>
    gone_on === null ? `${source_key} ${name}` : `${source_key} ${name}, gone ${gone_on}`,
  )
const movements = async (store: Store) =>
  (await stateOf(store)).movements.map(({ amount_fen, gone_on }) =>
    gone_on === null ? `${amount_fen}` : `${amount_fen} taken back`,
  )

describe('a day that comes late', () => {
  it('does not overwrite what a newer one told, and tells what that did not', async () => {
    const store = await opened()
    await load(store, { 'A_20260305_0.dat': 'A1|C1|新\n', 'C_20260305_0.dat': 'C1|甲\n' })
    const reports = await load(store, { 'A_20260304_0.dat': 'A1|C1|旧\nA2|C1|旧\n' })
    expect(reports.find(({ file }) => file === 'A_20260304_0.dat')).toMatchObject({
      accepted: 1,
      unchanged: 1,
      rejected: 0,
    })
    const { accounts } = await stateOf(store)
    expect(accounts.map(({ product }) => product).sort()).toEqual(['新', '旧'])
  })
})

describe('a full file', () => {
  it('says who is gone: marked, and back when a later one names them', async () => {
    const store = await opened()
    await load(store, { 'C_20260304_0.dat': 'C1|甲\nC2|乙\n' })
    await load(store, { 'C_20260305_0.dat': 'C1|甲\n' })
    expect(await customers(store)).toEqual(['C1 甲', 'C2 乙, gone 2026-03-05'])
    await load(store, { 'C_20260306_0.dat': 'C1|甲\nC2|乙\n' })
    expect(await customers(store)).toEqual(['C1 甲', 'C2 乙'])
  })

  it('that names far fewer than are known is set aside: it was most likely cut off', async () => {
    const store = await opened()
    const all = Array.from({ length: 10 }, (_, at) => `C${at}|甲`)
    await load(store, { 'C_20260304_0.dat': lines(all) })
    const half = { 'C_20260305_0.dat': lines(all.slice(5)) }
    const [, report] = await load(store, half, { goneThreshold: 0.2 })
    expect(report).toMatchObject({
      status: 'quarantined',
      why: { code: 'file.too_many_gone', facts: { lines: 5, known: 10 } },
    })
    const [, again] = await load(store, half, { goneThreshold: 0.6, replay: true })
    expect(again).toMatchObject({ status: 'done' })
    expect((await customers(store)).filter((line) => line.includes('gone'))).toHaveLength(5)
  })
})

describe('a corrected day', () => {
  it('replaces its own: what it does not name any more counts for nothing', async () => {
    const store = await opened()
    const before = { 'C_20260305_0.dat': 'C1|甲\n', 'A_20260305_0.dat': 'A1|C1|x\n' }
    await load(store, { ...before, 'M_20260305_0.dat': 'M1|A1|100\nM2|A1|200\n' })
    await load(store, { 'M_20260305_1.dat': 'M1|A1|150\n' })
    expect((await movements(store)).sort()).toEqual(['150', '200 taken back'])
    const { inflow_90d_fen } = await store.db
      .selectFrom('customer_facts')
      .select('inflow_90d_fen')
      .executeTakeFirstOrThrow()
    expect(inflow_90d_fen).toBe(150)
  })

  it('leaves the movements of other days alone', async () => {
    const store = await opened()
    const before = { 'C_20260304_0.dat': 'C1|甲\n', 'A_20260304_0.dat': 'A1|C1|x\n' }
    await load(store, { ...before, 'M_20260304_0.dat': 'M1|A1|100\n' })
    await load(store, { 'M_20260305_0.dat': 'M2|A1|200\n', 'M_20260305_1.dat': 'M3|A1|300\n' })
    expect((await movements(store)).sort()).toEqual(['100', '200 taken back', '300'])
  })

  it('whose name tells no number is the later one to come', async () => {
    const store = await opened()
    const unnumbered = {
      ...source,
      files: source.files.map((file) => ({ ...file, file: file.file.replace('_{revision}', '') })),
    } as Source
    await load(store, { 'C_20260305.dat': 'C1|甲\nC2|乙\n' }, { source: unnumbered })
    await load(store, { 'C_20260305.dat': 'C1|丙\n' }, { source: unnumbered })
    expect(await customers(store)).toEqual(['C1 丙', 'C2 乙, gone 2026-03-05'])
  })
})

describe('a full file in parts', () => {
  const parted = {
    ...source,
    files: source.files.map((file) => ({
      ...file,
      file: file.file.replace('C_{day}', 'C_{day}_{part}of{parts}'),
    })),
  } as Source
  it('says who is gone only when all parts are there', async () => {
    const store = await opened()
    const go = (files: Files) => load(store, files, { source: parted })
    await go({ 'C_20260304_1of1_0.dat': 'C1|甲\nC2|乙\nC3|丙\n' })
    await go({ 'C_20260305_2of2_0.dat': 'C2|乙\n' })
    expect(await customers(store)).toEqual(['C1 甲', 'C2 乙', 'C3 丙'])
    await go({ 'C_20260305_1of2_0.dat': 'C1|甲\n' })
    expect(await customers(store)).toEqual(['C1 甲', 'C2 乙', 'C3 丙, gone 2026-03-05'])
  })
})

describe('a day that did not come', () => {
  it('is told, file by file, until it comes', async () => {
    const store = await opened()
    await load(store, {
      'C_20260304_0.dat': 'C1|甲\n',
      'A_20260304_0.dat': 'A1|C1|x\n',
      'C_20260306_0.dat': 'C1|甲\n',
      'A_20260305_0.dat': 'A1|C1|x\n',
    })
    const told = async () =>
      (await missingDays(store, source)).map(({ records, day }) => `${records} ${day}`)
    expect(await told()).toEqual(['customers 2026-03-05', 'accounts 2026-03-06'])
    await load(store, { 'C_20260305_0.dat': 'C1|甲\n' })
    expect(await told()).toEqual(['accounts 2026-03-06'])
  })

  it('is not missed on a weekend where its file comes on weekdays', async () => {
    const store = await opened()
    const weekdays = {
      ...source,
      files: source.files.map((file) => ({ ...file, comes: 'weekdays' })),
    } as Source
    const files = { 'C_20260306_0.dat': 'C1|甲\n', 'C_20260310_0.dat': 'C1|甲\n' }
    await load(store, files, { source: weekdays })
    expect((await missingDays(store, weekdays)).map(({ day }) => day)).toEqual(['2026-03-09'])
  })
})
