import { addDays, type CustomerId, isCrmError, shippedPolicies } from '@crm/core'
import { auntLi, bank, chenBo, heJing, liuFang, qianJin, sun } from '@crm/core/fixtures'
import { installRowSecurity } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from './engines.ts'
import { castOnBothEngines, deliver } from './sources-of-cast.ts'

// What the bank's own people write of a customer, and how it stands against what systems say; on both engines.

const today = bank.businessDate

describe.each(await castOnBothEngines())(
  'a customer who is written down on %s',
  (_engine, open) => {
    if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
    let house: TestBank
    beforeAll(async () => {
      house = await open()
    })
    afterAll(() => house.close())
    const ofHers = async () =>
      house.store.db
        .selectFrom('customer')
        .select('customer_id')
        .where('name', '=', '何春花')
        .execute()

    it('belongs to the office and the book of who wrote, and is found at once', async () => {
      const made = await house.crm.customers.create({
        kind: 'person',
        name: ' 何春花 ',
        phone: '154 0012 9001',
        village: '柳河村',
      })
      expect(made).toMatchObject({
        version: 1,
        name: '何春花',
        branchId: chenBo.branchId,
        managerId: chenBo.id,
        openedOn: today,
        status: 'active',
        birthdayCalendar: 'unknown',
      })
      const { items } = await house.crm.customers.search({ text: 'hch' })
      expect(items.map(({ id }) => id)).toContain(made.id)
      const byTeller = await house.as(liuFang).customers.create({ kind: 'person', name: '何秋月' })
      expect(byTeller).toMatchObject({ branchId: liuFang.branchId })
      expect(byTeller.managerId).toBeUndefined()
      const { sources } = await house.crm.customers.getProvenance(made.id)
      expect(sources).toMatchObject([{ source: 'desk', since: { name: today } }])
    })

    it('is written down once, however often it is sent', async () => {
      const draft = { kind: 'person', name: '何春花' } as const
      const once = { idempotencyKey: 'he-2' }
      const first = await house.crm.customers.create(draft, once)
      expect(await house.crm.customers.create(draft, once)).toEqual(first)
      expect(await ofHers()).toHaveLength(2)
    })

    it('is told with every fault why not', async () => {
      const failed = await house.crm.customers
        .create({ kind: 'firm', name: '1', idNumber: '91510722MA6AB12C00', phone: '1234' })
        .catch((error: unknown) => error)
      expect(isCrmError(failed) && failed.code).toBe('customer.fields_invalid')
      expect(isCrmError(failed) && failed.context.faults).toEqual([
        { field: 'name', code: 'field.name_form' },
        { field: 'idNumber', code: 'field.credit_check' },
        { field: 'phone', code: 'field.phone_form' },
      ])
      // The number itself goes into no answer and no log.
      expect(JSON.stringify(failed)).not.toContain('MA6AB12C')
    })

    it('has a number of nobody else; whose it is only they learn who see them', async () => {
      const draft = { kind: 'person', name: '何春兰', idNumber: '51999919680221004X' } as const
      const { id } = await house.crm.customers.create(draft)
      const told = async (person: typeof chenBo) => {
        const failed = await house
          .as(person)
          .customers.create(draft)
          .catch((error: unknown) => error)
        return isCrmError(failed) ? [failed.code, failed.context.id] : failed
      }
      expect(await told(chenBo)).toEqual(['customer.number_taken', id])
      const elsewhere = { ...chenBo, id: 'stf_tang' as typeof chenBo.id }
      expect(await told(elsewhere)).toEqual(['customer.number_taken', undefined])
    })

    it('is for those to write who have them before them', async () => {
      const work = house.as(heJing).customers.create({ kind: 'person', name: '何冬梅' })
      expect(await codeOf(work)).toBe('access.denied')
    })
  },
)

describe.each(await castOnBothEngines())('an edit in place on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  const id: CustomerId = auntLi.id
  const openly = () => house.as(qianJin).customers.exportPerson(id, '核对')
  const phone = async () => (await openly()).tables.customer?.[0]?.phone
  const turnTo = async (days: number) => {
    await sql`update bank set business_date = ${addDays(today, days)}::date`.execute(house.store.db)
    return addDays(today, days)
  }

  it('is kept as it should be written, one version on, and can be searched by', async () => {
    const saved = await house.crm.customers.edit(id, { phone: '154 0012-5679' }, { version: 1 })
    expect(saved).toMatchObject({ version: 2, phone: { masked: '154****5679' } })
    expect(await phone()).toBe('15400125679')
    const { items } = await house.crm.customers.search({ text: '15400125679' })
    expect(items.map((one) => one.id)).toEqual([id])
  })

  it('stands against a source that goes on saying the same, and yields to one that says something new', async () => {
    const same = `${id}|${auntLi.name}|${auntLi.phone}|${auntLi.address}\n`
    await deliver(house.store, 'core2', same, addDays(today, -30))
    expect(await phone()).toBe('15400125679')
    await turnTo(2)
    await deliver(
      house.store,
      'core2',
      `${id}|${auntLi.name}|15400125670|县城\n`,
      addDays(today, 2),
    )
    expect(await phone()).toBe('15400125670')
  })

  it('that she confirmed yields to no source, which is told', async () => {
    const { version } = await house.crm.customers.get(id)
    await house.crm.customers.edit(id, { phone: '15400125671', confirmed: true }, { version })
    await turnTo(5)
    await deliver(
      house.store,
      'core2',
      `${id}|${auntLi.name}|15400125672|县城\n`,
      addDays(today, 5),
    )
    expect(await phone()).toBe('15400125671')
    const { items } = await house.as(qianJin).customers.listConflicts('core2')
    expect(items.find(({ customer }) => customer.id === id)?.fields).toContain('phone')
    const { fields } = await house.crm.customers.getProvenance(id)
    expect(fields.find(({ field }) => field === 'phone')).toMatchObject({
      confirmed: true,
      reason: { code: 'survivorship.confirmed' },
    })
  })

  it('is taken back by going to the version before, and leaves the desk with nothing more to say', async () => {
    const before = await house.crm.customers.get(id)
    const { version } = await house.crm.customers.edit(
      id,
      { village: '桃园村', address: null },
      { version: before.version },
    )
    const edited = await house.crm.customers.get(id)
    expect(edited).toMatchObject({ village: '桃园村' })
    expect(edited.address).toBeUndefined()
    const back = await house.crm.customers.restore(id, before.version, { version })
    expect({ ...back, version: 0 }).toEqual({ ...before, version: 0 })
    const { sources } = await house.crm.customers.getProvenance(id)
    const desk = sources.find(({ source }) => source === 'desk')
    expect(desk?.village).toBeUndefined()
    expect(desk?.none).toEqual([])
    expect(desk?.phone).toBeDefined()
  })

  it('that is taken back leaves her own word as it was: confirmed, and since the day she gave it', async () => {
    const deskPhone = async () => {
      const { fields, sources } = await house.crm.customers.getProvenance(id)
      const from = fields.find(({ field }) => field === 'phone')
      return [from?.confirmed, from?.on, sources[from?.from ?? 0]?.source]
    }
    const before = await house.crm.customers.get(id)
    const said = await deskPhone()
    expect(said).toEqual([true, addDays(today, 2), 'desk'])
    const asked = { phone: '15400125674', confirmed: true } as const
    const { version } = await house.crm.customers.edit(id, asked, { version: before.version })
    expect(await deskPhone()).toEqual([true, addDays(today, 5), 'desk'])
    await house.crm.customers.restore(id, before.version, { version })
    expect(await deskPhone()).toEqual(said)
    expect(await phone()).toBe('15400125671')
  })

  it('never writes over what somebody else has written meanwhile', async () => {
    const work = house.crm.customers.edit(id, { village: '桃园村' }, { version: 1 })
    expect(await codeOf(work)).toBe('write.version_stale')
  })

  it('that changes nothing makes no version', async () => {
    const { version, village } = await house.crm.customers.get(id)
    const saved = await house.crm.customers.edit(id, { village: String(village) }, { version })
    expect(saved.version).toBe(version)
  })

  it('never puts a mask in the place of what it covers', async () => {
    const { version } = await house.crm.customers.get(id)
    const work = house.crm.customers.edit(id, { phone: '154****5679' }, { version })
    expect(await codeOf(work)).toBe('customer.fields_invalid')
  })

  it('says whom the bank believes where a source stands above the desk', async () => {
    const rules = { ranks: { core2: 9 }, fields: { phone: ['confirmed', 'rank'] }, otherwise: [] }
    await sql`insert into survivorship (bank_id, rules)
      values (${bank.id}, ${JSON.stringify(rules)}::jsonb)`.execute(house.store.db)
    const { version, ...before } = await house.crm.customers.get(id)
    // What the desk writes anew is not confirmed any more, unless it says so.
    const work = house.crm.customers.edit(id, { phone: '15400125673' }, { version })
    const failed = await work.catch((error: unknown) => error)
    expect(isCrmError(failed) && [failed.code, failed.context]).toEqual([
      'customer.source_prevails',
      { field: 'phone', source: 'core2' },
    ])
    expect(await house.crm.customers.get(id)).toEqual({ version, ...before })
    await sql`delete from survivorship`.execute(house.store.db)
  })

  it('tells whoever listens that the customer changed, and no value', async () => {
    const rows = await house.store.db
      .selectFrom('outbox_event')
      .selectAll()
      .where('room', '=', 'customers')
      .where('deed', 'in', ['edit', 'restore'])
      .execute()
    expect(rows.length).toBeGreaterThan(2)
    expect(JSON.stringify(rows)).not.toContain('15400')
  })

  it('closes only who has nothing left with the bank, and deletes nothing', async () => {
    const { version } = await house.crm.customers.get(id)
    expect(await codeOf(house.crm.customers.close(id, { version }))).toBe(
      'customer.relationship_open',
    )
    await sql`update account set status = 'closed', closed_on = ${today}::date
      where customer_id = ${sun.id}`.execute(house.store.db)
    await sql`update holding set status = 'closed' where customer_id = ${sun.id}`.execute(
      house.store.db,
    )
    const crm = house.as(qianJin)
    const closed = await crm.customers.close(sun.id, { version: 1 })
    expect(closed).toMatchObject({ status: 'closed', version: 2, name: sun.name })
    const again = await crm.customers.restore(sun.id, 1, { version: 2 })
    expect(again.status).toBe('active')
  })

  it('of somebody else’s book is not found', async () => {
    const stranger = house.as({ ...chenBo, id: 'stf_tang' as typeof chenBo.id })
    expect(await codeOf(stranger.customers.edit(id, { village: '桃园村' }, { version: 1 }))).toBe(
      'customer.not_found',
    )
  })
})

describe.each(await castOnBothEngines())('behind row-level security on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})

  it('a customer is written down, changed and taken back as without it, and nobody else’s', async () => {
    const plain = await open()
    await installRowSecurity(plain.store, shippedPolicies)
    const house = await openTestBank({ over: plain.store, rowSecurity: true, steppedUp: true })
    const crm = house.crm
    const made = await crm.customers.create({ kind: 'person', name: '何春花', village: '柳河村' })
    const edited = await crm.customers.edit(made.id, { village: '桃园村' }, { version: 1 })
    expect(edited).toMatchObject({ version: 2, village: '桃园村' })
    const back = await crm.customers.restore(made.id, 1, { version: 2 })
    expect(back).toMatchObject({ version: 3, village: '柳河村' })
    expect((await crm.customers.getHistory(made.id)).items).toHaveLength(3)
    expect((await crm.customers.getProvenance(made.id)).sources).toHaveLength(1)
    const stranger = house.as({ ...chenBo, id: 'stf_tang' as typeof chenBo.id })
    for (const ask of [
      () => stranger.customers.getHistory(made.id),
      () => stranger.customers.getProvenance(made.id),
      () => stranger.customers.edit(made.id, { village: '县城' }, { version: 3 }),
    ])
      expect(await codeOf(ask())).toBe('customer.not_found')
    await plain.close()
  })
})
