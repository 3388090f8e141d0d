import { isMasked, type Role } from '@crm/core'
import {
  anNing,
  auntLi,
  chenBo,
  heJing,
  liuFang,
  qianJin,
  sunLi,
  zhengYan,
  zhouMin,
} from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let bank: TestBank
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

const textOf = async (path: string, person: typeof chenBo, init?: RequestInit) => {
  const response = await bank.request(path, init, person)
  return { status: response.status, text: await response.text() }
}

describe('a teller', () => {
  it('sees basic information and transactions of the branch, masked', async () => {
    const crm = bank.as(liuFang)
    const customer = await crm.customers.get(auntLi.id)
    expect(customer.name).toBe('李桂芳')
    expect(isMasked(customer.phone)).toBe(true)
    expect(isMasked(customer.bornOn)).toBe(true)
    const movements = await crm.holdings.listMovements({ customerId: auntLi.id })
    expect(movements.items.length).toBeGreaterThan(0)
    expect(movements.items[0]?.amountFen).toEqual(expect.any(Number))
    expect(movements.items.every(({ balanceFen }) => !balanceFen || isMasked(balanceFen))).toBe(
      true,
    )
    const overview = await crm.desk.getOverview(auntLi.id)
    expect(isMasked(overview.assetsFen)).toBe(true)
    expect(overview.holdings).toEqual([])
    expect(overview.reminders).toEqual([])
  })

  it('finds no full number, birthday or balance anywhere in what is sent', async () => {
    const canaries = [
      auntLi.phone,
      auntLi.idNumber,
      auntLi.bornOn,
      ...auntLi.accounts.map(({ number }) => number),
    ].filter((value) => value !== undefined)
    expect(canaries.length).toBeGreaterThan(3)
    for (const path of [
      `/customers/${auntLi.id}`,
      `/customers?ids=${auntLi.id}`,
      `/holdings/accounts?customerId=${auntLi.id}`,
      `/holdings/movements?customerId=${auntLi.id}&limit=100`,
      `/desk/customers/${auntLi.id}`,
    ]) {
      const { status, text } = await textOf(path, liuFang)
      expect(status).toBe(200)
      for (const canary of canaries) expect(text).not.toContain(canary)
      expect(text).not.toMatch(/"(balanceFen|assetsFen|debtsFen)":\d/)
    }
  })

  it.each(['/reminders/due?asOf=2026-03-05', '/segments', '/sources/deliveries', '/access/audit'])(
    'may not open %s',
    async (path) => {
      const { status, text } = await textOf(path, liuFang)
      expect([status, JSON.parse(text).code]).toEqual([403, 'access.denied'])
    },
  )
})

describe('a customer out of sight', () => {
  it('is as if there were none: same status, same words, same record', async () => {
    const hidden = await textOf(`/customers/${auntLi.id}`, sunLi)
    expect(hidden.status).toBe(403)
    const county = bank.store.db.selectFrom('customer').select('customer_id')
    const elsewhere = await county.where('branch_id', '=', 'brn_county').executeTakeFirst()
    const other = elsewhere?.customer_id ?? 'cus_lig'
    const forbidden = await textOf(`/customers/${other}`, liuFang)
    const absent = await textOf('/customers/cus_nobody', liuFang)
    const strip = (text: string) =>
      text
        .replaceAll(other, 'ID')
        .replaceAll('cus_nobody', 'ID')
        .replace(/req_\w+/, 'REQ')
    expect(forbidden.status).toBe(404)
    expect(strip(forbidden.text)).toBe(strip(absent.text))
  })
})

const doors = [
  ['/access/me', 'all'],
  ['/customers/cus_li', ['relationship-manager', 'branch-manager', 'teller', 'call-centre']],
  ['/holdings?customerId=cus_li', ['relationship-manager', 'branch-manager']],
  ['/reminders/due?asOf=2026-03-05', ['relationship-manager', 'branch-manager']],
  ['/segments', ['relationship-manager', 'branch-manager', 'analyst']],
  ['/sources/deliveries', ['system-admin']],
  ['/access/audit', ['audit-admin']],
] as const
const people = [chenBo, zhouMin, qianJin, liuFang, heJing, anNing, sunLi, zhengYan]

describe('every role at every door', () => {
  it.each(doors.flatMap(([path, roles]) => people.map((person) => ({ path, roles, person }))))(
    '$person.name at $path',
    async ({ path, roles, person }) => {
      const headers = person === heJing ? { 'crm-purpose': 'incoming-call' } : {}
      const { status } = await textOf(path, person, { headers })
      const open =
        roles === 'all' || person.roles.some((role) => (roles as readonly Role[]).includes(role))
      expect(status === 200).toBe(open)
      if (!open) expect([403, 404]).toContain(status)
    },
  )
})

describe('an analyst', () => {
  it('counts, but not so few that somebody could be told apart', async () => {
    const crm = bank.as(anNing)
    const few = await crm.segments.preview({
      criteria: { field: 'gender', is: 'eq', value: 'female' },
    })
    expect(few).toMatchObject({ suppressed: true, sample: [] })
    expect(few.count).toBeUndefined()
  })
  it('may not ask about one customer', async () => {
    const criteria = { field: 'gender', is: 'eq', value: 'female' } as const
    await expect(
      bank.as(anNing).segments.explain({ criteria, customerId: auntLi.id }),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('nobody', () => {
  it.each(['', 'Bearer x', 'Bearer test-stf_nobody', 'Basic dGVzdA=='])(
    'with "%s" is asked to sign in',
    async (authorization) => {
      const request = new Request('https://bank.test/access/me', { headers: { authorization } })
      const response = await bank.fetch(request)
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        401,
        'access.not_signed_in',
      ])
    },
  )
})
