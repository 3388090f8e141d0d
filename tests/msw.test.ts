import { createCrm } from '@crm/client'
import { auntLi, chenBo } from '@crm/core/fixtures'
import { openTestBank, TEST_BANK_URL, type TestBank, testToken } from '@crm/testing'
import { handlersOf } from '@crm/testing/msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, it } from 'vitest'

let bank: TestBank
let network: ReturnType<typeof setupServer>
beforeAll(async () => {
  bank = await openTestBank()
  network = setupServer(...handlersOf(bank))
  network.listen()
})
afterAll(async () => {
  network.close()
  await bank.close()
})

it('stands behind an app that fetches by itself, in one line', async () => {
  const crm = createCrm({ baseUrl: TEST_BANK_URL, token: () => testToken(chenBo) })
  expect((await crm.customers.get(auntLi.id)).name).toBe('李桂芳')
})

it('answers a bare fetch too, by the same rules', async () => {
  const response = await fetch(`${TEST_BANK_URL}/customers/${auntLi.id}`)
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    401,
    'access.not_signed_in',
  ])
})
