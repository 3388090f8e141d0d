import { auntLi, bank, chenBo, guQuan, liuFang, qianJin, sun, zhouMin } from '@crm/core/fixtures'
import { contractDocs, contracts } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customerReferences } from '../../packages/server/src/customers/customer-references.ts'
import { personTables } from '../../packages/server/src/customers/person-tables.ts'
import { codeOf } from '../engines.ts'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank({ steppedUp: true })
})
afterAll(() => house.close())

const act = {
  purpose: 'marketing',
  channel: 'sms',
  act: 'granted',
  textHash: 'a'.repeat(64),
  method: 'counter-signature',
  proofRef: '影像 12',
} as const

describe('the consent ledger', () => {
  it('opens with one call and closes with one call, at once', async () => {
    const crm = house.as(chenBo)
    const opened = await crm.customers.recordConsent(auntLi.id, act)
    const sms = (ledger: typeof opened) =>
      ledger.states.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'sms')
    expect(sms(opened)).toMatchObject({ open: true, reason: { code: 'consent.granted' } })
    house.ports.pass(1_000)
    const closed = await crm.customers.recordConsent(auntLi.id, {
      ...act,
      act: 'withdrawn',
      channel: 'all',
    })
    expect(closed.states.every(({ open }) => !open)).toBe(true)
    expect(closed.records.map((record) => record.act)).toEqual(['withdrawn', 'granted'])
    expect(await crm.customers.listConsents(auntLi.id)).toEqual(closed)
  })

  it('is never changed, whoever tries', async () => {
    const { db } = house.store
    await expect(sql`update consent_record set act = 'granted'`.execute(db)).rejects.toThrow()
    await expect(sql`delete from consent_record`.execute(db)).rejects.toThrow()
    await expect(sql`truncate consent_record`.execute(db)).rejects.toThrow()
  })
})

describe('a person’s file', () => {
  it('knows every table that holds customers’ data', async () => {
    const { rows } = await sql<{ name: string }>`select table_name as name
      from information_schema.columns where table_schema = 'public' and column_name = 'customer_id'
      order by table_name`.execute(house.store.db)
    expect(personTables.map(({ table }) => table).sort()).toEqual(rows.map(({ name }) => name))
  })

  it('lists every column about relationships that names a customer, for when two become one', async () => {
    for (const { table, columns } of customerReferences) {
      const { rows } = await sql<{ name: string }>`select column_name as name
        from information_schema.columns where table_schema = 'public' and table_name = ${table}
          and (column_name in ('customer_id', 'other_id'))
        order by ordinal_position`.execute(house.store.db)
      expect(rows.map(({ name }) => name)).toEqual(columns)
    }
  })

  it('holds everything in full, for those who may give it out, with the reason on record', async () => {
    const began = performance.now()
    const file = await house.as(guQuan).customers.exportPerson(auntLi.id, '客户本人申请')
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(file.tables.customer?.[0]).toMatchObject({
      phone: auntLi.phone,
      id_number: auntLi.idNumber,
    })
    expect(file.tables.account?.map(({ number }) => number).sort()).toEqual(
      auntLi.accounts.map(({ number }) => number).sort(),
    )
    expect(file.tables.movement).toHaveLength(auntLi.movements.length)
    expect(file.tables.consent_record).toHaveLength(2)
    expect(JSON.stringify(file)).not.toMatch(/row_hash|own_key|_index|v1\.gcm/)
    const row = await house.store.db
      .selectFrom('audit_event')
      .select(['purpose', 'object_id'])
      .where('action', '=', 'customers.exportPerson')
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ purpose: '客户本人申请', object_id: auntLi.id })
    expect(await codeOf(house.as(liuFang).customers.exportPerson(auntLi.id, '好奇'))).toBe(
      'access.denied',
    )
  })
})

describe('a restricted customer', () => {
  it('is found by nobody but who answers for keeping them, at no door at all', async () => {
    const other = await openTestBank({ steppedUp: true })
    const crm = other.as(chenBo)
    const before = await crm.segments.preview({ criteria: { all: [] } })
    await other.as(guQuan).customers.restrict(auntLi.id, '客户提出异议')
    const after = await crm.segments.preview({ criteria: { all: [] } })
    expect(after.count).toBe(Number(before.count) - 1)
    expect((await crm.customers.search({ text: '李桂芳' })).items).toEqual([])
    const found = (await crm.customers.search({ text: auntLi.phone! })).items
    expect(found.map(({ id }) => id)).not.toContain(auntLi.id)
    const due = await crm.reminders.listDue({ asOf: bank.businessDate })
    expect(due.items.filter(({ customer }) => customer.id === auntLi.id)).toEqual([])
    // Every endpoint with the customer's own id, as everybody who may call it.
    for (const [room, contract] of Object.entries(contracts))
      for (const [name, endpoint] of Object.entries(contract)) {
        const { params = {}, query = {} } = contractDocs[room]![name]!.example
        const aims = Object.values({ ...params, ...query }).includes(auntLi.id)
        if (!aims || endpoint.method !== 'GET' || name === 'explain') continue
        const path = endpoint.path.replace(/:(\w+)/g, (_, key) => params[key] ?? '')
        for (const person of [chenBo, zhouMin, qianJin, liuFang]) {
          const response = await other.request(`${path}?${new URLSearchParams(query)}`, {}, person)
          const text = await response.text()
          expect(text.includes('李桂芳') || text.includes('柳河'), `${room}.${name}`).toBe(false)
        }
      }
    expect((await other.as(guQuan).customers.get(auntLi.id)).id).toBe(auntLi.id)
    await other.as(guQuan).customers.liftRestriction(auntLi.id, '异议已解决')
    expect((await crm.customers.get(auntLi.id)).id).toBe(auntLi.id)
    await other.close()
  })
})

describe('the wish to be forgotten', () => {
  const close = (house: TestBank, on: string) =>
    house.store.transaction(async (tx) => {
      await sql`update account set closed_on = ${on}::date where customer_id = ${sun.id}`.execute(
        tx,
      )
      await sql`update holding set status = 'closed', opened_on = ${on}::date, matures_on = null
        where customer_id = ${sun.id}`.execute(tx)
      await sql`update movement set booked_on = ${on}::date where customer_id = ${sun.id}`.execute(
        tx,
      )
      await sql`update customer set opened_on = ${on}::date where customer_id = ${sun.id}`.execute(
        tx,
      )
    })

  it('waits for the accounts to be closed', async () => {
    expect(await codeOf(house.as(guQuan).customers.erase(auntLi.id, '客户申请'))).toBe(
      'customer.relationship_open',
    )
  })

  it('waits for what they hold beside their accounts, and for an account they share', async () => {
    const other = await openTestBank({ steppedUp: true })
    const { db } = other.store
    const wish = () => codeOf(other.as(guQuan).customers.erase(sun.id, '客户申请'))
    await close(other, '2020-05-05')
    await db
      .insertInto('holding')
      .values({
        bank_id: bank.id,
        customer_id: sun.id,
        holding_id: 'hld_policy',
        product: 'insurance',
        currency: 'CNY',
      })
      .execute()
    expect(await wish()).toBe('customer.relationship_open')
    await db.deleteFrom('holding').where('holding_id', '=', 'hld_policy').execute()
    const joint = auntLi.accounts[0]!.id
    await db
      .insertInto('account_holder')
      .values({
        bank_id: bank.id,
        customer_id: sun.id,
        account_id: joint,
        owner_id: auntLi.id,
        role: 'owner',
      })
      .execute()
    expect(await wish()).toBe('customer.relationship_open')
    await other.close()
  })

  it('within ten years keeps what the law asks for, away from everybody', async () => {
    const other = await openTestBank({ steppedUp: true })
    await close(other, '2020-05-05')
    const done = await other.as(guQuan).customers.erase(sun.id, '客户申请')
    expect(done).toEqual({ outcome: 'restricted', eraseAfter: '2030-05-05' })
    expect(await codeOf(other.as(chenBo).customers.get(sun.id))).toBe('customer.not_found')
    expect(
      (await other.as(guQuan).customers.exportPerson(sun.id, '核查')).tables.account?.length,
    ).toBe(sun.accounts.length)
    const { rows } = await sql`select 1 from reminder where customer_id = ${sun.id}`.execute(
      other.store.db,
    )
    expect(rows).toEqual([])
    await other.close()
  })

  it('counts the ten years from what ended last: a loan, or an account they shared', async () => {
    const other = await openTestBank({ steppedUp: true })
    const { db } = other.store
    const forgotten = () => other.as(guQuan).customers.erase(sun.id, '客户申请')
    await close(other, '2010-05-05')
    const joint = auntLi.accounts[0]!.id
    const share = { account_id: joint, owner_id: auntLi.id, role: 'owner' } as const
    await db
      .insertInto('account_holder')
      .values({ bank_id: bank.id, customer_id: sun.id, ...share })
      .execute()
    await sql`update movement set booked_on = '2017-01-02' where account_id = ${joint}`.execute(db)
    await sql`update account set closed_on = '2017-03-04' where account_id = ${joint}`.execute(db)
    expect(await forgotten()).toEqual({ outcome: 'restricted', eraseAfter: '2027-03-04' })
    const loan = { holding_id: 'hld_loan', product: 'loan', currency: 'CNY', status: 'closed' }
    await db
      .insertInto('holding')
      .values({ bank_id: bank.id, customer_id: sun.id, ...loan, matures_on: '2019-06-07' })
      .execute()
    expect((await forgotten()).eraseAfter).toBe('2029-06-07')
    await db.updateTable('holding').set({ matures_on: '2045-06-07' }).execute()
    expect((await forgotten()).eraseAfter).toBe('2036-03-05')
    await other.close()
  })

  it('after ten years destroys the key and what it sealed', async () => {
    const other = await openTestBank({ steppedUp: true })
    await close(other, '2014-05-05')
    const done = await other.as(guQuan).customers.erase(sun.id, '客户申请')
    expect(done).toEqual({ outcome: 'shredded', eraseAfter: '2024-05-05' })
    const { rows } = await sql<{ text: string }>`
      select c::text as text from customer as c where customer_id = ${sun.id}`.execute(
      other.store.db,
    )
    expect(rows[0]?.text).not.toContain(sun.name)
    const keys = await sql`select 1 from customer_key where customer_id = ${sun.id}`.execute(
      other.store.db,
    )
    expect(keys.rows).toEqual([])
    await other.close()
  })
})
