import { alwaysLicensed, type Endpoint, type EndpointDocs, may } from '@crm/core'
import { auntLi, chenBo, liuFang, qianJin, staff, sunLi, zhengYan } from '@crm/core/fixtures'
import { contractDocs, contracts } from '@crm/server'
import { afterEach, describe, expect, it } from 'vitest'
import { DAY, type LicensedBank, openLicensedBank } from './licensed.ts'

// What a licence lets a bank do, on each of its days, at every door.

let bank: LicensedBank
afterEach(() => bank.close())

const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
  Object.entries(contract).map(([name, endpoint]) => ({
    room,
    endpoint,
    example: contractDocs[room]![name]!.example,
  })),
)
type Door = { readonly endpoint: Endpoint; readonly example: EndpointDocs['example'] }
const requestOf = ({ endpoint: { method, path }, example }: Door) => {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => example.params?.[name] ?? '')
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
    'if-match': '"v1"',
  }
  const init = { method, headers, ...(method !== 'GET' && { body: JSON.stringify(example.body) }) }
  return [`${filled}?${new URLSearchParams(example.query)}`, init] as const
}
const ask = (door: Door) => {
  const { endpoint } = door
  const person = staff.find((one) => may(one, endpoint.needs)) ?? chenBo
  const [path, init] = requestOf(door)
  return bank.ask(path, person, init)
}
let segments = 0
const write = () => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  const body = JSON.stringify({ name: `试验 ${segments++}`, criteria: { all: [] } })
  return bank.ask('/segments', qianJin, { method: 'POST', headers, body })
}
const read = () => bank.ask('/customers/cus_li')
const licenceOf = () => bank.crm.access.getLicence()

describe('a module that is not in the licence', () => {
  it('answers the same clear error at every one of its doors, and nowhere else', async () => {
    const rooms = Object.keys(contracts).filter((room) => !alwaysLicensed.includes(room))
    expect(endpoints.length).toBeGreaterThan(25)
    for (const missing of rooms) {
      bank = await openLicensedBank({
        modules: rooms.filter((room) => room !== missing),
        seats: { named: 100, overrunPercent: 0 },
      })
      for (const one of endpoints) {
        const code = await ask(one)
        expect([one.room, one.endpoint.path, code === 'access.module_unlicensed']).toEqual([
          one.room,
          one.endpoint.path,
          one.room === missing && !one.endpoint.essential,
        ])
      }
      if (missing !== rooms.at(-1)) await bank.close()
    }
  }, 120_000)

  it('is named, with why, and is off in what a screen is told', async () => {
    bank = await openLicensedBank({ modules: ['customers'] })
    await expect(bank.crm.reminders.listDue({ asOf: '2026-03-05' as never })).rejects.toMatchObject(
      {
        code: 'access.module_unlicensed',
        status: 403,
        context: { module: 'reminders', reason: 'not_in_licence' },
      },
    )
    expect((await bank.crm.access.me()).modules).toEqual(['access', 'approvals', 'customers'])
    const { modules } = await licenceOf()
    expect(modules.filter(({ on }) => on).map(({ name }) => name)).toEqual(['customers'])
    expect(modules.length).toBeGreaterThan(5)
  })

  it('does not come in by the overview of a customer either', async () => {
    const overview = () => bank.crm.desk.getOverview(auntLi.id)
    bank = await openLicensedBank()
    expect((await overview()).reminders.length).toBeGreaterThan(0)
    await bank.renew({ modules: ['customers', 'holdings', 'desk'] })
    bank.ports.pass(60_000)
    expect((await overview()).reminders).toEqual([])
  })

  it('is not there for a licence of everything', async () => {
    bank = await openLicensedBank({ modules: ['*'] })
    expect([await read(), await write()]).toEqual(['ok', 'ok'])
  })
})

describe('without a licence', () => {
  it('everything is on, and nobody is counted', async () => {
    const { openTestBank } = await import('@crm/testing')
    const open = await openTestBank()
    bank = open as LicensedBank
    await open.crm.customers.get('cus_li' as never)
    expect(await open.crm.access.getLicence()).toMatchObject({ state: 'none', reach: 'all' })
    expect((await open.as(sunLi).access.listSeats()).items).toEqual([])
    await expect(open.as(sunLi).access.exportMeter()).rejects.toMatchObject({
      code: 'access.licence_absent',
    })
  })
})

describe('a licence over its time', () => {
  // The test bank stands on 5 March; the licence ends on the 31st, with 15 days of grace.
  it.each([
    [0, 'valid', 'ok', 'ok', 26],
    [26, 'valid', 'ok', 'ok', 0],
    [27, 'grace', 'ok', 'ok', 14],
    [41, 'grace', 'ok', 'ok', 0],
    [42, 'expired', 'ok', 'access.licence_expired', 29],
    [71, 'expired', 'ok', 'access.licence_expired', 0],
    [72, 'expired', 'access.licence_expired', 'access.licence_expired', 0],
  ])('after %i days is %s: reads %s, writes %s', async (days, state, reads, writes, left) => {
    bank = await openLicensedBank()
    bank.ports.pass(days * DAY)
    expect([await read(), await write()]).toEqual([reads, writes])
    expect(await licenceOf()).toMatchObject({ state, daysLeft: left })
    expect(await bank.ask('/access/me')).toBe('ok')
    const events = await bank.request('/events')
    await events.body?.cancel()
    expect(events.status).toBe(reads === 'ok' ? 200 : 403)
  })

  it('that has lapsed still gives the bank what is its own', async () => {
    bank = await openLicensedBank({ modules: [] })
    bank.ports.pass(400 * DAY)
    expect(await read()).toBe('access.module_unlicensed')
    expect(await bank.ask('/access/audit', zhengYan)).toBe('ok')
    expect(await bank.ask('/access/meter', sunLi)).toBe('ok')
    const essential = endpoints.filter(({ endpoint }) => endpoint.essential)
    expect(essential.map(({ endpoint }) => endpoint.path)).toContain('/customers/:id/export')
    for (const one of essential) expect(await ask(one)).not.toMatch(/licence|unlicensed|seat_ref/)
  })

  it('is found out without a restart, and so is its renewal', async () => {
    bank = await openLicensedBank()
    expect(await write()).toBe('ok')
    bank.ports.pass(60 * DAY)
    expect(await write()).toBe('access.licence_expired')
    await bank.renew({ id: 'lic_april' as never, expiresOn: '2026-12-31' as never })
    expect(await write()).toBe('access.licence_expired')
    bank.ports.pass(60_000)
    expect(await write()).toBe('ok')
  })

  it('that is not valid yet lets a bank do nothing but ask', async () => {
    bank = await openLicensedBank({ validFrom: '2026-03-06' as never })
    expect([await read(), await write()]).toEqual([
      'access.licence_not_yet',
      'access.licence_not_yet',
    ])
    expect(await licenceOf()).toMatchObject({ state: 'not_yet', daysLeft: 1 })
    bank.ports.pass(DAY)
    expect(await read()).toBe('ok')
  })
})

describe('a clock that is turned back', () => {
  it('stops what writes, by name, until it is right again', async () => {
    bank = await openLicensedBank()
    expect(await write()).toBe('ok')
    bank.ports.pass(20 * DAY)
    expect(await write()).toBe('ok')
    bank.ports.pass(-3_600_000)
    expect(await write()).toBe('ok')
    bank.ports.pass(-61_000)
    expect([await read(), await write()]).toEqual(['ok', 'access.clock_rolled_back'])
    expect(await licenceOf()).toMatchObject({ state: 'clock_rolled_back' })
    bank.ports.pass(2 * 3_600_000)
    expect(await write()).toBe('ok')
  })

  it('wins nothing after the end, in another process either', async () => {
    bank = await openLicensedBank()
    bank.ports.pass(100 * DAY)
    expect(await read()).toBe('access.licence_expired')
    bank.ports.pass(-95 * DAY)
    expect(await read()).toBe('access.clock_rolled_back')
    const { createServer } = await import('@crm/server')
    const { vendor, licenceFile } = await import('./licensed.ts')
    const again = createServer({
      store: bank.store,
      ports: bank.ports,
      licence: { file: await licenceFile(), vendorKey: vendor.publicKey },
      authenticate: async () => ({ bankId: 'bnk_shiqiao' as never, staffId: chenBo.id }),
    })
    const response = await again.fetch(new Request('https://bank.test/customers/cus_li'))
    expect(await response.json()).toMatchObject({ code: 'access.clock_rolled_back' })
  })

  it('that ran far ahead once is forgiven by a licence of a later issue, not of an earlier', async () => {
    bank = await openLicensedBank()
    bank.ports.pass(900 * DAY)
    expect(await read()).toBe('access.licence_expired')
    bank.ports.pass(-899 * DAY)
    expect(await write()).toBe('access.clock_rolled_back')
    await bank.renew({ id: 'lic_older' as never, issuedOn: '2026-01-20' as never })
    bank.ports.pass(60_000)
    expect(await write()).toBe('access.clock_rolled_back')
    await bank.renew({ id: 'lic_anew' as never, issuedOn: '2026-03-06' as never })
    bank.ports.pass(60_000)
    expect(await write()).toBe('ok')
  })
})

describe('a licence file that is no good', () => {
  it('says why, and still lets everybody ask who they are', async () => {
    bank = await openLicensedBank({ bankId: 'bnk_other' as never })
    expect([await read(), await write()]).toEqual([
      'access.licence_invalid',
      'access.licence_invalid',
    ])
    await expect(licenceOf()).rejects.toMatchObject({ context: { why: 'audience' } })
    expect((await bank.as(liuFang).access.me()).modules).toEqual([...alwaysLicensed])
    expect(bank.faults.join()).toContain('licence.invalid')
  })
})
