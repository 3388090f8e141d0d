import { addDays, type CustomerView, type LocalDate } from '@crm/core'
import { auntLi, bank, chenBo, day, heJing, liuFang, qianJin } from '@crm/core/fixtures'
import type { TestBank } from '@crm/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from './engines.ts'
import { castOnBothEngines, deliver } from './sources-of-cast.ts'

// What a customer was: every version, any day, and the way back; on both engines.

const begin = bank.businessDate
const turnTo = (house: TestBank, on: LocalDate) =>
  sql`update bank set business_date = ${on}::date`.execute(house.store.db)

describe.each(await castOnBothEngines())("Aunt Li's history on %s", (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  beforeAll(async () => {
    house = await open()
    const { store } = house
    await turnTo(house, addDays(begin, 1))
    await deliver(store, 'pay', `${auntLi.id}|李桂芬|15400125678|柳河村\n`, addDays(begin, 1))
    await turnTo(house, addDays(begin, 4))
    await deliver(store, 'pay', `${auntLi.id}|李桂芬|15400125679|县城\n`, addDays(begin, 4))
  })
  afterAll(() => house.close())

  it('tells each version with its days, what made it and what it changed', async () => {
    const { items } = await house.crm.customers.getHistory(auntLi.id)
    const told = items.map(({ customer, fromOn, toOn, cause, bySource, changed }) => [
      customer.version,
      fromOn,
      toOn,
      cause,
      bySource,
      changed.join(' '),
    ])
    expect(told).toEqual([
      [3, addDays(begin, 4), undefined, 'import', 'pay', 'phone address'],
      [2, addDays(begin, 1), addDays(begin, 4), 'import', 'pay', 'name address'],
      [1, '1900-01-01', addDays(begin, 1), 'import', 'cast', ''],
    ])
  })

  it('comes page by page, each version once and whole', async () => {
    const whole = (await house.crm.customers.getHistory(auntLi.id)).items
    const seen = []
    let cursor: string | undefined
    do {
      const query = { limit: 1, ...(cursor !== undefined && { cursor }) }
      const page = await house.crm.customers.getHistory(auntLi.id, query)
      seen.push(...page.items)
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen).toEqual(whole)
  })

  it('answers for any day, masked as today', async () => {
    const asOf = (days: number, person = chenBo) =>
      house.as(person).customers.getAsOf(auntLi.id, addDays(begin, days))
    expect((await asOf(0)).name).toBe('李桂芳')
    expect((await asOf(3)).name).toBe('李桂芬')
    expect((await asOf(3)).phone).toEqual({ masked: '154****5678' })
    expect((await asOf(9)).phone).toEqual({ masked: '154****5679' })
    expect((await asOf(3, liuFang)).address).toHaveProperty('masked')
    expect(await codeOf(house.crm.customers.getAsOf(auntLi.id, day('1899-12-31')))).toBe(
      'customer.not_known_on',
    )
  })

  it('goes back to a version as a new one, and tells who took it there', async () => {
    const { crm } = house
    const restored = await crm.customers.restore(auntLi.id, 1, { version: 3 })
    expect(restored).toMatchObject({ version: 4, name: '李桂芳' })
    const [now, before] = (await crm.customers.getHistory(auntLi.id)).items
    expect(now).toMatchObject({ cause: 'restore', bySource: 'desk', byStaffId: chenBo.id })
    expect(now?.changed).toEqual(['name', 'phone', 'address'])
    expect(before?.customer.version).toBe(3)
    // The source is told, and its next delivery of the same changes nothing.
    const told = (await house.as(qianJin).customers.listConflicts('pay')).items
    expect(told.map(({ fields }) => fields)).toEqual([['address', 'name', 'openedOn', 'phone']])
    await deliver(house.store, 'pay', `${auntLi.id}|李桂芬|15400125679|县城\n\n`, addDays(begin, 5))
    expect((await crm.customers.get(auntLi.id)).version).toBe(4)
  })

  it('is held to the version that was seen, and goes nowhere that never was', async () => {
    const { crm } = house
    expect(await codeOf(crm.customers.restore(auntLi.id, 2, { version: 3 }))).toBe(
      'write.version_stale',
    )
    expect(await codeOf(crm.customers.restore(auntLi.id, 9, { version: 4 }))).toBe(
      'customer.version_unknown',
    )
    const asCaller = house.as(heJing).customers.restore(auntLi.id, 2, { version: 4 })
    expect(await codeOf(asCaller)).toBe('access.denied')
  })

  it('puts names of fields on record and no values', async () => {
    const row = await house.store.db
      .selectFrom('audit_event')
      .select(['field_names', 'object_id', 'actor_id'])
      .where('action', '=', 'customers.restore')
      .where('decision', '=', 'allowed')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ object_id: auntLi.id, actor_id: chenBo.id })
    expect(row.field_names).toContain('customer.phone')
    expect(row.field_names).not.toContain('1540012')
  })

  it('goes with her: in her file, and nowhere once her time has ended', async () => {
    const file = await house.as(qianJin).customers.exportPerson(auntLi.id, '客户本人申请')
    expect(file.tables.customer_version).toHaveLength(3)
    expect(JSON.stringify(file.tables.customer_version)).toContain('李桂芬')
    expect(JSON.stringify(file.tables.customer_source)).toContain('15400125679')
  })
})

const change = fc.record({
  after: fc.nat(2),
  source: fc.constantFrom('pay', 'civil', 'post'),
  name: fc.constantFrom('李桂芳', '李桂芬'),
  phone: fc.constantFrom('15400125678', '15400125679', ''),
  address: fc.constantFrom('柳河村3组', '县城', ''),
  back: fc.option(fc.nat(), { nil: undefined }),
})

describe.each(await castOnBothEngines())('any day of the past on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})

  it('answers as a picture taken that evening would, whatever the customer’s life', async () => {
    const house = await open()
    const crm = house.as(qianJin)
    let today = begin
    let made = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 12 }), async (changes) => {
        // Every life is somebody's own.
        const id = `cus_life${made++}` as typeof auntLi.id
        const born = addDays(today, 1)
        const pictures = new Map<LocalDate, CustomerView>()
        const line = ({ name, phone, address }: (typeof changes)[number]) =>
          `${id}|${name}|${phone}|${address}\n`
        for (const [at, one] of changes.entries()) {
          today = addDays(today, at === 0 ? 1 : one.after)
          await turnTo(house, today)
          const held = at === 0 ? undefined : await crm.customers.get(id)
          if (held && one.back !== undefined)
            await crm.customers
              .restore(id, 1 + (one.back % held.version), { version: held.version })
              .catch((error: { code: string }) => {
                // The one that holds is none to go back to.
                if (error.code !== 'customer.version_unknown') throw error
              })
          else await deliver(house.store, one.source, line(one), today)
          pictures.set(today, await crm.customers.get(id))
        }
        for (const [on, picture] of pictures)
          expect(await crm.customers.getAsOf(id, on)).toEqual(picture)
        expect(await codeOf(crm.customers.getAsOf(id, addDays(born, -1)))).toBe(
          'customer.not_known_on',
        )
      }),
      { numRuns: 15 },
    )
    await house.close()
  })
})
