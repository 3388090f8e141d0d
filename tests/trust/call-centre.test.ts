import { auntLi, heJing } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

it('the call centre finds a caller by their number on a store of one connection', async () => {
  // The budget is counted in a transaction: what it asks meanwhile must not wait for another connection.
  const { items } = await bank.as(heJing).customers.search({ text: auntLi.phone! })
  expect(items.map(({ id }) => id)).toContain(auntLi.id)
})

it('a customer opens for a purpose alone, by one id or by a list of ids', async () => {
  const crm = bank.as(heJing)
  const code = { code: 'access.purpose_required' }
  await expect(crm.customers.get(auntLi.id)).rejects.toMatchObject(code)
  await expect(crm.customers.getMany([auntLi.id])).rejects.toMatchObject(code)
  const headers = { 'crm-purpose': encodeURIComponent('来电核对') }
  const told = await bank.request(`/customers?ids=${auntLi.id}`, { headers }, heJing)
  expect(told.status).toBe(200)
})
