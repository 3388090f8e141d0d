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
