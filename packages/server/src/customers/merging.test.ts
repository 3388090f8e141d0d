import { DESK, type GoldenFields, type LocalDate, type Said } from '@crm/core'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newBankId, openMigratedStore } from '../../../../tests/migrated-store.ts'
import { clearVault } from '../kit/keys/vault.ts'
import { type Store, sealedStore } from '../kit/store/store.ts'
import { familiesAmong } from './families.ts'
import { hear, type Making, type Word } from './golden.ts'
import { holdGolden } from './golden-row.ts'
import { type Joining, joinCustomers, type Parting, partCustomers } from './merging.ts'
import { recordsOf } from './source-rows.ts'

// Ten thousand histories of three customers each, side by side in two banks: in one they are merged and
// taken apart at random, in the other they never were. The second bank is the model.

const HISTORIES = Number(process.env.HISTORIES ?? 10_000)
const ROUNDS = 5
const seed = Number(process.env.SEED ?? 20_260_305)
const PEOPLE = ['a', 'b', 'c'] as const
type Person = (typeof PEOPLE)[number]

/** What happens in one round of one history. */
type Deed =
  | { readonly kind: 'word'; readonly who: Person; readonly source: string; readonly said: Said }
  | { readonly kind: 'merge'; readonly who: Person; readonly into: Person }
  | { readonly kind: 'part'; readonly which: number }

const who = fc.constantFrom(...PEOPLE)
const said: fc.Arbitrary<Said> = fc.record(
  {
    name: fc.constantFrom('李桂芳', '李桂芬', '李贵芳'),
    phone: fc.constantFrom('15400125678', '15400129001', null),
    address: fc.constantFrom('柳河村3组', '柳河村5组', '县城'),
    village: fc.constantFrom('柳河村', null),
    branchId: fc.constantFrom('brn_town', 'brn_east') as fc.Arbitrary<GoldenFields['branchId']>,
    managerId: fc.constantFrom('stf_chen', 'stf_wu', null) as fc.Arbitrary<
      GoldenFields['managerId'] | null
    >,
    status: fc.constantFrom('active', 'dormant', 'closed', 'deceased'),
    openedOn: fc.constantFrom('2019-04-02', '2021-11-02') as fc.Arbitrary<LocalDate>,
  },
  { requiredKeys: [] },
)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('word' as const),
      who,
      source: fc.constantFrom('core', 'loan', DESK),
      said,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('merge' as const), who, into: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('part' as const), which: fc.nat(5) }) },
)
const histories = fc.sample(fc.array(deed, { minLength: ROUNDS, maxLength: ROUNDS }), {
  numRuns: HISTORIES,
  seed,
})

const idOf = (history: number, person: Person) => `cus_h${history}${person}`
const dayOf = (round: number) => `2026-02-${String(round + 1).padStart(2, '0')}` as LocalDate
const whole: Said = {
  kind: 'person',
  name: '李桂芳',
  birthdayCalendar: 'unknown',
  branchId: 'brn_town' as GoldenFields['branchId'],
  managerId: 'stf_chen' as GoldenFields['managerId'],
  openedOn: '2020-01-01' as LocalDate,
  status: 'active',
}
const everybody = histories.flatMap((_, at) => PEOPLE.map((person) => idOf(at, person)))
const tried = newBankId()
const never = newBankId()

/** The merges that hold in each history, as the model has them: who is directly under whom. */
interface Held extends Parting {
  readonly who: Person
}
const held: Held[][] = histories.map(() => [])
const stands = (history: number, person: Person) =>
  !held[history]?.some((one) => one.who === person)

let store: Store
beforeAll(async () => {
  store = sealedStore(await openMigratedStore(), clearVault)
  for (const bank_id of [tried, never])
    await store.db
      .insertInto('bank')
      .values({ bank_id, name: bank_id, business_date: '2026-03-05', currency: 'CNY' })
      .execute()
})
afterAll(() => store.close())

async function inBank<T>(
  bankId: string,
  round: number,
  cause: Making['cause'],
  work: (making: Making) => Promise<T>,
): Promise<T> {
  const keys = await store.vault.ready(store.db, bankId)
  const at = `${dayOf(round)}T08:00:00.000Z`
  const by = { bySource: DESK, byStaffId: 'stf_chen' }
  return store.transaction(
    (db) => work({ db, keys, bankId, cause, at, asOf: dayOf(round), ...by }),
    { deadline: 300_000 },
  )
}

async function inParts<T>(
  items: readonly T[],
  work: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < items.length; at += 2_000) await work(items.slice(at, at + 2_000))
}

const tell = (bankId: string, round: number, words: readonly Word[]) =>
  inParts(words, (part) => inBank(bankId, round, 'import', (making) => hear(making, part)))
const join = (bankId: string, round: number, pairs: readonly Joining[]) =>
  inParts(pairs, (part) => inBank(bankId, round, 'merge', (making) => joinCustomers(making, part)))
const take = (bankId: string, round: number, partings: readonly Parting[]) =>
  inParts(partings, (part) =>
    inBank(bankId, round, 'unmerge', (making) => partCustomers(making, part, 'mistaken')),
  )

const pairOf = (at: number, round: number, who: Person, into: Person): Joining => ({
  mergeId: `mrg_h${at}r${round}`,
  survivorId: idOf(at, into),
  mergedId: idOf(at, who),
  reason: 'the same',
})

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** All that is known of everybody in a bank, but for how often it changed and when. */
const stateOf = (bankId: string) =>
  inBank(bankId, 0, 'import', async ({ db, keys }) => {
    const golden = await holdGolden(db, keys, bankId, everybody)
    const records = await recordsOf(db, keys, bankId, everybody)
    const families = await familiesAmong(db, bankId, everybody)
    const rows = <Table extends 'customer' | 'customer_conflict' | 'customer_owner'>(
      table: Table,
      columns: string,
    ) =>
      sql<{ customer_id: string }>`select ${sql.raw(columns)} from ${sql.table(table)}
        where bank_id = ${bankId} order by ${sql.raw(columns)}`
        .execute(db)
        .then((found) => groupBy(found.rows, (row) => row.customer_id))
    const places = await rows(
      'customer',
      'customer_id, branch_id, manager_id, merged_into, apart_branch_id, apart_manager_id',
    )
    const conflicts = await rows(
      'customer_conflict',
      'customer_id, field, source, against, since_on',
    )
    const owners = await rows('customer_owner', 'customer_id, staff_id, from_on, to_on, share_bp')
    const saidOf = groupBy(records, ({ customerId }) => customerId)
    return everybody.map((id) => ({
      id,
      standsFor: families.rootOf(id),
      fields: golden.get(id)?.fields,
      said: saidOf.get(id)?.map(({ source, sourceKey, said, since }) => ({
        source,
        sourceKey,
        said,
        since,
      })),
      place: places.get(id),
      conflicts: conflicts.get(id),
      owners: owners.get(id),
    }))
  })

/** The first that differ: a list of all would tell nothing. */
async function expectAlike(): Promise<void> {
  const [one, other] = [await stateOf(tried), await stateOf(never)]
  expect(one).toHaveLength(HISTORIES * PEOPLE.length)
  const differ = one.flatMap((state, at) =>
    JSON.stringify(state) === JSON.stringify(other[at]) ? [] : [[state, other[at]]],
  )
  expect(differ.slice(0, 2).map(([state]) => state)).toEqual(
    differ.slice(0, 2).map(([, state]) => state),
  )
  expect(differ).toHaveLength(0)
}

describe(`${HISTORIES} histories of three customers, seed ${seed}`, () => {
  it('happen: words of three sources, merges and their ends, in any order', async () => {
    const born = everybody.map((id) => ({
      customerId: id,
      source: 'core',
      sourceKey: id,
      said: whole,
    }))
    for (const bankId of [tried, never]) await tell(bankId, 0, born)
    let merges = 0
    let parted = 0
    for (let round = 1; round <= ROUNDS; round += 1) {
      const words: Word[] = []
      const pairs: Joining[] = []
      const partings: Parting[] = []
      histories.forEach((history, at) => {
        const deed = history[round - 1]!
        if (deed.kind === 'word') {
          const id = idOf(at, deed.who)
          const said = deed.source === 'core' ? { ...whole, ...deed.said } : deed.said
          words.push({ customerId: id, source: deed.source, sourceKey: id, said })
        } else if (deed.kind === 'merge') {
          const { who, into } = deed
          if (who === into || !stands(at, who) || !stands(at, into)) return
          const pair = pairOf(at, round, who, into)
          pairs.push(pair)
          held[at]!.push({ who, mergeId: pair.mergeId, mergedId: pair.mergedId })
        } else {
          const mine = held[at]!
          if (mine.length === 0) return
          partings.push(...mine.splice(deed.which % mine.length, 1))
        }
      })
      for (const bankId of [tried, never]) await tell(bankId, round, words)
      await join(tried, round, pairs)
      await take(tried, round, partings)
      merges += pairs.length
      parted += partings.length
    }
    expect(merges).toBeGreaterThan(HISTORIES)
    expect(parted).toBeGreaterThan(HISTORIES / 10)
    expect(held.filter((mine) => mine.length === 2).length).toBeGreaterThan(HISTORIES / 100)
  }, 600_000)

  it('leave nobody other than they were never merged, once all is taken back in any order', async () => {
    for (let depth = 0; depth < PEOPLE.length; depth += 1)
      await take(
        tried,
        ROUNDS + 1,
        // Now the inner, now the outer of two merges is taken back first.
        held.flatMap((mine, at) => mine.splice(at % 2 === 0 ? 0 : -1, 1)),
      )
    await expectAlike()
  }, 600_000)

  it('end alike, merged once or after all that', async () => {
    const last = ROUNDS + 2
    for (const bankId of [tried, never]) {
      await join(
        bankId,
        last,
        histories.map((_, at) => pairOf(at, last, 'a', 'b')),
      )
      await join(
        bankId,
        last,
        histories.flatMap((_, at) => (at % 3 === 0 ? [] : [pairOf(at, last + 1, 'b', 'c')])),
      )
    }
    await expectAlike()
  }, 600_000)
})
