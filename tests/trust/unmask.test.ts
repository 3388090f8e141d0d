import { isMasked } from '@crm/core'
import { auntLi, bank, chenBo, heJing, liuFang, staff, sunLi, zhang } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank({ steppedUp: true })
})
afterAll(() => house.close())

const phone = {
  customerId: auntLi.id,
  resource: 'customer',
  id: auntLi.id,
  field: 'phone',
  reason: '核对联系方式',
} as const
const tang = staff.find(({ name }) => name === '唐亮')!
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'shown',
    (error: { code: string }) => error.code,
  )

describe('unmasking', () => {
  it('shows one value for a minute, and puts the reason on record', async () => {
    const crm = house.as(liuFang)
    expect(isMasked((await crm.customers.get(auntLi.id)).phone)).toBe(true)
    const shown = await crm.desk.unmask(phone)
    expect(shown).toEqual({
      value: auntLi.phone,
      until: new Date(Date.parse(house.ports.now()) + 60_000).toISOString(),
      left: 29,
    })
    const row = await house.store.db
      .selectFrom('audit_event')
      .select(['actor_id', 'object_id', 'field_names', 'purpose'])
      .where('action', '=', 'desk.unmask')
      .executeTakeFirstOrThrow()
    expect(row).toEqual({
      actor_id: liuFang.id,
      object_id: auntLi.id,
      field_names: ['customer.phone'],
      purpose: '核对联系方式',
    })
  })

  it('shows account numbers and the other side of a movement too', async () => {
    const account = auntLi.accounts[0]!
    const asked = { ...phone, resource: 'account', id: account.id, field: 'number' } as const
    expect((await house.as(liuFang).desk.unmask(asked)).value).toBe(account.number)
    const movement = auntLi.movements.find(({ counterpartyAccount }) => counterpartyAccount)
    if (!movement) return
    const other = { ...phone, resource: 'movement', id: movement.id, field: 'counterpartyAccount' }
    const shown = await house.as(chenBo).desk.unmask(other as never)
    expect(shown.value).toBe(movement.counterpartyAccount)
  })

  it.each<[string, typeof liuFang, Partial<typeof phone> | Record<string, string>, string]>([
    ['what one sees anyway', chenBo, { field: 'name' }, 'access.nothing_to_unmask'],
    ['what is no field', liuFang, { field: 'password' }, 'access.nothing_to_unmask'],
    ['a key', liuFang, { field: 'id' }, 'access.nothing_to_unmask'],
    ['a prototype', liuFang, { field: '__proto__' }, 'access.nothing_to_unmask'],
    ['another record than the one named', liuFang, { id: zhang.id }, 'access.nothing_to_unmask'],
    ['a customer out of sight', tang, {}, 'customer.not_found'],
    ['anything to who runs the system', sunLi, {}, 'access.denied'],
    ['anything without a reason', liuFang, { reason: '' }, 'request.invalid'],
  ])('does not show %s', async (_what, person, change, code) => {
    const asked = { ...phone, ...change } as typeof phone
    expect(await codeOf(house.as(person).desk.unmask(asked))).toBe(code)
  })

  it('needs a second factor of the last five minutes', async () => {
    const other = await openTestBank()
    expect(await codeOf(other.as(liuFang).desk.unmask(phone))).toBe('access.step_up_required')
    expect(other.alarms.map(({ kind }) => kind)).toContain('step-up-asked')
    await other.close()
  })

  it('ends with the thirtieth of a day, however many are asked for at once', async () => {
    const other = await openTestBank({ steppedUp: true })
    const crm = other.as(heJing, { purpose: () => 'incoming-call' })
    const codes = await Promise.all(
      Array.from({ length: 45 }, () => codeOf(crm.desk.unmask(phone))),
    )
    expect(codes.filter((code) => code === 'shown')).toHaveLength(30)
    expect(new Set(codes)).toEqual(new Set(['shown', 'access.budget_spent']))
    other.ports.pass(24 * 3_600_000)
    expect(await codeOf(crm.desk.unmask(phone))).toBe('shown')
    await other.close()
  })
})

describe('limits', () => {
  it('stop who reads through the book at the day’s budget of customers', async () => {
    const other = await openTestBank({ limits: { customersPerDay: 1 } })
    const crm = other.as(liuFang)
    await crm.customers.get(auntLi.id)
    await crm.customers.get(auntLi.id)
    const codes = [
      await codeOf(crm.customers.search({ text: '' })),
      await codeOf(crm.customers.search({ text: '' })),
      await codeOf(crm.customers.get(auntLi.id)),
    ]
    expect(codes).toEqual(['access.budget_spent', 'access.budget_spent', 'shown'])
    expect(new Set(other.alarms.map(({ kind }) => kind))).toEqual(new Set(['budget-spent']))
    const rows = await other.store.db
      .selectFrom('disclosed_customer')
      .select('customer_id')
      .where('bank_id', '=', bank.id)
      .execute()
    expect(rows).toHaveLength(1)
    await other.close()
  })

  it('stop who asks too often, and say how long to wait', async () => {
    const other = await openTestBank({ limits: { requestsPerMinute: 5 }, client: { retries: 0 } })
    const codes: string[] = []
    for (let call = 0; call < 8; call++) codes.push(await codeOf(other.crm.access.me()))
    expect(codes.filter((code) => code === 'access.too_many_requests').length).toBeGreaterThan(1)
    const response = await other.request('/access/me')
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await codeOf(other.as(liuFang).access.me())).toBe('shown')
    await other.close()
  })

  it('answer no more than so many whole numbers an hour', async () => {
    const other = await openTestBank({
      limits: { exactSearchesPerHour: 4 },
      client: { retries: 0 },
    })
    const search = (text: string) => codeOf(other.crm.customers.search({ text }))
    const codes: string[] = []
    for (let call = 0; call < 10; call++) codes.push(await search(`1380000000${call}`))
    expect(codes.filter((code) => code === 'shown')).toHaveLength(4)
    expect(await search('李')).toBe('shown')
    await other.close()
  })

  it('turn away an address that keeps coming without a sign-in', async () => {
    const other = await openTestBank({ limits: { failedSignInsPerMinute: 3 } })
    const nobody = async (address: string) => {
      const headers = { 'x-test-address': address }
      return (await other.fetch(new Request('https://bank.test/access/me', { headers }))).status
    }
    const statuses: number[] = []
    for (let call = 0; call < 6; call++) statuses.push(await nobody('10.0.0.7'))
    expect(statuses.slice(0, 3)).toEqual([401, 401, 401])
    expect(statuses.at(-1)).toBe(429)
    expect(await nobody('10.0.0.8')).toBe(401)
    // Where no address is known, nobody is shut out for what others do.
    for (let call = 0; call < 6; call++) expect(await nobody('')).toBe(401)
    expect(other.alarms.map(({ kind }) => kind)).toContain('sign-in-failed')
    await other.close()
  })
})
