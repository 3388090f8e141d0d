import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { openMemoryStore } from './memory-store.ts'
import { lines, office, source, stateOf } from './test-days.ts'
import { type Files, folderOf, rejections } from './test-folder.ts'

const load = (store: Store, files: Files, more: Partial<Parameters<typeof importFolder>[0]> = {}) =>
  importFolder({
    store,
    source,
    folder: folderOf({ ...office, ...files }),
    goneThreshold: 1,
    ...more,
  })

describe('the days of a week, in whatever order they come', () => {
  const days = ['20260302', '20260303', '20260304', '20260305']
  interface Delivered {
    readonly day: string
    readonly revision: number
    readonly kind: 'C' | 'A' | 'M'
    readonly rows: readonly { readonly key: number; readonly value: number }[]
  }
  const key = fc.integer({ min: 1, max: 4 })
  const delivery: fc.Arbitrary<Delivered> = fc.record({
    day: fc.constantFrom(...days),
    revision: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom<'C' | 'A' | 'M'>('C', 'A', 'M'),
    rows: fc.uniqueArray(fc.record({ key, value: fc.integer({ min: 1, max: 9 }) }), {
      selector: (row) => row.key,
      minLength: 1,
    }),
  })
  const week = fc.uniqueArray(delivery, {
    selector: ({ day, revision, kind }) => `${kind}_${day}_${revision}`,
    minLength: 2,
    maxLength: 8,
  })
  const fileOf = ({ day, revision, kind, rows }: Delivered): Files => ({
    [`${kind}_${day}_${revision}.dat`]: lines(
      rows.map(({ key, value }) =>
        kind === 'C'
          ? `C${key}|客户${value}`
          : kind === 'A'
            ? `A${key}|C${key}|p${value}`
            : `M${key}|A${key}|${value}`,
      ),
    ),
  })
  // All customers and accounts are there before, so that no order leaves a row without its owner.
  const before = {
    'C_20260301_0.dat': lines([1, 2, 3, 4].map((no) => `C${no}|客户`)),
    'A_20260301_0.dat': lines([1, 2, 3, 4].map((no) => `A${no}|C${no}|p`)),
  }
  let store: Store
  let run = 0
  beforeAll(async () => {
    store = await openMemoryStore({ migrations })
  })
  afterAll(() => store.close())

  it('end in one and the same state', async () => {
    await fc.assert(
      fc.asyncProperty(
        week.chain((deliveries) =>
          fc.tuple(
            fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
            fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
          ),
        ),
        async (orders) => {
          const states: unknown[] = []
          for (const order of orders) {
            const mine = { ...source, name: `core${run++}` }
            await load(store, before, { source: mine })
            for (const delivery of order) await load(store, fileOf(delivery), { source: mine })
            const { customers, accounts, movements } = await stateOf(store, mine.name)
            states.push({
              customers,
              accounts: accounts.map(({ account_id, ...row }) => row).sort(byText),
              movements: movements.map(({ movement_id, ...row }) => row).sort(byText),
            })
          }
          expect(states[0]).toEqual(states[1])
        },
      ),
      { numRuns: 25 },
    )
  }, 300_000)
  const byText = (one: object, other: object) =>
    JSON.stringify(one).localeCompare(JSON.stringify(other))

  it('lose no line on the way', async () => {
    const reports = await load(
      store,
      { ...before, 'A_20260302_0.dat': 'A9|C9|p\nA1|C1|q\n' },
      { rejectThreshold: 1 },
    )
    for (const { lines, accepted, unchanged, rejected } of reports)
      expect(accepted + unchanged + rejected).toBe(lines)
    expect(await rejections(store)).toEqual(['1 - row.owner_unknown'])
  })
})
