import { survivorshipDefaults } from '@crm/core'
import { auntLi, bank, chenBo, day, guQuan, liuFang, qianJin, sun } from '@crm/core/fixtures'
import { setSurvivorship } from '@crm/server'
import type { TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castOnBothEngines, deliver } from './sources-of-cast.ts'

// What several systems say of one customer, and what the bank makes of it; on both engines.

describe.each(await castOnBothEngines())("Aunt Li's golden record on %s", (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  const line = `${auntLi.id}|李桂芬|${auntLi.phone}|柳河村小桥东路3组12号\n`

  it('says where it is from before any other source is heard', async () => {
    const { fields, sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(sources.map(({ source }) => source)).toEqual(['cast'])
    expect(new Set(fields.map(({ reason }) => reason.code))).toEqual(new Set(['survivorship.only']))
  })

  it('takes from a second source what it did not know, and says so', async () => {
    const [report] = await deliver(house.store, 'pay', line, day('2026-03-05'))
    expect(report).toMatchObject({ accepted: 1, unchanged: 0, rejected: 0 })
    const { customer, fields, sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(sources.map(({ source }) => source)).toEqual(['cast', 'pay'])
    const from = (name: string) => {
      const found = fields.find(({ field }) => field === name)
      return [sources[found!.from]?.source, found?.reason.code]
    }
    // Said last, and nobody has ranked the sources.
    expect(customer.name).toBe('李桂芬')
    expect(from('name')).toEqual(['pay', 'survivorship.recent'])
    expect(from('phone')[1]).toBe('survivorship.agreed')
    expect(from('idNumber')).toEqual(['cast', 'survivorship.only'])
    expect(from('openedOn')).toEqual(['cast', 'survivorship.earliest'])
    expect(customer.birthdayCalendar).toBe('lunar')
    expect(customer.version).toBe(2)
  })

  it('shows what a source said no further than the customer herself', async () => {
    const { sources } = await house.as(chenBo).customers.getProvenance(auntLi.id)
    expect(sources[1]).toMatchObject({ name: '李桂芬', phone: { masked: '154****5678' } })
    const asTeller = await house.as(liuFang).customers.getProvenance(auntLi.id)
    expect(asTeller.sources[1]).toMatchObject({ address: { masked: expect.any(String) } })
    expect(asTeller.sources[1]).not.toHaveProperty('sourceKey')
  })

  it('tells each source where another was believed', async () => {
    const { items } = await house.as(qianJin).customers.listConflicts('cast')
    const own = items.find(({ customer }) => customer.id === auntLi.id)
    expect(own?.fields).toContain('name')
    expect(own?.said.name).toBe('李桂芳')
    expect(own?.customer.name).toBe('李桂芬')
    expect((await house.as(qianJin).customers.listConflicts('nobody')).items).toEqual([])
  })

  it('is not changed by what was heard before, in whatever file it comes', async () => {
    const again = await deliver(house.store, 'pay', `${line}cus_other|王二||\n`, day('2026-03-09'))
    expect(again[0]).toMatchObject({ accepted: 1, unchanged: 1 })
    const { customer, sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(customer.version).toBe(2)
    expect(sources[1]?.since.name).toBe('2026-03-05')
  })

  it('counts the days by field: a new address makes no old phone newer', async () => {
    const moved = `${auntLi.id}|李桂芬|${auntLi.phone}|县城\n`
    await deliver(house.store, 'pay', moved, day('2026-04-01'))
    const { sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(sources[1]?.since).toMatchObject({ phone: '2026-03-05', address: '2026-04-01' })
  })

  it('obeys the bank where it ranks its sources, at once and for what comes', async () => {
    const { store, ports } = house
    const rules = { ranks: { cast: 9 }, fields: {}, otherwise: ['rank', 'recent'] } as const
    const job = { bankId: bank.id, rules, now: ports.now }
    expect(await setSurvivorship(store, job)).toBe(1)
    expect((await house.crm.customers.get(auntLi.id)).name).toBe('李桂芳')
    expect((await house.crm.customers.getHistory(auntLi.id)).items[0]?.cause).toBe('rules')
    expect(await setSurvivorship(store, job)).toBe(0)
    const third = `${auntLi.id}|李桂芬芳|${auntLi.phone}|县城\n`
    await deliver(store, 'pay', third, day('2026-04-02'))
    expect((await house.crm.customers.get(auntLi.id)).name).toBe('李桂芳')
    await setSurvivorship(store, { ...job, rules: survivorshipDefaults })
    expect((await house.crm.customers.get(auntLi.id)).name).toBe('李桂芬芳')
  })

  it('leaves whose customer she is to hand-over, until a source names somebody else', async () => {
    const { db } = house.store
    await sql`update customer set manager_id = 'stf_wu' where customer_id = ${auntLi.id}`.execute(
      db,
    )
    await deliver(
      house.store,
      'pay',
      `${auntLi.id}|李桂芳|${auntLi.phone}|城关\n`,
      day('2026-04-03'),
    )
    expect((await house.as(qianJin).customers.get(auntLi.id)).managerId).toBe('stf_wu')
    await sql`update customer set manager_id = ${chenBo.id}
      where customer_id = ${auntLi.id}`.execute(db)
  })

  it('lies sealed, what sources said and what was', async () => {
    for (const [table, column] of [
      ['customer_source', 'said'],
      ['customer_version', 'record'],
    ] as const) {
      const { rows } = await sql<{ text: string }>`
        select ${sql.ref(column)} as text from ${sql.table(table)}`.execute(house.store.db)
      expect(rows.length).toBeGreaterThan(0)
      if (_engine === 'pglite') for (const { text } of rows) expect(text).toMatch(/^v1\.gcm\.c\./)
    }
  })
})

describe.each(await castOnBothEngines())('the end of a customer on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})

  it('is the end of what sources said and of what was, and no delivery makes them whole', async () => {
    const house = await open()
    const { db } = house.store
    await deliver(house.store, 'pay', `${sun.id}|孙 x|15400120001|县城\n`, day('2015-03-05'))
    await sql`update account set closed_on = '2015-01-01', status = 'closed', opened_on = '2010-01-01'
      where customer_id = ${sun.id}`.execute(db)
    await sql`update holding set status = 'closed', opened_on = '2010-01-01', matures_on = '2014-01-01'
      where customer_id = ${sun.id}`.execute(db)
    await sql`update movement set booked_on = '2014-06-01' where customer_id = ${sun.id}`.execute(
      db,
    )
    await sql`update customer set opened_on = '2010-01-01' where customer_id = ${sun.id}`.execute(
      db,
    )
    const erased = await house.as(guQuan).customers.erase(sun.id, '客户申请删除')
    expect(erased.outcome).toBe('shredded')
    const left = async () => {
      const counts = []
      for (const table of ['customer_source', 'customer_version', 'customer_conflict'] as const) {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n
          from ${sql.table(table)} where customer_id = ${sun.id}`.execute(db)
        counts.push(rows[0]?.n)
      }
      return counts
    }
    expect(await left()).toEqual([0, 0, 0])
    await deliver(house.store, 'pay', `${sun.id}|孙 y|15400120002|县城\n`, day('2026-03-05'))
    expect(await left()).toEqual([0, 0, 0])
    const { rows } = await sql<{ name: string; phone: string | null }>`
      select name, phone from customer where customer_id = ${sun.id}`.execute(db)
    expect(rows).toEqual([{ name: '已删除', phone: null }])
    await house.close()
  })
})
