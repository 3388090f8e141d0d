import type { Policy } from '@crm/core'
import { shippedPolicies } from '@crm/core'
import { auntLi, bank, chenBo, day, liuFang, qianJin, yanShou, zhengYan } from '@crm/core/fixtures'
import { migrate, migrations, type Store, sealedStore } from '@crm/server'
import { openTestBank, plantCast, type TestBank, testVault } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { raceApprovals } from '../../scripts/proof/trust/approvals.ts'
import { bothEngines, codeOf } from '../engines.ts'

let house: TestBank
beforeAll(async () => {
  house = await openTestBank({ steppedUp: true })
})
afterAll(() => house.close())

/** Tellers see names no more: a change that shows. */
const stricter = shippedPolicies.map(
  (policy): Policy =>
    policy.id === 'teller.branch.customer'
      ? { ...policy, version: 2, fields: { show: ['kind', 'branchId'], mask: ['name'] } }
      : policy,
)
const proposal = { policies: [...stricter], fromOn: bank.businessDate }

describe('a change of access policies', () => {
  it('takes effect with the agreement of another person, and not before', async () => {
    const teller = house.as(liuFang)
    const request = await house.as(yanShou).approvals.proposePolicies(proposal)
    expect(request).toMatchObject({ status: 'pending', makerId: yanShou.id, decisions: [] })
    expect((await teller.customers.get(auntLi.id)).name).toBe('李桂芳')

    const { items } = await house.as(zhengYan).approvals.list({ box: 'waiting' })
    expect(items.map(({ id }) => id)).toEqual([request.id])
    const { contentHash, version } = items[0]!
    const word = { decision: 'approve', contentHash, remark: '同意' } as const
    const decided = await house.as(zhengYan).approvals.decide(request.id, word, { version })
    expect(decided).toMatchObject({ status: 'approved', decisions: [{ staffId: zhengYan.id }] })

    const later = await openTestBank({ steppedUp: true, over: house.store })
    expect((await later.as(liuFang).customers.get(auntLi.id)).name).toEqual({ masked: '李**' })
    const why = await house
      .as(zhengYan)
      .access.explain({ staffId: liuFang.id, customerId: auntLi.id })
    expect([why.policyVersion, why.fields.name]).toEqual([1, 'mask'])
    const before = await house.as(zhengYan).access.explain({
      staffId: liuFang.id,
      customerId: auntLi.id,
      asOf: day('2026-03-04'),
    })
    expect([before.policyVersion, before.fields.name]).toEqual([0, 'show'])
  })

  it('is not even proposed when one of its own tests fails', async () => {
    const [first] = stricter
    const wrong = { ...first!, tests: first!.tests.map((test) => ({ ...test, sees: !test.sees })) }
    const work = house.as(yanShou).approvals.proposePolicies({ ...proposal, policies: [wrong] })
    expect(await codeOf(work)).toBe('access.policy_unsound')
  })

  it('cannot be decided by who made it, seen by who has no part, or agreed to as something else', async () => {
    const request = await house.as(yanShou).approvals.proposePolicies(proposal)
    const word = { decision: 'approve', contentHash: request.contentHash, remark: '' } as const
    const { version } = request
    expect(await codeOf(house.as(yanShou).approvals.decide(request.id, word, { version }))).toBe(
      'approval.may_not_decide',
    )
    expect(await codeOf(house.as(chenBo).approvals.get(request.id))).toBe('access.denied')
    const other = { ...word, contentHash: '0'.repeat(64) }
    expect(await codeOf(house.as(zhengYan).approvals.decide(request.id, other, { version }))).toBe(
      'approval.content_changed',
    )
    expect(
      await codeOf(house.as(zhengYan).approvals.decide(request.id, word, { version: version + 1 })),
    ).toBe('write.version_stale')
    const withdrawn = await house.as(yanShou).approvals.withdraw(request.id, { version })
    expect(withdrawn.status).toBe('withdrawn')
    expect(
      await codeOf(house.as(zhengYan).approvals.decide(request.id, word, { version: 2 })),
    ).toBe('approval.already_decided')
  })

  it('is refused to somebody whose role was taken away a moment ago', async () => {
    const request = await house.as(yanShou).approvals.proposePolicies(proposal)
    await house.as(zhengYan).approvals.get(request.id)
    const roles = (list: string[]) =>
      house.store.db
        .updateTable('staff')
        .set({ roles: JSON.stringify(list) })
        .where('staff_id', '=', zhengYan.id)
        .execute()
    await roles([])
    const word = { decision: 'approve', contentHash: request.contentHash, remark: '' } as const
    const work = house.as(zhengYan).approvals.decide(request.id, word, { version: 1 })
    expect(await codeOf(work)).toBe('approval.may_not_decide')
    await roles(['audit-admin'])
  })

  it('lies sealed while it waits', async () => {
    const rows = await house.store.db.selectFrom('approval').select('content').execute()
    expect(rows.every(({ content }) => content.startsWith('v1.gcm.field-1.'))).toBe(true)
  })
})

describe('a delegation', () => {
  it('lasts as long as it says, is ended by who gave it, and makes no circle', async () => {
    const mine = house.as(qianJin).approvals
    const days = { fromOn: day('2026-03-05'), toOn: day('2026-03-09') }
    const made = await mine.delegate({ toId: zhengYan.id, ...days })
    expect((await mine.listDelegations()).items).toEqual([made])
    expect(await codeOf(house.as(zhengYan).approvals.delegate({ toId: qianJin.id, ...days }))).toBe(
      'approval.delegation_unsound',
    )
    expect(await codeOf(mine.delegate({ toId: 'stf_nobody' as never, ...days }))).toBe(
      'access.staff_not_found',
    )
    expect(await codeOf(house.as(zhengYan).approvals.endDelegation(made.id))).toBe(
      'approval.delegation_not_found',
    )
    expect(await mine.endDelegation(made.id)).toEqual({ id: made.id })
  })
})

describe.each(await bothEngines(20_000))('at once, on %s', (_engine, open) => {
  it.skipIf(!open)(
    'several people make one decision, within the limit, of what was shown',
    async () => {
      const store = sealedStore((await open!()) as Store, testVault())
      await migrate(store, migrations)
      await plantCast(store)
      let next = 0
      const outcome = await raceApprovals(store, {
        races: Number(process.env.RACES ?? 40),
        now: () => '2026-03-05T01:00:00.000Z',
        newId: (prefix) => `${prefix}_${(next++).toString(36)}`,
      })
      expect(outcome).toMatchObject({ doubled: 0, beyondLimit: 0, changed: 0, half: 0 })
      await store.close()
    },
    60_000,
  )
})
