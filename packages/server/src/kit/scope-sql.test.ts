import { inScope, type LocalDate, type Policy, scopeOf } from '@crm/core'
import { chenBo, guQuan, zhouMin } from '@crm/core/fixtures'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMigratedStore } from '../../../../tests/migrated-store.ts'
import {
  callerAt,
  homeless,
  plantSight,
  sightCases,
  sightRows,
  today,
} from '../../../../tests/sight.ts'
import {
  customerInSight,
  customersSeen,
  inSight,
  OWNERS,
  policyColumns,
  scopeToSql,
} from './scope-sql.ts'
import { ReadSession, type SessionStart } from './session.ts'
import type { Store } from './store/store.ts'

let store: Store
let bankId: string
let elsewhere: string
beforeAll(async () => {
  store = await openMigratedStore()
  bankId = await store.transaction(plantSight)
  elsewhere = await store.transaction(plantSight)
})
afterAll(() => store.close())

const everything: Policy = {
  ...sightCases[3]![1][0]!,
  roles: ['relationship-manager', 'retention-officer'],
}
const session = (policies: readonly Policy[], person = chenBo) =>
  new ReadSession(store.db, {
    caller: callerAt(bankId, person),
    policies,
    today: today as LocalDate,
  } as unknown as SessionStart)

/** The customers of both banks for whom a condition on `c` holds. */
const found = async (condition: ReturnType<typeof customerInSight>) => {
  const { rows } = await sql<{ bank: string; id: string }>`
    select bank_id as bank, customer_id as id from customer as c
    where c.bank_id in (${bankId}, ${elsewhere}) and ${condition}`.execute(store.db)
  expect(rows.filter(({ bank }) => bank === elsewhere)).toEqual([])
  return rows.map(({ id }) => id).toSorted()
}

describe('a manager of the town branch finds', () => {
  it.each(sightCases)('%s', async (_what, policies, seen) => {
    const scope = scopeOf(policies, callerAt(bankId, chenBo), 'customer')
    const inMemory = Object.keys(sightRows).filter((id) => inScope(scope, sightRows[id]!))
    expect(inMemory.toSorted()).toEqual(seen.toSorted())
    expect(await found(customerInSight(session(policies), 'c'))).toEqual(seen.toSorted())
    expect(await found(inSight(session(policies), 'customer', 'c'))).toEqual(seen.toSorted())
  })

  it('nobody, while they belong to no office', async () => {
    const scope = scopeOf(sightCases[6]![1], homeless(bankId, chenBo), 'customer')
    const { rows } = await sql`select 1 from customer as c
      where c.bank_id = ${bankId} and ${scopeToSql(scope, 'c', today)}`.execute(store.db)
    expect(rows).toEqual([])
  })
})

describe('a restricted customer', () => {
  it('is found by who answers for keeping them, and by nobody else', async () => {
    for (const sight of [
      customerInSight,
      (s: ReadSession, as: string) => inSight(s, 'customer', as),
    ]) {
      expect(await found(sight(session([everything], guQuan), 'c'))).toContain('cus_restricted')
      expect(await found(sight(session([everything]), 'c'))).not.toContain('cus_restricted')
      expect(await found(sight(session([everything], zhouMin), 'c'))).toEqual([])
    }
  })
})

describe('of customers by name, somebody sees', () => {
  const ids = [...Object.keys(sightRows), 'cus_restricted', 'cus_own', 'cus_none']
  const seen = async (policies: readonly Policy[], person = chenBo, of = ids) => {
    const caller = callerAt(bankId, person)
    return [...(await customersSeen(store.db, { caller, policies, today }, of))].toSorted()
  }

  it('those of their own sight, each once', async () => {
    for (const [what, policies, own] of sightCases)
      expect(await seen(policies), what).toEqual(own.toSorted())
    expect(await seen([everything], chenBo, ['cus_far'])).toEqual(['cus_far'])
    expect(await seen([everything], chenBo, [])).toEqual([])
  })

  it('no restricted one, but who answers for keeping them', async () => {
    expect(await seen([everything])).not.toContain('cus_restricted')
    expect(await seen([everything], guQuan)).toContain('cus_restricted')
  })
})

it('rows of a resource follow the policies of that resource, not of the customer', async () => {
  const own = { ...sightCases[4]![1][0]!, resource: 'holding' }
  expect(await found(inSight(session([everything, own]), 'holding', 'c'))).toEqual(['cus_own'])
  expect(await found(inSight(session([everything, own]), 'movement', 'c'))).toEqual([])
})

it('policies may speak of where customers belong, in every resource that has any', () => {
  const columns = ['branchId', 'managerId', OWNERS]
  expect(policyColumns).toEqual({
    customer: columns,
    account: columns,
    holding: columns,
    movement: columns,
    interaction: columns,
    reminder: columns,
    facts: columns,
    relationship: columns,
  })
})
