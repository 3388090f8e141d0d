import { shippedPolicies } from '@crm/core'
import { auntLi, bank, chenBo, day, guQuan, staff, yanShou } from '@crm/core/fixtures'
import { createServer, keepCustomerPlaces } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank()
})
afterAll(() => house.close())

const wu = staff.find(({ id }) => id === 'stf_wu')!
const why = async (person: typeof chenBo, on: string) => {
  const asked = { staffId: person.id, customerId: auntLi.id, asOf: day(on) }
  const { sees, reason } = await house.as(yanShou).access.explain(asked)
  return [sees, reason.code === 'access.allowed_by' ? reason.facts.policy : reason.code]
}

it('says who saw a customer on a day, before and after she changed hands', async () => {
  const { db } = house.store
  expect(await why(chenBo, '2026-03-05')).toEqual([true, 'relationship-manager.book.customer'])
  await db
    .updateTable('customer')
    .set({ manager_id: wu.id })
    .where('customer_id', '=', auntLi.id)
    .execute()
  await keepCustomerPlaces(db, bank.id, [auntLi.id])
  await db
    .insertInto('customer_owner')
    .values({
      bank_id: bank.id,
      customer_id: auntLi.id,
      staff_id: chenBo.id,
      from_on: '2026-01-01',
      to_on: '2026-02-01',
      share_bp: 5_000,
    })
    .execute()
  expect(await why(chenBo, '2026-03-05')).toEqual([false, 'access.none_matches'])
  expect(await why(wu, '2026-03-05')).toEqual([true, 'relationship-manager.book.customer'])
  expect(await why(chenBo, '2026-03-04')).toEqual([true, 'relationship-manager.book.customer'])
  expect(await why(wu, '2026-03-04')).toEqual([false, 'access.none_matches'])
})

it('goes by the policies that the host gave, where the bank has none of its own', async () => {
  const own = shippedPolicies.filter(({ id }) => id !== 'relationship-manager.book.customer')
  const server = createServer({
    store: house.store,
    policies: own,
    authenticate: async () => ({ bankId: bank.id, staffId: yanShou.id }),
  })
  const path = `/access/explain?staffId=${wu.id}&customerId=${auntLi.id}`
  const response = await server.fetch(new Request(`https://bank.test${path}`))
  expect(await response.json()).toMatchObject({ sees: false })
})

it('says of a restricted customer that nobody sees them but who keeps them', async () => {
  const own = await openTestBank()
  await own.store.db
    .updateTable('customer')
    .set({ restricted: true })
    .where('customer_id', '=', auntLi.id)
    .execute()
  const ask = async (person: typeof chenBo) => {
    const asked = { staffId: person.id, customerId: auntLi.id }
    const { sees, reason } = await own.as(yanShou).access.explain(asked)
    return [sees, reason.code]
  }
  expect(await ask(chenBo)).toEqual([false, 'access.restricted'])
  expect(await ask(guQuan)).toEqual([true, 'access.allowed_by'])
  await own.close()
})
