import { type AccountId, type CustomerId, type MergeId, shippedPolicies } from '@crm/core'
import { auntLi, chenBo, day, liGuifen, wangNoodleShop, zhouMin } from '@crm/core/fixtures'
import { installRowSecurity, migrate, migrations } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from './engines.ts'
import { createPostgresDatabase } from './postgres.ts'
import { castOnBothEngines, deliver } from './sources-of-cast.ts'

// Two records of one woman, held to be one and taken apart again; on both engines, and behind the second wall.

const why = { mergedId: liGuifen.id, reason: '同一人,移动支付录错' }
const url = await createPostgresDatabase()
const walled = async () => {
  const store = openPostgresStore({ connect: url ?? '' })
  await migrate(store, migrations)
  const house = await openTestBank({ store, steppedUp: true })
  await installRowSecurity(store, shippedPolicies)
  return openTestBank({ over: house.store, rowSecurity: true, steppedUp: true, mark: 'w' })
}
const banks = [
  ...(await castOnBothEngines()),
  ['postgres behind row-level security', url === undefined ? undefined : walled],
] as const

describe.each(banks)('a woman who is two on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  let mergeId: MergeId
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  /** All that a page about somebody shows, but for versions. */
  async function pageOf(id: CustomerId) {
    const { crm } = house
    const { version: _, ...who } = await crm.customers.get(id)
    const of = { customerId: id }
    const { owners } = await crm.customers.listOwners(id)
    const { fields, sources } = await crm.customers.getProvenance(id)
    return {
      who,
      owners,
      fields,
      sources: sources.map(({ receivedAt, ...source }) => source),
      accounts: await crm.holdings.listAccounts(of),
      holdings: await crm.holdings.listHoldings(of),
      movements: await crm.holdings.listMovements({ ...of, limit: 100 }),
      averages: await crm.holdings.getAverages(id),
      flows: await crm.holdings.getFlows({ ...of, months: 24 }),
      interactions: await crm.interactions.listOf(id),
      consents: await crm.customers.listConsents(id),
      labels: await crm.customers.listLabelsOf(id),
      relationships: await crm.customers.listRelationships(id),
      household: await crm.customers.findHousehold(id).catch(() => 'none'),
      open: await crm.desk.getOpenWork(id),
      overview: {
        ...(await crm.desk.getOverview(id)),
        customer: undefined,
      },
    }
  }
  const merge = async (id: CustomerId = auntLi.id, wish = why) => {
    const { version } = await house.crm.customers.get(id)
    return house.crm.customers.merge(id, wish, { version })
  }
  let before: { readonly aunt: unknown; readonly other: unknown }

  it('has work of her own under each name', async () => {
    const { crm } = house
    for (const [id, text] of [
      [auntLi.id, '问定期到期'],
      [liGuifen.id, '问扫码手续费'],
    ] as const)
      await crm.interactions.create({
        customerId: id,
        kind: 'visit',
        purpose: 'care',
        result: 'done',
        summary: text,
        submit: true,
      })
    const tag = await crm.customers.createLabel({ kind: 'group', name: '菜农' })
    await crm.customers.changeLabelled(tag.id, { deed: 'put', customerIds: [liGuifen.id] })
    const tie = { role: 'spouse', otherName: '李四', otherKind: 'person' } as const
    await crm.customers.addRelationship(liGuifen.id, { ...tie, reason: '来人自述' })
    // What one source alone said is written down as its word when two become one: not before.
    await deliver(
      house.store,
      'pay',
      `${liGuifen.id}|李桂芬|15400125678|柳河村3组\n`,
      day('2026-03-01'),
    )
    const ranked = await merge()
    await crm.customers.unmerge(ranked.id, '先看一眼')
    before = { aunt: await pageOf(auntLi.id), other: await pageOf(liGuifen.id) }
  })

  it('is one: what lay with either lies with her, and no row has moved', async () => {
    const rows = () =>
      house.store.db
        .selectFrom('account')
        .select(['customer_id', 'account_id'])
        .orderBy('account_id')
        .execute()
    const lay = await rows()
    const done = await merge()
    mergeId = done.id
    expect(done).toMatchObject({
      survivorId: auntLi.id,
      mergedId: liGuifen.id,
      byStaffId: chenBo.id,
    })
    expect(await rows()).toEqual(lay)

    const { crm } = house
    const { items } = await crm.holdings.listAccounts({ customerId: auntLi.id })
    expect(items.map(({ id }) => id)).toContain('acc_liguifen1')
    expect(new Set(items.map(({ customerId }) => customerId))).toEqual(new Set([auntLi.id]))
    const moved = await crm.holdings.listMovements({ customerId: auntLi.id, limit: 100 })
    const ofHers = await crm.holdings.listMovements({
      customerId: auntLi.id,
      accountId: 'acc_liguifen1' as AccountId,
    })
    expect(ofHers.items).toHaveLength(3)
    expect(moved.items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(ofHers.items.map(({ id }) => id)),
    )
    const said = await crm.interactions.listOf(auntLi.id)
    expect(said.items.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining(['问定期到期', '问扫码手续费']),
    )
    expect(await crm.customers.listLabelsOf(auntLi.id)).toMatchObject({ items: [{ name: '菜农' }] })
    const averages = await crm.holdings.getAverages(auntLi.id)
    expect(averages.items.map(({ accountId }) => accountId)).toContain('acc_liguifen1')
    expect((await crm.customers.listRelationships(auntLi.id)).items.length).toBeGreaterThan(0)
  })

  it('answers to either name, number and account', async () => {
    const { crm } = house
    expect((await crm.customers.get(liGuifen.id)).id).toBe(auntLi.id)
    const found = async (text: string) =>
      (await crm.customers.search({ text })).items.map(({ id }) => id)
    expect(await found('15400125678')).toEqual([auntLi.id])
    expect(await found('80590020100019036')).toEqual([auntLi.id])
    expect(await found(liGuifen.id)).toEqual([auntLi.id])
    expect(await found('')).not.toContain(liGuifen.id)
    expect((await crm.desk.findCaller('15400125678')).candidates).toHaveLength(1)
    expect(await pageOf(liGuifen.id)).toEqual(await pageOf(auntLi.id))
  })

  it('is counted once, with all she has', async () => {
    const facts = await house.store.db
      .selectFrom('customer_facts')
      .select(['customer_id', 'accounts'])
      .where('customer_id', 'in', [auntLi.id, liGuifen.id])
      .execute()
    expect(facts).toHaveLength(1)
    expect(facts[0]).toMatchObject({ customer_id: auntLi.id })
    const { items } = await house.crm.holdings.listAccounts({ customerId: auntLi.id })
    const open = items.filter(({ status, role }) => status !== 'closed' && role === 'owner')
    expect(Number(facts[0]?.accounts)).toBe(open.length)
  })

  it('is made of what both sources say, and stays where she belongs', async () => {
    const after = await house.crm.customers.get(auntLi.id)
    expect(after).toMatchObject({ branchId: auntLi.branchId, managerId: auntLi.managerId })
    const { sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(sources.map(({ source }) => source)).toContain('pay')
    const { items } = await house.crm.customers.getHistory(auntLi.id)
    expect(['merge', 'import', 'unmerge']).toContain(items[0]?.cause)
  })

  it('cannot be merged with herself, with a firm, or past a decision', async () => {
    expect(await codeOf(merge(auntLi.id, { ...why, mergedId: auntLi.id }))).toBe('merge.same')
    expect(await codeOf(merge())).toBe('merge.same')
    const boss = house.as(zhouMin)
    const shop = await boss.customers.get(wangNoodleShop.id)
    const wish = { mergedId: shop.id, reason: '同一人' }
    const { version } = await boss.customers.get(auntLi.id)
    expect(await codeOf(boss.customers.merge(auntLi.id, wish, { version }))).toBe(
      'merge.kinds_differ',
    )
    expect(await codeOf(boss.customers.merge(auntLi.id, why, { version: version + 7 }))).toBe(
      'write.version_stale',
    )
    const outside = house.as({ ...chenBo, id: 'stf_tang' as typeof chenBo.id })
    expect(await codeOf(outside.customers.merge(auntLi.id, why, { version }))).toBe(
      'customer.not_found',
    )
    expect(await codeOf(outside.customers.unmerge(mergeId, '误'))).toBe('merge.not_found')
  })

  it('is two again as if she had never been one', async () => {
    const undone = await house.crm.customers.unmerge(mergeId, '两人同名')
    expect(undone).toMatchObject({ id: mergeId, undoneBy: chenBo.id, undoneReason: '两人同名' })
    const aunt = await pageOf(auntLi.id)
    const other = await pageOf(liGuifen.id)
    expect(other).toEqual(before.other)
    expect(aunt).toEqual(before.aunt)
    expect(await codeOf(house.crm.customers.unmerge(mergeId, '再来'))).toBe('merge.undone')
    const { items } = await house.crm.customers.listMerges(auntLi.id)
    expect(items[0]).toMatchObject({ id: mergeId, undoneReason: '两人同名' })
    expect(items).toHaveLength(2)
  })

  it('is heard of under either key while she is one', async () => {
    const again = await merge()
    await deliver(
      house.store,
      'pay',
      `${liGuifen.id}|李桂芬|15400125678|柳河村5组\n`,
      day('2026-03-04'),
    )
    const { sources } = await house.crm.customers.getProvenance(auntLi.id)
    expect(sources.find(({ source }) => source === 'pay')).toMatchObject({ address: '柳河村5组' })
    await house.crm.customers.unmerge(again.id, '两人同名')
    // What was said of either meanwhile is known of that one, and of nobody else.
    expect(await house.crm.customers.get(liGuifen.id)).toMatchObject({ address: '柳河村5组' })
    expect(await pageOf(auntLi.id)).toEqual(before.aunt)
  })
})
