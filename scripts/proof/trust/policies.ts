// Random policies, four readings: the evaluator in memory, the condition of a query, row-level
// security, and what the serializer lets out. All four must say the same of every row.
import {
  type Caller,
  CustomerView,
  disclose,
  fieldPlan,
  inScope,
  isMasked,
  type LocalDate,
  type Policy,
  type PolicyRow,
  scopeOf,
  viewMeta,
} from '@crm/core'
import type { Store } from '@crm/server'
import fc from 'fast-check'
import { sql } from 'kysely'
import { becomeCaller, tableSecuritySql } from '../../../packages/server/src/kit/row-security.ts'
import { scopeToSql } from '../../../packages/server/src/kit/scope-sql.ts'

const bankId = 'bnk_policies'
const today = '2026-03-05' as LocalDate
const branches = ['brn_head', 'brn_town', 'brn_county', "brn_'quoted"]
const managers = ['', 'stf_chen', 'stf_zhou', 'stf_"x', 'stf_%']
const owners: readonly (readonly string[])[] = [[], ['stf_chen'], ['stf_zhou', 'stf_chen']]

interface Row {
  readonly id: string
  readonly branchId: string
  readonly managerId: string
  readonly ownerIds: readonly string[]
}
const rows: readonly Row[] = branches.flatMap((branchId, b) =>
  managers.map((managerId, m) => ({
    id: `cus_${b}${m}`,
    branchId,
    managerId,
    ownerIds: owners[(b + m) % owners.length]!,
  })),
)

const value = fc.constantFrom(...branches, ...managers, 'nobody')
const column = fc.constantFrom('branchId', 'managerId')
const condition: fc.Arbitrary<Policy['where'][number]> = fc.oneof(
  fc.record({ column, op: fc.constant('eq' as const), value }),
  fc.record({ column, op: fc.constant('in' as const), value: fc.array(value, { maxLength: 3 }) }),
  fc.record({ column, op: fc.constant('inBranchTree' as const) }),
  fc.record({ column, op: fc.constant('isSelf' as const) }),
  fc.record({ column: fc.constant('ownerIds'), op: fc.constant('isOwner' as const) }),
)
const fields = ['name', 'phone', 'idNumber', 'village', '*']
const policy: fc.Arbitrary<Policy> = fc.record({
  id: fc.constant('p'),
  version: fc.constant(1),
  roles: fc.subarray(['teller', 'relationship-manager', 'branch-manager'] as const, {
    minLength: 1,
  }) as fc.Arbitrary<Policy['roles']>,
  effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  resource: fc.constantFrom('customer', 'customer', 'movement'),
  where: fc.array(condition, { maxLength: 3 }),
  fields: fc.record({ show: fc.subarray(fields), mask: fc.subarray(fields) }),
  tests: fc.constant([]),
})
const asker = fc.record({
  staffId: fc.constantFrom('stf_chen', 'stf_zhou'),
  branchIds: fc.subarray(branches),
  roles: fc.subarray(['teller', 'relationship-manager'] as const, { minLength: 1 }),
}) as fc.Arbitrary<Pick<Caller, 'staffId' | 'branchIds' | 'roles'>>

/** How much was compared, and what disagreed. */
export interface PolicyComparison {
  readonly policies: number
  readonly comparisons: number
  readonly differences: number
}

async function plant(store: Store): Promise<void> {
  await store.db
    .insertInto('customer')
    .values(
      rows.map(({ id, branchId, managerId }) => ({
        bank_id: bankId,
        customer_id: id,
        kind: 'person',
        name: '某',
        branch_id: branchId,
        manager_id: managerId,
        opened_on: today,
        source: 'proof',
        source_key: id,
      })),
    )
    .execute()
  const shares = rows.flatMap(({ id, ownerIds }) =>
    ownerIds.map((staff_id) => ({
      bank_id: bankId,
      customer_id: id,
      staff_id,
      from_on: today,
      share_bp: 5_000,
    })),
  )
  // A share that has ended and one to come: neither counts today.
  const others = [
    { from_on: '2020-01-01', to_on: today },
    { from_on: '2026-03-06', to_on: null },
  ].flatMap((time) =>
    rows
      .filter(({ ownerIds }) => ownerIds.length === 0)
      .map(({ id }) => ({
        bank_id: bankId,
        customer_id: id,
        staff_id: 'stf_chen',
        share_bp: 10_000,
        ...time,
      })),
  )
  await store.db.insertInto('customer_owner').values(shares).execute()
  await store.db.insertInto('customer_owner').values(others).execute()
  await sql
    .raw('create role crm_app')
    .execute(store.db)
    .catch(() => undefined)
  await sql.raw('grant select on all tables in schema public to crm_app').execute(store.db)
}

const sorted = (ids: Iterable<string>): string => [...ids].sort().join(' ')

/** Compare the four readings over so many policies; a migrated, empty store is needed. */
export async function comparePolicies(
  store: Store,
  { policies: wanted, seed }: { readonly policies: number; readonly seed: number },
): Promise<PolicyComparison> {
  await plant(store)
  const meta = viewMeta(CustomerView)!
  let policies = 0
  let comparisons = 0
  let differences = 0
  const sets = fc.sample(
    fc.tuple(fc.array(policy, { minLength: 6, maxLength: 12 }), fc.tuple(asker, asker)),
    { numRuns: Math.ceil(wanted / 6), seed },
  )
  for (const [set, callers] of sets) {
    if (policies >= wanted) break
    policies += set.length
    const guard = tableSecuritySql(set, 'customer', 'customer')
    for (const statement of guard) await sql.raw(statement).execute(store.db)
    for (const caller of callers) {
      const scope = scopeOf(set, caller, 'customer')
      const inMemory = sorted(
        rows.filter((row) => inScope(scope, row as unknown as PolicyRow)).map(({ id }) => id),
      )
      const queried = await sql<{ id: string }>`select customer_id as id from customer as c
        where c.bank_id = ${bankId} and ${scopeToSql(scope, 'c', today)}`.execute(store.db)
      const guarded = await store.transaction(async (tx) => {
        await becomeCaller(tx, { caller: { ...caller, bankId } as Caller, today })
        return sql<{ id: string }>`select customer_id as id from customer`.execute(tx)
      })
      comparisons += rows.length * 3
      if (sorted(queried.rows.map(({ id }) => id)) !== inMemory) differences += 1
      if (sorted(guarded.rows.map(({ id }) => id)) !== inMemory) differences += 1
      differences += serializerDiffers(set, caller, meta)
    }
  }
  return { policies, comparisons, differences }
}

/** What each field's lists say, written a second time and otherwise: by strength, never by rank. */
function serializerDiffers(
  set: readonly Policy[],
  caller: Pick<Caller, 'roles'>,
  meta: NonNullable<ReturnType<typeof viewMeta>>,
): number {
  const record = {
    id: 'cus_00',
    name: '李桂芳',
    phone: '13812345678',
    idNumber: '51',
    village: '柳河',
  }
  const out = disclose(record, fieldPlan(set, caller, meta), meta)
  const mine = set.filter(
    (one) =>
      one.resource === 'customer' &&
      one.effect === 'allow' &&
      one.roles.some((role) => caller.roles.includes(role)),
  )
  const gives = (kind: 'show' | 'mask', field: string) =>
    mine.some(({ fields: { show, mask } }) => {
      const named = show.includes(field) || mask.includes(field)
      const masked = mask.includes(field) || (!named && mask.includes('*'))
      const shown = !masked && (show.includes(field) || (!named && show.includes('*')))
      return kind === 'show' ? shown : masked
    })
  return (['name', 'phone', 'idNumber', 'village'] as const).filter((field) => {
    const expected = gives('show', field) ? 'show' : gives('mask', field) ? 'mask' : 'hide'
    const got = out[field] === undefined ? 'hide' : isMasked(out[field]) ? 'mask' : 'show'
    return got !== expected
  }).length
}
