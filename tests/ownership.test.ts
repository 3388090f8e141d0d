import {
  type CustomerId,
  checkOwners,
  type Share,
  type Staff,
  type StaffId,
  shippedPolicies,
} from '@crm/core'
import { auntLi, bank, chenBo, day, liGuifen, staff, tianShen, zhouMin } from '@crm/core/fixtures'
import {
  installRowSecurity,
  keepCustomerPlaces,
  migrate,
  migrations,
  type Store,
  sealedStore,
} from '@crm/server'
import { openTestBank, type TestBank, testVault } from '@crm/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf } from './engines.ts'

const named = (id: string): Staff => staff.find((one) => one.id === id)!
const wu = named('stf_wu')
const luo = named('stf_luo')
const tang = named('stf_tang')
const reason = '岗位调整'
const whole = (who: Staff): Share => ({ staffId: who.id, shareBp: 10_000 })

let house: TestBank
const owners = async (who: Staff, id: CustomerId, asOf?: string) =>
  house.as(who).customers.listOwners(id, asOf === undefined ? undefined : day(asOf))
const shares = async (who: Staff, id: CustomerId, asOf?: string) =>
  (await owners(who, id, asOf)).owners.map(({ staffId, shareBp }) => ({ staffId, shareBp }))
const version = async (who: Staff, id: CustomerId) => ({
  version: (await house.as(who).customers.listOwners(id)).version,
})
const nextDay = (to: string) =>
  house.store.db.updateTable('bank').set({ business_date: to }).execute()

describe('a customer whom nobody looks after', () => {
  beforeAll(async () => {
    house = await openTestBank({ steppedUp: true })
  })
  afterAll(() => house.close())

  it('is claimed by whoever is first, and is theirs from that day on', async () => {
    expect(await shares(wu, liGuifen.id)).toEqual([])
    const seen = await version(wu, liGuifen.id)
    const claimed = await house.as(wu).customers.claim(liGuifen.id, seen)
    expect(claimed).toMatchObject({ outcome: 'done', version: seen.version + 1 })
    expect(await shares(wu, liGuifen.id)).toEqual([whole(wu)])
    expect(await shares(wu, liGuifen.id, '2026-03-04')).toEqual([])
    expect((await house.as(wu).customers.get(liGuifen.id)).managerId).toBe(wu.id)
    // Who it was before is kept, and the claim stands in the history with who made it.
    const { items } = await house.as(wu).customers.getHistory(liGuifen.id)
    expect(items.slice(0, 2)).toMatchObject([
      { cause: 'hand-over', byStaffId: wu.id, changed: ['managerId'] },
      { customer: { version: seen.version } },
    ])
    // To Chen Bo they are out of sight from now on.
    expect(await codeOf(house.as(chenBo).customers.claim(liGuifen.id, seen))).toBe(
      'customer.not_found',
    )
    const head = house.as(zhouMin).customers
    expect(await codeOf(head.claim(liGuifen.id, claimed))).toBe('customer.already_owned')
  })
})

describe('Aunt Li changes hands', () => {
  beforeAll(async () => {
    house = await openTestBank({ steppedUp: true })
  })
  afterAll(() => house.close())

  it('is shared out by her manager, and both have her in sight', async () => {
    expect(await codeOf(house.as(wu).customers.get(auntLi.id))).toBe('customer.not_found')
    const split = [
      { staffId: chenBo.id, shareBp: 6_000 },
      { staffId: wu.id, shareBp: 4_000 },
    ]
    const seen = await version(chenBo, auntLi.id)
    const done = await house.crm.customers.shareOut(auntLi.id, { shares: split, reason }, seen)
    expect(done.outcome).toBe('done')
    expect(await shares(wu, auntLi.id)).toEqual(split)
    expect(await shares(chenBo, auntLi.id, '2026-03-04')).toEqual([whole(chenBo)])
    const { log, names, owners: now } = await owners(wu, auntLi.id)
    expect(log).toMatchObject([{ deed: 'share', from: [whole(chenBo)], to: split, reason }])
    expect(names).toEqual({ [chenBo.id]: '陈波', [wu.id]: '吴桐' })
    expect(now.map(({ main }) => main)).toEqual([true, false])
  })

  it.each([
    ['less than the whole', [[chenBo.id, 9_999]], 'access.shares_unsound'],
    [
      'one person twice',
      [
        [wu.id, 5_000],
        [wu.id, 5_000],
      ],
      'access.shares_unsound',
    ],
    ['a teller', [['stf_liu', 10_000]], 'customer.owner_unfit'],
    ['nobody known', [['stf_ghost', 10_000]], 'customer.owner_unfit'],
  ] as const)('is not given to %s', async (_who, given, code) => {
    const list = given.map(([staffId, shareBp]) => ({ staffId: staffId as StaffId, shareBp }))
    const seen = await version(chenBo, auntLi.id)
    const work = house.crm.customers.shareOut(auntLi.id, { shares: list, reason }, seen)
    expect(await codeOf(work)).toBe(code)
  })

  it('stays where she is while the head of branch has not agreed to what a colleague asks', async () => {
    const seen = await version(wu, auntLi.id)
    const wish = { shares: [whole(wu)], reason: '客户迁居双桥村' }
    const asked = await house.as(wu).customers.shareOut(auntLi.id, wish, seen)
    expect(asked).toMatchObject({ outcome: 'waiting', version: seen.version })
    expect(await shares(chenBo, auntLi.id)).toHaveLength(2)
    expect((await owners(chenBo, auntLi.id)).pending).toMatchObject({
      approvalId: asked.approvalId,
      to: [whole(wu)],
      byStaffId: wu.id,
    })

    const desk = house.as(zhouMin).approvals
    const [request] = (await desk.list({ box: 'waiting' })).items
    expect(request).toMatchObject({
      id: asked.approvalId,
      reason: { code: 'ownership.not_yours', facts: { giver: chenBo.id } },
      content: { customerId: auntLi.id, to: [whole(wu)] },
    })
    const word = { decision: 'approve', contentHash: request!.contentHash, remark: '' } as const
    await desk.decide(request!.id, word, request!)
    expect(await shares(wu, auntLi.id)).toEqual([whole(wu)])
    expect(await codeOf(house.crm.customers.get(auntLi.id))).toBe('customer.not_found')
    const { log, pending } = await owners(wu, auntLi.id)
    expect(log[0]).toMatchObject({ deed: 'transfer', byStaffId: wu.id, reason: wish.reason })
    expect(pending).toBeUndefined()
  })

  it('is not moved by an agreement to what is no longer so', async () => {
    const seen = await version(wu, auntLi.id)
    const wish = { toId: tang.id, reason: '客户迁往县城' }
    const asked = await house.as(wu).customers.handOver(auntLi.id, wish, seen)
    expect(asked.outcome).toBe('waiting')
    const inBranch = { toId: luo.id, reason }
    await house.as(zhouMin).customers.handOver(auntLi.id, inBranch, seen)
    const request = await house.as(tianShen).approvals.get(asked.approvalId as never)
    const word = { decision: 'approve', contentHash: request.contentHash, remark: '' } as const
    const work = house.as(tianShen).approvals.decide(request.id, word, request)
    expect(await codeOf(work)).toBe('customer.owners_changed')
    expect(await shares(luo, auntLi.id)).toEqual([whole(luo)])
    // On one day the last counts; the day before is what it was.
    expect(await shares(luo, auntLi.id, '2026-03-04')).toEqual([whole(chenBo)])
  })

  it('goes to the book that a file names, and what was shared ends', async () => {
    await nextDay('2026-03-09')
    const split = [
      { staffId: luo.id, shareBp: 7_000 },
      { staffId: wu.id, shareBp: 3_000 },
    ]
    const seen = await version(luo, auntLi.id)
    await house.as(luo).customers.shareOut(auntLi.id, { shares: split, reason }, seen)
    await nextDay('2026-03-20')
    await house.store.transaction(async (db) => {
      await db
        .updateTable('customer')
        .set({ manager_id: chenBo.id })
        .where('customer_id', '=', auntLi.id)
        .execute()
      await keepCustomerPlaces(db, bank.id, [auntLi.id])
    })
    const later = await openTestBank({ over: house.store, steppedUp: true })
    const told = await later.crm.customers.listOwners(auntLi.id)
    expect(told.owners).toMatchObject([{ staffId: chenBo.id, shareBp: 10_000, main: true }])
    const then = await later.crm.customers.listOwners(auntLi.id, day('2026-03-19'))
    expect(then.owners).toMatchObject([
      { staffId: luo.id, shareBp: 7_000, main: true, toOn: '2026-03-20' },
      { staffId: wu.id, shareBp: 3_000, main: false },
    ])
  })
})

describe.each(await bothEngines(20_000))('a whole book, on %s', (_engine, open) => {
  const there = it.skipIf(!open)
  let own: TestBank

  beforeAll(async () => {
    if (!open) return
    const store = sealedStore((await open()) as Store, testVault())
    await migrate(store, migrations)
    own = await openTestBank({ store, steppedUp: true, rowSecurity: true })
    await installRowSecurity(store, shippedPolicies)
  }, 60_000)
  afterAll(() => own?.close())

  there('goes to a colleague at once, each customer with an entry of its own', async () => {
    const before = await own.crm.customers.search({ text: '', limit: 100 })
    const mine = before.items.filter(({ managerId }) => managerId === chenBo.id)
    const moved = await own.crm.customers.handOverBook({ fromId: chenBo.id, toId: wu.id, reason })
    expect(moved).toEqual({ moved: mine.length, waiting: 0 })
    expect(mine.length).toBeGreaterThan(5)
    for (const { id } of mine) {
      const told = await own.as(wu).customers.listOwners(id)
      expect(told.owners).toMatchObject([{ staffId: wu.id, shareBp: 10_000, main: true }])
      expect(told.log).toMatchObject([{ deed: 'hand-over', byStaffId: chenBo.id, reason }])
    }
    expect(await codeOf(own.crm.customers.get(auntLi.id))).toBe('customer.not_found')
    const audit = await own.store.db
      .selectFrom('audit_event')
      .select(['object_id', 'result'])
      .where('action', '=', 'customers.handOverBook')
      .execute()
    expect(audit).toEqual([{ object_id: chenBo.id, result: 'ok' }])
  })

  there('of a colleague waits for agreement, one by one; the log is written once', async () => {
    const { version: seen } = await own.as(wu).customers.listOwners(auntLi.id)
    const split = [
      { staffId: wu.id, shareBp: 5_000 },
      { staffId: chenBo.id, shareBp: 5_000 },
    ]
    await own.as(wu).customers.shareOut(auntLi.id, { shares: split, reason }, { version: seen })
    const wish = { fromId: wu.id, toId: chenBo.id, reason }
    expect(await own.crm.customers.handOverBook(wish)).toEqual({ moved: 0, waiting: 1 })
    const work = own.store.db.updateTable('ownership_change').set({ reason: '' }).execute()
    await expect(work).rejects.toThrow(/written once|restrict/)
  })

  there(
    'whatever is done, on every day the shares are the whole',
    async () => {
      const people = [chenBo, wu, luo]
      const who = fc.constantFrom(...people)
      const cut = fc.integer({ min: 1, max: 9_999 })
      const deed = fc.record({ pass: fc.boolean(), from: who, to: who, cut, day: fc.boolean() })
      let today = day('2026-03-05')
      const head = own.as(zhouMin).customers
      const [one] = (await head.search({ text: '张', limit: 1 })).items
      await fc.assert(
        fc.asyncProperty(deed, async ({ pass, from, to, cut, day: passes }) => {
          if (passes) {
            const next = Date.parse(`${today}T00:00:00Z`) + 86_400_000
            today = day(new Date(next).toISOString().slice(0, 10))
            await own.store.db.updateTable('bank').set({ business_date: today }).execute()
            own.ports.pass(10_000)
          }
          const told = await head.listOwners(one!.id)
          const wish = { fromId: from.id, toId: to.id, reason }
          const parts = [
            { staffId: from.id, shareBp: cut },
            { staffId: to.id, shareBp: 10_000 - cut },
          ]
          const list = from === to ? [whole(to)] : parts
          await (pass
            ? head.handOver(one!.id, wish, told).catch(() => undefined)
            : head.shareOut(one!.id, { shares: list, reason }, told))
          const rows = await own.store.db
            .selectFrom('customer_owner')
            .selectAll()
            .where('customer_id', '=', one!.id)
            .execute()
          checkOwners(
            rows.map((row) => ({
              staffId: row.staff_id as StaffId,
              shareBp: row.share_bp,
              fromOn: day(row.from_on),
              ...(row.to_on && { toOn: day(row.to_on) }),
            })),
          )
          const now = await head.listOwners(one!.id)
          expect(now.owners.reduce((sum, { shareBp }) => sum + shareBp, 0)).toBe(10_000)
          const main = now.owners.find((owner) => owner.main)
          expect(main?.shareBp).toBe(Math.max(...now.owners.map(({ shareBp }) => shareBp)))
          expect((await head.get(one!.id)).managerId).toBe(main?.staffId)
        }),
        { numRuns: 25 },
      )
    },
    60_000,
  )
})
