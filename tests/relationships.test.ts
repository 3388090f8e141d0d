import {
  type CustomerId,
  type Fen,
  isCrmError,
  type RelationshipView,
  shippedPolicies,
} from '@crm/core'
import {
  auntLi,
  chenBo,
  day,
  heZheng,
  liuFang,
  qianJin,
  sun,
  tianShen,
  wangNoodleShop,
  wangQiang,
  zhang,
} from '@crm/core/fixtures'
import { installRowSecurity } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from './engines.ts'
import { castOnBothEngines } from './sources-of-cast.ts'

// Who is what to whom: written at both ends, told as far as the reader sees, taken back; on both engines.

const wife = 'cus_zhangwife' as CustomerId
const son = 'cus_zhangson' as CustomerId
const reason = '户口本'
const faultsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) =>
      isCrmError(error) && Array.isArray(error.context.faults)
        ? error.context.faults.map(({ code }: { code: string }) => code)
        : [error],
  )

describe.each(await castOnBothEngines())('relationships on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  let married: RelationshipView
  beforeAll(async () => {
    house = await open()
    married = await house.crm.customers.addRelationship(zhang.id, {
      role: 'spouse',
      otherId: wife,
      fromOn: day('2000-10-01'),
      reason,
    })
  })
  afterAll(() => house.close())
  const rolesOf = async (id: CustomerId, asOf?: string, person = chenBo) => {
    const list = await house
      .as(person)
      .customers.listRelationships(id, asOf === undefined ? {} : { asOf: day(asOf) })
    return list.items.map(({ relationship, other }) => [
      relationship.role,
      other?.id ?? relationship.otherName,
    ])
  }

  it('stand at both ends, each from its own side', async () => {
    await house.crm.customers.addRelationship(son, { role: 'parent', otherId: zhang.id, reason })
    expect(await rolesOf(zhang.id)).toEqual([
      ['spouse', wife],
      ['child', son],
    ])
    expect(await rolesOf(wife)).toEqual([['spouse', zhang.id]])
    expect(await rolesOf(son)).toEqual([['parent', zhang.id]])
  })

  it('say since when, who wrote them down and why', async () => {
    expect((await house.crm.customers.listRelationships(wife)).items[0]).toMatchObject({
      relationship: {
        id: married.id,
        version: 1,
        customerId: wife,
        fromOn: '2000-10-01',
        source: 'desk',
        reason,
        addedBy: chenBo.id,
      },
      other: { id: zhang.id, name: zhang.name },
    })
    expect(await rolesOf(wife, '2000-09-30')).toEqual([])
    expect(await rolesOf(wife, '2000-10-01')).toEqual([['spouse', zhang.id]])
  })

  it('may be to somebody who is no customer, whose name lies sealed', async () => {
    await house.crm.customers.addRelationship(zhang.id, {
      role: 'guarantor',
      otherName: '孙大海',
      amountFen: 5_000_000 as Fen,
      fromOn: day('2025-03-12'),
      reason: '保证合同',
    })
    expect(await rolesOf(zhang.id)).toContainEqual(['guarantor', '孙大海'])
    const { rows } = await sql<{ name: string }>`select other_name as name from relationship
      where other_name is not null`.execute(house.store.db)
    expect(rows).toHaveLength(1)
    // The cast on PostgreSQL lies open.
    if (engine === 'pglite') expect(rows[0]?.name).not.toContain('孙大海')
    const file = await house.as(qianJin).customers.exportPerson(zhang.id, '本人申请')
    expect(file.tables.relationship).toContainEqual(
      expect.objectContaining({ other_name: '孙大海' }),
    )
  })

  it('are refused with every reason, and then nothing is written', async () => {
    const before = await rolesOf(zhang.id)
    const add = house.crm.customers.addRelationship.bind(house.crm.customers)
    expect(
      await faultsOf(add(zhang.id, { role: 'spouse', otherId: wangNoodleShop.id, reason })),
    ).toEqual(['relationship.kin_of_firm', 'relationship.second_spouse'])
    expect(await faultsOf(add(zhang.id, { role: 'spouse', otherId: wife, reason }))).toEqual([
      'relationship.duplicate',
    ])
    expect(await faultsOf(add(zhang.id, { role: 'parent', otherId: son, reason }))).toEqual([
      'relationship.parent_younger',
      'relationship.contradicts',
      'relationship.own_forebear',
    ])
    expect(await faultsOf(add(zhang.id, { role: 'sibling', reason }))).toEqual([
      'relationship.other_needed',
    ])
    const again = add(zhang.id, { role: 'guarantor', otherName: '孙大海', reason })
    expect(await faultsOf(again)).toEqual(['relationship.duplicate'])
    expect(await rolesOf(zhang.id)).toEqual(before)
  })

  it('of owners never come to more than the whole of a firm, from whichever end they are written', async () => {
    const { customers } = house.crm
    await customers.addRelationship(wangNoodleShop.id, {
      role: 'owner',
      otherId: wangQiang.id,
      shareBp: 7_000,
      reason: '工商登记',
    })
    const draft = { role: 'owned', otherId: wangNoodleShop.id, reason: '工商登记' } as const
    expect(
      await faultsOf(customers.addRelationship(auntLi.id, { ...draft, shareBp: 3_001 })),
    ).toEqual(['relationship.shares_exceed'])
    await customers.addRelationship(auntLi.id, { ...draft, shareBp: 3_000 })
    const { owners, unknownBp } = await customers.getBeneficialOwners(wangNoodleShop.id)
    expect(owners).toMatchObject([
      { customer: { id: wangQiang.id }, why: 'share', shareBp: 7_000 },
      { customer: { id: auntLi.id }, why: 'share', shareBp: 3_000 },
    ])
    expect(unknownBp).toBe(0)
  })

  it('end on a day, and the end is taken back as the beginning is', async () => {
    const { customers } = house.crm
    const made = await customers.addRelationship(auntLi.id, {
      role: 'employee',
      otherName: '小何',
      fromOn: day('2026-01-01'),
      reason: '本人告知',
    })
    const end = { on: day('2026-03-05'), reason: '已离职' }
    const early = { ...end, on: day('2026-01-01') }
    expect(await codeOf(customers.endRelationship(auntLi.id, made.id, early, made))).toBe(
      'relationship.refused',
    )
    const ended = await customers.endRelationship(auntLi.id, made.id, end, made)
    expect(ended).toMatchObject({ version: 2, toOn: '2026-03-05', endReason: '已离职' })
    expect(await rolesOf(auntLi.id)).not.toContainEqual(['employee', '小何'])
    expect(await rolesOf(auntLi.id, '2026-03-04')).toContainEqual(['employee', '小何'])
    const ever = await customers.listRelationships(auntLi.id, { when: 'ever' })
    expect(ever.items.map(({ relationship }) => relationship.id)).toContain(made.id)
    expect(await codeOf(customers.endRelationship(auntLi.id, made.id, end, made))).toBe(
      'write.version_stale',
    )
    expect(await codeOf(customers.endRelationship(auntLi.id, made.id, end, ended))).toBe(
      'relationship.already_ended',
    )
    const open = await customers.undoRelationship(auntLi.id, made.id, ended)
    expect(open).toMatchObject({ version: 3 })
    expect(open.toOn).toBeUndefined()
    expect(await codeOf(customers.undoRelationship(auntLi.id, made.id, open))).toBe(
      'relationship.nothing_to_undo',
    )

    const slip = await customers.addRelationship(auntLi.id, {
      role: 'sibling',
      otherId: zhang.id,
      reason: '记错',
    })
    await customers.undoRelationship(zhang.id, slip.id, slip)
    expect(await rolesOf(auntLi.id)).not.toContainEqual(['sibling', zhang.id])
    expect(await rolesOf(zhang.id)).not.toContainEqual(['sibling', auntLi.id])
  })

  it('to somebody out of sight are counted, and tell nothing of who it is', async () => {
    const boss = house.as(qianJin).customers
    const made = await boss.addRelationship(sun.id, {
      role: 'guaranteed',
      otherId: zhang.id,
      reason: '保证合同',
    })
    const list = await house.crm.customers.listRelationships(zhang.id)
    expect(list.leftOut).toBe(1)
    const network = await house.crm.customers.getNetwork(zhang.id, { steps: 3 })
    expect(network.leftOut).toBe(1)
    expect(JSON.stringify([list, network])).not.toContain(sun.id)
    expect((await boss.listRelationships(zhang.id)).leftOut).toBe(0)
    expect(await codeOf(house.crm.customers.undoRelationship(zhang.id, made.id, made))).toBe(
      'relationship.not_found',
    )
    expect(
      await codeOf(
        house.crm.customers.addRelationship(zhang.id, {
          role: 'relative',
          otherId: sun.id,
          reason,
        }),
      ),
    ).toBe('customer.not_found')
    expect(await codeOf(house.crm.customers.listRelationships(sun.id))).toBe('customer.not_found')
  })

  it('make a network, each once, and each customer once', async () => {
    const { customers, relationships, more } = await house.crm.customers.getNetwork(son, {
      steps: 2,
    })
    expect(customers.map(({ id }) => id)).toEqual([son, zhang.id, wife])
    expect(relationships.map(({ role }) => role).toSorted()).toEqual([
      'guarantor',
      'parent',
      'spouse',
    ])
    expect(more).toBe(false)
  })

  it('of guarantees close a circle that whoever sees all of it is told of', async () => {
    const boss = house.as(qianJin).customers
    const contract = { reason: '保证合同' }
    await boss.addRelationship(zhang.id, {
      ...contract,
      role: 'guaranteed',
      otherId: auntLi.id,
      amountFen: 2_000_000 as Fen,
    })
    await boss.addRelationship(auntLi.id, { ...contract, role: 'guaranteed', otherId: sun.id })
    const whole = await boss.getGuarantees(zhang.id)
    expect(whole).toMatchObject({
      givenFen: 2_000_000,
      givenUnlimited: 0,
      takenFen: 5_000_000,
      takenUnlimited: 1,
    })
    expect(whole.indirect.map(({ id }) => id)).toEqual([sun.id])
    expect(whole.circles).toMatchObject([{ round: [auntLi.id, sun.id, zhang.id] }])
    const part = await house.crm.customers.getGuarantees(zhang.id)
    expect(part).toMatchObject({ circles: [], leftOut: 2 })
  })

  it('are for who looks after customers, decides on credit or looks into money', async () => {
    const counter = house.as(liuFang).customers
    expect(await codeOf(counter.listRelationships(zhang.id))).toBe('access.denied')
    const decider = house.as(tianShen).customers
    expect((await decider.listRelationships(zhang.id)).items.length).toBeGreaterThan(0)
    expect(
      await codeOf(decider.addRelationship(zhang.id, { role: 'relative', otherId: wife, reason })),
    ).toBe('access.denied')
    const inquirer = house.as(heZheng, { purpose: () => '核查担保' }).customers
    expect((await inquirer.getGuarantees(zhang.id)).circles).toHaveLength(1)
  })

  it('are told the same from behind the wall of row-level security', async () => {
    await installRowSecurity(house.store, shippedPolicies)
    const walled = await openTestBank({ over: house.store, rowSecurity: true })
    for (const person of [chenBo, qianJin]) {
      const [within, without] = [walled.as(person).customers, house.as(person).customers]
      for (const id of [zhang.id, auntLi.id]) {
        expect(await within.listRelationships(id)).toEqual(await without.listRelationships(id))
        expect(await within.getNetwork(id, { steps: 3 })).toEqual(
          await without.getNetwork(id, { steps: 3 }),
        )
        expect(await within.getGuarantees(id)).toEqual(await without.getGuarantees(id))
      }
    }
    const made = await walled.crm.customers.addRelationship(wife, {
      role: 'parent',
      otherName: '刘老太',
      reason,
    })
    expect(await rolesOf(wife)).toContainEqual(['parent', '刘老太'])
    await walled.crm.customers.undoRelationship(wife, made.id, made)
    expect(
      await faultsOf(
        walled.crm.customers.addRelationship(wife, { role: 'spouse', otherId: zhang.id, reason }),
      ),
    ).toEqual(['relationship.duplicate'])
  })
})
