import { CustomerId, LabelId } from '@crm/core'
import { auntLi, chenBo, liGuifen, qianJin, staff, sun, zhang } from '@crm/core/fixtures'
import { migrate, migrations, type Store } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf } from './engines.ts'

const wu = staff.find(({ id }) => id === 'stf_wu')!
const tang = staff.find(({ id }) => id === 'stf_tang')!
const nobody = CustomerId.parse('cus_nobody')

describe.each(await bothEngines(30_000))('tags and lists on %s', (_, open) => {
  let bank: TestBank
  beforeAll(async () => {
    bank = open ? await openTestBank({ store: await prepared(open) }) : await openTestBank()
  })
  afterAll(() => bank.close())

  it('a tag is the whole bank’s, and made by a head of branch alone', async () => {
    expect(
      await codeOf(bank.as(chenBo).customers.createLabel({ kind: 'tag', name: '养羊户' })),
    ).toBe('label.tag_needs_manager')
    const tag = await bank.as(qianJin).customers.createLabel({ kind: 'tag', name: '养羊户' })
    expect(
      (await bank.as(tang).customers.listLabels()).items.map(({ label }) => label.id),
    ).toContain(tag.id)
    expect(
      await codeOf(bank.as(qianJin).customers.createLabel({ kind: 'tag', name: ' 养羊户 ' })),
    ).toBe('label.name_taken')
  })

  it('a list is its maker’s alone, unless the office shares it', async () => {
    const own = await bank.as(chenBo).customers.createLabel({ kind: 'group', name: '春耕走访' })
    const ours = await bank
      .as(chenBo)
      .customers.createLabel({ kind: 'group', name: '城关', shared: true })
    const seenBy = async (who: typeof chenBo) =>
      (await bank.as(who).customers.listLabels()).items.map(({ label }) => label.id)
    expect(await seenBy(chenBo)).toEqual(expect.arrayContaining([own.id, ours.id]))
    expect(await seenBy(wu)).toContain(ours.id)
    expect(await seenBy(wu)).not.toContain(own.id)
    expect(await seenBy(tang)).not.toContain(ours.id)
    // Wu may have a list of the same name.
    await bank.as(wu).customers.createLabel({ kind: 'group', name: '春耕走访' })
    expect(
      await codeOf(
        bank.as(wu).customers.changeLabelled(own.id, { deed: 'put', customerIds: [zhang.id] }),
      ),
    ).toBe('label.not_found')
  })

  it('many are put under it at once: who is not there is refused by name, the rest is done', async () => {
    const crm = bank.as(chenBo).customers
    const { id } = await crm.createLabel({ kind: 'group', name: '存单到期' })
    const outcome = await crm.changeLabelled(id, {
      deed: 'put',
      customerIds: [auntLi.id, zhang.id, auntLi.id, sun.id, nobody],
    })
    expect(outcome).toMatchObject({ changed: 2, unchanged: 0 })
    // Sun is another branch's: to Chen Bo they are as little there as nobody.
    expect(outcome.refused).toEqual(
      [sun.id, nobody].map((customerId) => ({ customerId, code: 'customer.not_found' })),
    )
    expect(
      await crm.changeLabelled(id, { deed: 'put', customerIds: [auntLi.id, liGuifen.id] }),
    ).toMatchObject({ changed: 1, unchanged: 1 })
    const found: string[] = []
    for await (const customer of crm.eachLabelled(id, { limit: 2 })) found.push(customer.id)
    expect(found.sort()).toEqual([auntLi.id, liGuifen.id, zhang.id].sort())
    expect((await crm.listLabelsOf(auntLi.id)).items.map((label) => label.id)).toContain(id)
    expect((await crm.listLabels()).items.find(({ label }) => label.id === id)?.customers).toBe(3)
  })

  it('a change is taken back whole, once, by whoever made it', async () => {
    const crm = bank.as(chenBo).customers
    const { id } = await crm.createLabel({ kind: 'group', name: '误操作' })
    await crm.changeLabelled(id, { deed: 'put', customerIds: [auntLi.id] })
    const { changeId } = await crm.changeLabelled(id, {
      deed: 'put',
      customerIds: [auntLi.id, zhang.id],
    })
    expect(await codeOf(bank.as(wu).customers.undoLabelled(changeId!))).toBe(
      'label.change_not_found',
    )
    expect(await crm.undoLabelled(changeId!)).toMatchObject({ changed: 1 })
    // Aunt Li was under it before the change, and is after it was taken back.
    expect((await crm.listLabelled(id)).items.map((customer) => customer.id)).toEqual([auntLi.id])
    expect(await codeOf(crm.undoLabelled(changeId!))).toBe('label.change_not_found')
    const taken = await crm.changeLabelled(id, { deed: 'take', customerIds: [auntLi.id] })
    expect(await crm.undoLabelled(taken.changeId!)).toMatchObject({ changed: 1 })
    expect((await crm.listLabelled(id)).items).toHaveLength(1)
  })

  it('whoever sees fewer customers counts fewer under a tag', async () => {
    const tag = await bank.as(qianJin).customers.createLabel({ kind: 'tag', name: '光伏' })
    await bank
      .as(qianJin)
      .customers.changeLabelled(tag.id, { deed: 'put', customerIds: [auntLi.id, sun.id] })
    const countedBy = async (who: typeof chenBo) =>
      (await bank.as(who).customers.listLabels()).items.find(({ label }) => label.id === tag.id)
        ?.customers
    expect(await countedBy(qianJin)).toBe(2)
    expect(await countedBy(chenBo)).toBe(1)
    const page = await bank.as(chenBo).customers.listLabelled(tag.id)
    expect(page.items.map(({ id }) => id)).toEqual([auntLi.id])
  })

  it('two who put the same customer under a tag at once put them there once', async () => {
    const tag = await bank.as(qianJin).customers.createLabel({ kind: 'tag', name: '同时' })
    const both = await Promise.all(
      [qianJin, chenBo].map((who) =>
        bank.as(who).customers.changeLabelled(tag.id, { deed: 'put', customerIds: [auntLi.id] }),
      ),
    )
    expect(both.reduce((sum, { changed }) => sum + changed, 0)).toBe(1)
    expect(both.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(1)
  })

  it('thousands go in one call', async () => {
    const { db } = bank.store
    const ids = Array.from({ length: 2_000 }, (_, n) => CustomerId.parse(`cus_many${n}`))
    await db
      .insertInto('customer')
      .values(
        ids.map((id) => ({
          bank_id: 'bnk_shiqiao',
          customer_id: id,
          kind: 'person',
          name: '王某',
          branch_id: auntLi.branchId,
          manager_id: chenBo.id,
          opened_on: auntLi.openedOn,
          source: 'core',
          source_key: id,
        })),
      )
      .execute()
    const crm = bank.as(chenBo).customers
    const { id } = await crm.createLabel({ kind: 'group', name: '两千户' })
    const { changed, changeId } = await crm.changeLabelled(id, { deed: 'put', customerIds: ids })
    expect(changed).toBe(2_000)
    expect((await crm.undoLabelled(changeId!)).changed).toBe(2_000)
    expect(
      await codeOf(crm.changeLabelled(id, { deed: 'put', customerIds: [...ids, auntLi.id] })),
    ).toBe('request.invalid')
  })

  it('a label that is nobody’s is not there', async () => {
    const lost = LabelId.parse('lab_lost')
    expect(await codeOf(bank.as(chenBo).customers.listLabelled(lost))).toBe('label.not_found')
    expect(await codeOf(bank.as(chenBo).customers.listLabelsOf(sun.id))).toBe('customer.not_found')
  })
})

/** An empty store with the schema in it. */
async function prepared(open: () => Promise<Store>): Promise<Store> {
  const store = await open()
  await migrate(store, migrations)
  return store
}
