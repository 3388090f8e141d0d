// Eight customers in three offices, for tests of who sees whom.
import type { Policy, PolicyRow, Staff } from '@crm/core'
import { branches, callerOf, day } from '@crm/core/fixtures'
import type { Store } from '../packages/server/src/kit/store/store.ts'
import { newBankId } from './migrated-store.ts'

type Transaction = Parameters<Parameters<Store['transaction']>[0]>[0]
type Share = readonly [staffId: string, fromOn: string, toOn?: string]

const customers: readonly (readonly [
  id: string,
  branchId: string,
  managerId: string,
  ...Share[],
])[] = [
  ['cus_own', 'brn_town', 'stf_chen'],
  ['cus_colleagues', 'brn_liuhe', 'stf_wu'],
  ['cus_nobodys', 'brn_town', ''],
  ['cus_far', 'brn_county', 'stf_tang'],
  ['cus_shared', 'brn_county', 'stf_tang', ['stf_chen', '2026-03-05'], ['stf_tang', '2026-01-01']],
  ['cus_last_day', 'brn_county', 'stf_tang', ['stf_chen', '2026-01-01', '2026-03-06']],
  ['cus_given_back', 'brn_county', 'stf_tang', ['stf_chen', '2026-01-01', '2026-03-05']],
  ['cus_tomorrow', 'brn_county', 'stf_tang', ['stf_chen', '2026-03-06']],
]

/** The day of these tests. */
export const today = day('2026-03-05')

/** The customers as policies see them on the day. */
export const sightRows: Readonly<Record<string, PolicyRow>> = Object.fromEntries(
  customers.map(([id, branchId, managerId, ...shares]) => {
    const held = shares.filter(([, fromOn, toOn]) => fromOn <= today && (!toOn || today < toOn))
    return [id, { branchId, managerId, ownerIds: held.map(([staffId]) => staffId) }]
  }),
)

/** Put the customers into a bank of their own, with one more whose data is restricted. @returns the bank */
export async function plantSight(tx: Transaction): Promise<string> {
  const bank_id = newBankId()
  const customer = (customer_id: string, branch_id: string, manager_id: string) => ({
    bank_id,
    customer_id,
    branch_id,
    manager_id,
    kind: 'person',
    name: customer_id,
    opened_on: '2020-01-01',
    source: 'core',
    source_key: customer_id,
  })
  await tx
    .insertInto('customer')
    .values(customers.map(([id, branchId, managerId]) => customer(id, branchId, managerId)))
    .execute()
  await tx
    .insertInto('customer')
    .values({ ...customer('cus_restricted', 'brn_town', 'stf_chen'), restricted: true })
    .execute()
  const shares = customers.flatMap(([customer_id, , , ...held]) =>
    held.map(([staff_id, from_on, to_on]) => ({
      bank_id,
      customer_id,
      staff_id,
      from_on,
      to_on: to_on ?? null,
      share_bp: 5_000,
    })),
  )
  await tx.insertInto('customer_owner').values(shares).execute()
  return bank_id
}

const rule = (where: Policy['where'], more: Partial<Policy> = {}): Policy => ({
  id: 'bank.rule',
  version: 1,
  roles: ['relationship-manager'],
  effect: 'allow',
  resource: 'customer',
  where,
  fields: { show: ['*'], mask: [] },
  tests: [],
  ...more,
})
const branch = (value: string) => ({ column: 'branchId', op: 'eq', value }) as const
const self = { column: 'managerId', op: 'isSelf' } as const
const owner = { column: 'ownerIds', op: 'isOwner' } as const
const tree = { column: 'branchId', op: 'inBranchTree' } as const
const offices = (...value: string[]) => ({ column: 'branchId', op: 'in', value }) as const

/** What a relationship manager of the town branch sees by a set of policies. */
export const sightCases: readonly (readonly [what: string, set: Policy[], seen: string[]])[] = [
  ['no policy at all', [], []],
  ['a policy for others', [rule([], { roles: ['teller'] })], []],
  ['a policy of another resource', [rule([], { resource: 'pets' })], []],
  ['everything', [rule([])], Object.keys(sightRows)],
  ['their own book', [rule([self])], ['cus_own']],
  ['nobody’s', [rule([{ column: 'managerId', op: 'eq', value: '' }])], ['cus_nobodys']],
  ['their offices', [rule([tree])], ['cus_own', 'cus_colleagues', 'cus_nobodys']],
  ['their share today', [rule([owner])], ['cus_shared', 'cus_last_day']],
  ['one office', [rule([branch('brn_liuhe')])], ['cus_colleagues']],
  [
    'two offices',
    [rule([offices('brn_liuhe', 'brn_town')])],
    ['cus_own', 'cus_colleagues', 'cus_nobodys'],
  ],
  ['no office', [rule([offices()])], []],
  ['an office with a quote in its name', [rule([branch("brn_town' or 'a' = 'a")])], []],
  ['their own in the town', [rule([self, branch('brn_town')])], ['cus_own']],
  ['their own in the county', [rule([self, branch('brn_county')])], []],
  [
    'their own, and the outlet’s',
    [rule([self]), rule([branch('brn_liuhe')])],
    ['cus_own', 'cus_colleagues'],
  ],
  [
    'all but the county',
    [rule([]), rule([branch('brn_county')], { effect: 'deny' })],
    ['cus_own', 'cus_colleagues', 'cus_nobodys'],
  ],
  [
    'all but two kinds',
    [rule([]), rule([branch('brn_county')], { effect: 'deny' }), rule([self], { effect: 'deny' })],
    ['cus_colleagues', 'cus_nobodys'],
  ],
  ['denied alone', [rule([self], { effect: 'deny' })], []],
]

/** A caller of the town branch, or somebody else, at a bank. */
export const callerAt = (bankId: string, person: Staff) =>
  ({ ...callerOf(person), bankId }) as ReturnType<typeof callerOf>

/** Somebody with no office at all. */
export const homeless = (bankId: string, person: Staff) => ({
  ...callerAt(bankId, person),
  branchIds: branches.slice(0, 0).map(({ id }) => id),
})

const undone = new Error('undone')

/** Do something in a transaction and leave no trace of it. */
export async function withoutTrace(
  store: Store,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await store
    .transaction(
      async (tx) => {
        await work(tx)
        throw undone
      },
      { deadline: 60_000 },
    )
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
}
