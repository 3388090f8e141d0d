import { type CustomerId, type Household, isCrmError, shippedPolicies } from '@crm/core'
import {
  auntLi,
  chenBo,
  day,
  liGuifen,
  liuFang,
  qianJin,
  sun,
  tianShen,
  wangNoodleShop,
  zhang,
} from '@crm/core/fixtures'
import { installRowSecurity } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from './engines.ts'
import { castOnBothEngines } from './sources-of-cast.ts'

// Who lives and decides together, and what they have together; on both engines.

const wife = 'cus_zhangwife' as CustomerId
const son = 'cus_zhangson' as CustomerId
const father = 'cus_zhangfather' as CustomerId
const reason = '户口本'
const today = day('2026-03-05')
const faultsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) =>
      isCrmError(error) && Array.isArray(error.context.faults)
        ? error.context.faults.map(({ code }: { code: string }) => code)
        : [error],
  )
const rolls = ({ members }: Household) =>
  members.map(({ membership: { role }, customer }) => `${role} ${customer.id}`)

describe.each(await castOnBothEngines())('households on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  let zhangs: Household
  beforeAll(async () => {
    house = await open()
    zhangs = await house.crm.customers.formHousehold(zhang.id, {
      members: [wife, father],
      fromOn: day('2003-05-19'),
      number: '590122000417',
      reason,
    })
  })
  afterAll(() => house.close())
  const now = async () => (await house.crm.customers.findHousehold(zhang.id))!
  const depositsOf = (ids: readonly CustomerId[]) =>
    sql<{ fen: number }>`select sum(balance_fen)::float8 as fen from account
      where kind <> 'loan' and customer_id = any(${ids}::text[])`
      .execute(house.store.db)
      .then(({ rows }) => rows[0]?.fen)

  it('have a head and members since a day, and a number that lies sealed', async () => {
    expect(zhangs).toMatchObject({ version: 1, cause: 'hand', formedOn: '2003-05-19', leftOut: 0 })
    expect(rolls(zhangs)).toEqual([`head ${zhang.id}`, `member ${father}`, `member ${wife}`])
    expect(zhangs.members[0]?.membership).toMatchObject({ number: '590122000417', reason })
    const { rows } = await sql<{ number: string }>`select number from household_member`.execute(
      house.store.db,
    )
    // The cast on PostgreSQL lies open.
    if (engine === 'pglite') expect(JSON.stringify(rows)).not.toContain('590122000417')
    const { customers } = house.crm
    expect(await customers.findHousehold(auntLi.id)).toBeUndefined()
    const before = { asOf: day('2003-05-18') }
    expect(await customers.findHousehold(zhang.id, before)).toBeUndefined()
    const alone = await house.crm.holdings.getGroupTotals({ customerId: auntLi.id })
    expect(alone.members.map(({ id }) => id)).toEqual([auntLi.id])
    const entry = { members: [wife], on: today, reason }
    expect(await codeOf(customers.addToHousehold(auntLi.id, entry, zhangs))).toBe('household.none')
  })

  it('are refused with every reason: one at a time, one head, and no firm', async () => {
    const { customers } = house.crm
    const draft = { fromOn: today, reason }
    expect(await faultsOf(customers.formHousehold(wife, draft))).toEqual(['household.in_another'])
    expect(await faultsOf(customers.formHousehold(wangNoodleShop.id, draft))).toEqual([
      'household.firm',
    ])
    const leave = { members: [zhang.id], on: today, reason }
    expect(await faultsOf(customers.leaveHousehold(zhang.id, leave, zhangs))).toEqual([
      'household.one_head',
    ])
    expect(
      await faultsOf(
        customers.leaveHousehold(zhang.id, { ...leave, members: [auntLi.id] }, zhangs),
      ),
    ).toEqual(['household.not_in'])
    expect(await now()).toEqual(zhangs)
    const { rows } = await sql`select 1 from household`.execute(house.store.db)
    expect(rows).toHaveLength(1)
  })

  it('take somebody in, split, and join again, and their past stays as it was', async () => {
    const { customers } = house.crm
    const entry = { members: [son], on: day('2019-07-16'), reason }
    const withSon = await customers.addToHousehold(zhang.id, entry, zhangs)
    expect(withSon.version).toBe(2)
    expect(withSon.members).toHaveLength(4)
    expect(await codeOf(customers.addToHousehold(zhang.id, entry, zhangs))).toBe(
      'write.version_stale',
    )
    const split = { members: [son], ownHeadId: son, on: day('2026-03-01'), reason: '分户' }
    const without = await customers.leaveHousehold(zhang.id, split, withSon)
    expect(rolls(without)).toEqual(rolls(zhangs))
    expect(without.earlier).toMatchObject([
      { customer: { id: son }, membership: { toOn: '2026-03-01', endReason: '分户' } },
    ])
    const own = (await customers.findHousehold(son))!
    expect(own).toMatchObject({ cause: 'split', splitFromId: zhangs.id, version: 1 })
    expect(
      await faultsOf(
        customers.addToHousehold(zhang.id, { ...entry, on: day('2026-02-01') }, without),
      ),
    ).toEqual(['household.later_history', 'household.in_another'])
    const join = { otherId: son, on: today, reason: '并户' }
    const joined = await customers.joinHouseholds(zhang.id, join, without)
    expect(joined.members).toHaveLength(4)
    expect((await customers.findHousehold(son))?.id).toBe(zhangs.id)
    const was = (await customers.findHousehold(son, { asOf: day('2026-03-04') }))!
    expect(was).toMatchObject({ id: own.id, leftOut: 0 })
    expect(rolls(was)).toEqual([`head ${son}`])
    expect(was.endedOn).toBeUndefined()
  })

  it('have together what each has, and the orchard loan once', async () => {
    const { totals, members, leftOut } = await house.crm.holdings.getGroupTotals({
      customerId: wife,
    })
    expect(leftOut).toBe(0)
    expect(members).toHaveLength(4)
    expect(totals).toEqual([
      {
        currency: 'CNY',
        depositsFen: await depositsOf([zhang.id, wife, father, son]),
        loansFen: 5_000_000,
        wealthFen: 0,
        insuredFen: 4_800_000,
        sharedFen: 0,
      },
    ])
  })

  it('count a joint account once, and say what others own as well', async () => {
    const before = await house.crm.holdings.getGroupTotals({ customerId: zhang.id })
    const own = async (customerId: CustomerId, accountId: string, ownerId: CustomerId) =>
      sql`insert into account_holder (bank_id, customer_id, account_id, owner_id, role)
        values ('bnk_shiqiao', ${customerId}, ${accountId}, ${ownerId}, 'owner')
        on conflict (bank_id, customer_id, account_id) do update set role = 'owner'`.execute(
        house.store.db,
      )
    await own(wife, 'acc_zhang1', zhang.id)
    expect(await house.crm.holdings.getGroupTotals({ customerId: zhang.id })).toEqual(before)
    const [account] = auntLi.accounts
    await own(wife, account!.id, auntLi.id)
    const after = await house.crm.holdings.getGroupTotals({ customerId: zhang.id })
    expect(after.totals[0]).toMatchObject({
      depositsFen: Number(before.totals[0]?.depositsFen) + Number(account!.balanceFen),
      sharedFen: account!.balanceFen,
    })
    await sql`delete from account_holder where account_id = ${account!.id}
      and customer_id = ${wife}`.execute(house.store.db)
  })

  it('leave out who is out of sight or does not want to be added up, and say how many', async () => {
    const boss = house.as(qianJin)
    const at = (await boss.customers.findHousehold(zhang.id))!
    await boss.customers.addToHousehold(zhang.id, { members: [sun.id], on: today, reason }, at)
    const seen = await now()
    expect(seen.leftOut).toBe(1)
    const { members, leftOut } = await house.crm.holdings.getGroupTotals({ customerId: zhang.id })
    expect([members.length, leftOut]).toEqual([4, 1])
    expect(JSON.stringify([seen, members])).not.toContain(sun.id)
    expect(await codeOf(house.crm.customers.findHousehold(sun.id))).toBe('customer.not_found')

    await house.crm.customers.recordConsent(father, {
      purpose: 'profiling',
      channel: 'all',
      act: 'withdrawn',
      textHash: 'a'.repeat(64),
      method: 'paper',
    })
    const fewer = await boss.holdings.getGroupTotals({ customerId: zhang.id })
    expect([fewer.members.length, fewer.leftOut]).toEqual([4, 1])
    expect(fewer.members.map(({ id }) => id)).not.toContain(father)
    expect(fewer.totals[0]?.depositsFen).toBe(await depositsOf([zhang.id, wife, son, sun.id]))
  })

  it('come as groups with joint liability, too', async () => {
    const boss = house.as(qianJin)
    for (const [one, other] of [
      [auntLi.id, zhang.id],
      [zhang.id, sun.id],
    ] as const)
      await boss.customers.addRelationship(one, {
        role: 'joint-liability',
        otherId: other,
        reason: '联保协议',
      })
    const asked = { customerId: auntLi.id, of: 'joint-liability' } as const
    const whole = await boss.holdings.getGroupTotals(asked)
    expect(whole.members.map(({ id }) => id)).toEqual([auntLi.id, zhang.id, sun.id])
    expect(whole.totals[0]?.loansFen).toBe(5_000_000)
    const part = await house.crm.holdings.getGroupTotals(asked)
    expect([part.members.length, part.leftOut]).toEqual([2, 1])
  })

  it('and shares of a firm are held to their rules when two people write at once', async () => {
    const boss = house.as(qianJin).customers
    const { customers } = house.crm
    const draft = { fromOn: today, reason }
    const formed = await Promise.allSettled([
      customers.formHousehold(auntLi.id, { ...draft, members: [liGuifen.id] }),
      boss.formHousehold(liGuifen.id, { ...draft, members: [auntLi.id] }),
    ])
    expect(formed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const owner = { role: 'owner', shareBp: 6_000, reason: '工商登记' } as const
    const shared = await Promise.allSettled([
      customers.addRelationship(wangNoodleShop.id, { ...owner, otherId: auntLi.id }),
      boss.addRelationship(wangNoodleShop.id, { ...owner, otherId: zhang.id }),
    ])
    expect(shared.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('are told as exactly as the reader sees balances, and not at the counter', async () => {
    const asked = { customerId: zhang.id }
    const { totals } = await house.as(tianShen).holdings.getGroupTotals(asked)
    expect(totals[0]?.depositsFen).toMatchObject({ masked: expect.any(String) })
    expect(await codeOf(house.as(liuFang).holdings.getGroupTotals(asked))).toBe('access.denied')
  })

  it('are told and changed the same from behind the wall of row-level security', async () => {
    await installRowSecurity(house.store, shippedPolicies)
    const walled = await openTestBank({ over: house.store, rowSecurity: true })
    for (const person of [chenBo, qianJin]) {
      const [within, without] = [walled.as(person), house.as(person)]
      expect(await within.customers.findHousehold(wife)).toEqual(
        await without.customers.findHousehold(wife),
      )
      for (const of of ['household', 'joint-liability'] as const)
        expect(await within.holdings.getGroupTotals({ customerId: zhang.id, of })).toEqual(
          await without.holdings.getGroupTotals({ customerId: zhang.id, of }),
        )
    }
    const at = await now()
    const left = await walled.crm.customers.leaveHousehold(
      zhang.id,
      { members: [wife], on: day('2026-03-06'), reason: '分户' },
      at,
    )
    expect(rolls(left)).not.toContain(`member ${wife}`)
    expect(left.leftOut).toBe(1)
  })
})
