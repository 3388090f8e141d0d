import { type Policy, shippedPolicies } from '@crm/core'
import { auntLi, bank, castCustomers, chenBo, principalOf } from '@crm/core/fixtures'
import { createServer } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

// At this bank a manager may look after others' customers in the branch, but only at two of them a day.
const branchWide: Policy = {
  ...shippedPolicies.find(({ id }) => id === 'branch-manager.branch.customer')!,
  id: 'bank.stand-in.customer',
  roles: ['relationship-manager'],
  obligations: { rowBudget: 2 },
}

let house: TestBank
beforeAll(async () => {
  house = await openTestBank()
})
afterAll(() => house.close())

const serve = () => {
  const { store, ports } = house
  const server = createServer({
    store,
    ports,
    policies: [...shippedPolicies, branchWide],
    authenticate: async () => principalOf(chenBo),
  })
  return async (id: string) => {
    const response = await server.fetch(new Request(`https://bank.test/customers/${id}`))
    return response.ok ? 'shown' : ((await response.json()) as { code: string }).code
  }
}

it('counts the customers that a policy gives on a budget, and nobody else’s', async () => {
  await house.store.db
    .updateTable('customer')
    .set({ manager_id: 'stf_wu', branch_id: 'brn_town' })
    .where('bank_id', '=', bank.id)
    .where('customer_id', '<>', auntLi.id)
    .execute()
  const [first = '', second = '', third = ''] = castCustomers
    .map(({ id }) => id)
    .filter((id) => id !== auntLi.id)
  const open = serve()
  expect(await open(first)).toBe('shown')
  expect(await open(auntLi.id)).toBe('shown')
  expect(await open(second)).toBe('shown')
  expect(await open(third)).toBe('access.budget_spent')
  expect([await open(first), await open(auntLi.id)]).toEqual(['shown', 'shown'])
  // Another process over the same store knows what was shown.
  const elsewhere = serve()
  expect([await elsewhere(third), await elsewhere(second)]).toEqual([
    'access.budget_spent',
    'shown',
  ])
})

it('gives no more when many ask at once', async () => {
  house.ports.pass(86_400_000)
  await house.store.db.updateTable('bank').set({ business_date: '2026-03-06' }).execute()
  const open = serve()
  const ids = castCustomers.filter(({ id }) => id !== auntLi.id).map(({ id }) => id)
  const answers = await Promise.all(ids.map(open))
  expect(answers.filter((answer) => answer === 'shown')).toHaveLength(2)
})
