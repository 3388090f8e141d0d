import type { BankId, StaffId } from '@crm/core'
import { auntLi, chenBo, liuFang, sunLi, zhouMin } from '@crm/core/fixtures'
import { createServer, migrate, migrations, type Store, verifyMeter } from '@crm/server'
import { isSignedBy, openPostgresStore } from '@crm/server/node'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DAY, type LicensedBank, licenceFile, openLicensedBank, vendor } from './licensed.ts'
import { createPostgresDatabase } from './postgres.ts'

// Named people count against the licence, on both engines, and what is used is metered.

const bankId = 'bnk_shiqiao' as BankId
const url = await createPostgresDatabase()
const engines = [
  ['pglite', true],
  ['postgres', url !== undefined],
] as const

const crowd = Array.from({ length: 50 }, (_, at) => `stf_crowd${at}` as StaffId)
const settle = async (store: Store): Promise<void> => {
  for (const table of ['licence_seat', 'licence_clock', 'licence_meter'] as const)
    await store.db.deleteFrom(table).execute()
}
const seatsHeld = async (bank: LicensedBank) =>
  (await bank.as(sunLi).access.listSeats({ limit: 100 })).items.map(({ staffId }) => staffId)

describe.each(engines)('named seats on %s', (engine, there) => {
  if (!there) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let bank: LicensedBank
  const read = (person: typeof chenBo) => bank.ask(`/customers/${auntLi.id}`, person)

  let postgres: Store | undefined
  beforeAll(async () => {
    if (engine === 'postgres' && url !== undefined) {
      postgres = openPostgresStore({ connect: url })
      await migrate(postgres, migrations)
    }
    bank = await openLicensedBank({}, postgres)
    await bank.store.db
      .insertInto('staff')
      .values(
        crowd.map((staff_id) => ({
          bank_id: bankId,
          staff_id,
          person_id: staff_id,
          name: '员工',
          branch_id: 'brn_town',
          roles: JSON.stringify(['relationship-manager']),
        })),
      )
      .execute()
    return () => bank.close()
  })
  afterEach(() => settle(bank.store))

  it('are never more than there are, with fifty people at once at two servers', async () => {
    const file = await licenceFile()
    const faults: string[] = []
    const servers = [1, 2].map(() =>
      createServer({
        store: bank.store,
        ports: bank.ports,
        licence: { file, vendorKey: vendor.publicKey },
        log: { error: (event) => void faults.push(event) },
        authenticate: async (request) => ({
          bankId,
          staffId: request.headers.get('x-staff') as StaffId,
        }),
      }),
    )
    const call = async (staffId: StaffId, at: number) => {
      const headers = { 'x-staff': staffId }
      const request = new Request('https://bank.test/customers?ids=cus_li', { headers })
      const response = await servers[at % 2]!.fetch(request)
      const body = (await response.json()) as { code?: string; context?: object }
      return { staffId, code: response.ok ? 'ok' : body.code, context: body.context }
    }
    const first = await Promise.all(crowd.map(call))
    const seated = first.filter(({ code }) => code === 'ok').map(({ staffId }) => staffId)
    // Ten were bought, and a fifth more may be taken.
    expect(seated).toHaveLength(12)
    const rest = first.filter(({ code }) => code !== 'ok')
    expect(rest.every(({ code }) => code === 'access.seat_refused')).toBe(true)
    expect(rest[0]?.context).toMatchObject({ taken: 12, most: 12 })
    // Who has a seat keeps it at either server, also when everybody comes again at once.
    const again = await Promise.all(crowd.map((staffId, at) => call(staffId, at + 1)))
    expect(again.filter(({ code }) => code === 'ok').map(({ staffId }) => staffId)).toEqual(seated)
    expect(await seatsHeld(bank)).toHaveLength(12)
    expect(faults).toEqual([])
  })

  it('are not needed to ask who one is, to look after them, or to read the licence', async () => {
    await bank.renew({ seats: { named: 0, overrunPercent: 0 } })
    bank.ports.pass(60_000)
    expect(await read(chenBo)).toBe('access.seat_refused')
    expect(await bank.ask('/access/me', chenBo)).toBe('ok')
    expect(await bank.ask('/access/seats', sunLi)).toBe('ok')
    expect(await bank.as(chenBo).access.getLicence()).toMatchObject({
      state: 'valid',
      seats: { taken: 0, of: 0, most: 0 },
    })
  })

  it('are freed by an administrator, for who waits, and by nobody else', async () => {
    await bank.renew({ seats: { named: 1, overrunPercent: 0 } })
    bank.ports.pass(60_000)
    expect([await read(chenBo), await read(zhouMin)]).toEqual(['ok', 'access.seat_refused'])
    await expect(bank.as(chenBo).access.freeSeat(chenBo.id)).rejects.toMatchObject({
      code: 'access.denied',
    })
    const admin = bank.as(sunLi).access
    expect(await admin.freeSeat(chenBo.id)).toMatchObject({ staffId: chenBo.id, name: '陈波' })
    await expect(admin.freeSeat(chenBo.id)).rejects.toMatchObject({ code: 'access.seat_not_found' })
    expect([await read(zhouMin), await read(chenBo)]).toEqual(['ok', 'access.seat_refused'])
    expect(await seatsHeld(bank)).toEqual([zhouMin.id])
  })

  it('are free again after ninety days without use', async () => {
    await bank.renew({
      seats: { named: 1, overrunPercent: 0 },
      expiresOn: '2027-03-31' as never,
    })
    bank.ports.pass(60_000)
    expect([await read(chenBo), await read(zhouMin)]).toEqual(['ok', 'access.seat_refused'])
    bank.ports.pass(90 * DAY)
    expect(await read(zhouMin)).toBe('access.seat_refused')
    bank.ports.pass(DAY)
    expect([await read(zhouMin), await read(chenBo)]).toEqual(['ok', 'access.seat_refused'])
    bank.ports.pass(-91 * DAY)
  })

  it('held already stay, when a smaller licence comes', async () => {
    await bank.renew({ issuedOn: '2026-02-21' as never })
    bank.ports.pass(60_000)
    for (const person of [chenBo, zhouMin, liuFang]) expect(await read(person)).toBe('ok')
    await bank.renew({ issuedOn: '2026-02-22' as never, seats: { named: 1, overrunPercent: 0 } })
    bank.ports.pass(DAY)
    for (const person of [chenBo, zhouMin, liuFang]) expect(await read(person)).toBe('ok')
    expect(await bank.as(chenBo).access.getLicence()).toMatchObject({
      seats: { taken: 3, of: 1, most: 1 },
    })
  })
})

describe('the meter', () => {
  let bank: LicensedBank
  afterEach(() => bank.close())

  const useThreeDays = async () => {
    bank = await openLicensedBank()
    for (const people of [[chenBo], [chenBo, zhouMin], [liuFang, chenBo, zhouMin]]) {
      for (const person of people)
        for (let call = 0; call < 3; call++) {
          expect(await bank.ask(`/customers/${auntLi.id}`, person)).toBe('ok')
          bank.ports.pass(1_000)
        }
      bank.ports.pass(61_000)
      expect(await bank.ask('/access/me', chenBo)).toBe('ok')
      bank.ports.pass(DAY)
    }
    return (await bank.as(sunLi).access.exportMeter()).lines
  }
  const check = async (lines: readonly string[], earlier?: { days: number; head: string }) => {
    const verifyingKeys = (await bank.store.vault.service?.verifyingKeys()) ?? []
    return verifyMeter(lines, { isSignedBy, verifyingKeys, ...(earlier && { earlier }) })
  }

  it('tells the people of each day and the calls of each room, once the day is over', async () => {
    const lines = await useThreeDays()
    const days = lines.slice(0, -1).map((line) => JSON.parse(line))
    expect(days.map(({ day, activeSeats, calls }) => [day, activeSeats, calls])).toEqual([
      ['2026-03-05', 1, { customers: 3 }],
      ['2026-03-06', 2, { customers: 6 }],
      ['2026-03-07', 3, { customers: 9 }],
    ])
    expect(await check(lines)).toEqual({ days: 3, head: days[2].hash })
  })

  it('counts a person once a day, whatever is done to their seat', async () => {
    bank = await openLicensedBank()
    for (let times = 0; times < 4; times++) {
      expect(await bank.ask(`/customers/${auntLi.id}`, chenBo)).toBe('ok')
      await bank.as(sunLi).access.freeSeat(chenBo.id)
    }
    bank.ports.pass(2 * DAY)
    const { lines } = await bank.as(sunLi).access.exportMeter()
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ activeSeats: 1 })
  })

  it('shows every change to what was exported', async () => {
    const lines = await useThreeDays()
    const [one, two, three, seal] = lines as [string, string, string, string]
    const fewer = two.replace('"activeSeats":2', '"activeSeats":1')
    expect(fewer).not.toBe(two)
    const forged = seal.replace(/"signature":"./, '"signature":"_')
    const elsewhere = seal.replace('lic_march', 'lic_small')
    const faults = await Promise.all(
      [
        [one, fewer, three, seal],
        [one, three, seal],
        [two, one, three, seal],
        [one, two, three, three, seal],
        [one, two, three],
        [one, two, seal],
        [one, two, three, forged],
        [one, two, three, elsewhere],
        [one, '{', three, seal],
        [],
      ].map(async (changed) => (await check(changed)).fault),
    )
    expect(faults).toEqual([
      { code: 'day_changed', line: 2 },
      { code: 'days_moved', line: 2 },
      { code: 'days_moved', line: 1 },
      { code: 'days_moved', line: 4 },
      { code: 'seal_missing', line: 3 },
      { code: 'seal_missing', line: 3 },
      { code: 'seal_forged', line: 4 },
      { code: 'seal_forged', line: 4 },
      { code: 'unreadable', line: 2 },
      { code: 'seal_missing', line: 0 },
    ])
  })

  it('shows days that were changed in the store after an earlier export', async () => {
    const earlier = await check(await useThreeDays())
    expect(earlier.fault).toBeUndefined()
    await bank.store.db
      .updateTable('licence_meter')
      .set({ amount: 1 })
      .where('day', '=', '2026-03-06')
      .where('subject', '=', 'seats')
      .execute()
    const { lines } = await bank.as(sunLi).access.exportMeter()
    expect((await check(lines)).fault).toBeUndefined()
    expect((await check(lines, earlier)).fault).toEqual({ code: 'history_changed', line: 3 })
  })
})
