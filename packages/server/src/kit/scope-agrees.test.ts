import { type Caller, inScope, type Policy, scopeOf } from '@crm/core'
import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scopeToSql } from './scope-sql.ts'

const branches = ['brn_head', 'brn_town', 'brn_county', "brn_'quoted"]
const managers = ['', 'stf_chen', 'stf_zhou', 'stf_ "x', 'stf_%']
const rows = branches.flatMap((branchId) =>
  managers.map((managerId) => ({ id: `${branchId}|${managerId}`, branchId, managerId })),
)
const runs = Number(process.env.SCOPE_RUNS ?? 2_000)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const value = fc.constantFrom(...branches, ...managers, 'nobody')
const column = fc.constantFrom('branchId', 'managerId')
const condition: fc.Arbitrary<Policy['where'][number]> = fc.oneof(
  fc.record({ column, op: fc.constant('eq' as const), value }),
  fc.record({ column, op: fc.constant('in' as const), value: fc.array(value, { maxLength: 3 }) }),
  fc.record({ column, op: fc.constant('inBranchTree' as const) }),
  fc.record({ column, op: fc.constant('isSelf' as const) }),
)
const policy: fc.Arbitrary<Policy> = fc.record({
  id: fc.constant('p'),
  version: fc.constant(1),
  roles: fc.subarray(['teller', 'relationship-manager', 'branch-manager'] as const, {
    minLength: 1,
  }) as fc.Arbitrary<Policy['roles']>,
  effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  resource: fc.constantFrom('customer', 'movement'),
  where: fc.array(condition, { maxLength: 3 }),
  fields: fc.constant({ show: ['*'], mask: [] }),
  tests: fc.constant([]),
})
const asker = fc.record({
  staffId: fc.constantFrom('stf_chen', 'stf_zhou'),
  branchIds: fc.subarray(branches),
  roles: fc.subarray(['teller', 'relationship-manager'] as const, { minLength: 1 }),
}) as fc.Arbitrary<Pick<Caller, 'staffId' | 'branchIds' | 'roles'>>

let db: Kysely<Record<string, never>>
beforeAll(async () => {
  db = new Kysely({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
  await sql`create table customer (id text, branch_id text not null, manager_id text not null)`.execute(
    db,
  )
  for (const row of rows)
    await sql`insert into customer values (${row.id}, ${row.branchId}, ${row.managerId})`.execute(
      db,
    )
})
afterAll(() => db.destroy())

it('shows the same customers in SQL as in memory, whatever the policies', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(fc.array(policy, { maxLength: 5 }), asker, async (policies, caller) => {
      const scope = scopeOf(policies, caller, 'customer')
      const found = await sql<{ id: string }>`
        select id from customer where ${scopeToSql(scope, 'customer')} order by id`.execute(db)
      const expected = rows.filter((row) => inScope(scope, row)).map(({ id }) => id)
      compared += rows.length
      expect(found.rows.map(({ id }) => id).sort()).toEqual(expected.sort())
    }),
    { numRuns: runs, seed },
  )
  console.log(`policies: ${runs} sets, ${compared} rows compared, seed ${seed}`)
})
