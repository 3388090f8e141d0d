import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { CustomerView } from '../customers/index.ts'
import { viewMeta } from '../kit/index.ts'
import { explainRow } from './explain.ts'
import { fieldUses } from './field-plan.ts'
import { obligationsFor } from './obligations.ts'
import { checkOwners, Owner, ownersOn } from './ownership.ts'
import type { Policy } from './policy.ts'
import type { Role } from './role.ts'
import type { Asker } from './scope.ts'
import { shippedPolicies } from './shipped-policies.ts'

const meta = viewMeta(CustomerView)!
const asker = (...roles: Role[]) =>
  ({ staffId: 'stf_chen', branchIds: ['brn_town'], roles }) as unknown as Asker
const his = { branchId: 'brn_town', managerId: 'stf_chen', ownerIds: [] }
const elsewhere = { branchId: 'brn_county', managerId: 'stf_tang', ownerIds: [] }

describe('why somebody sees a customer', () => {
  it('is told by the policy that lets them', () => {
    const { sees, reason, fields } = explainRow(
      shippedPolicies,
      asker('relationship-manager'),
      meta,
      his,
    )
    expect([sees, reason]).toEqual([
      true,
      { code: 'access.allowed_by', facts: { policy: 'relationship-manager.book.customer' } },
    ])
    expect(fields).toMatchObject({ name: 'show', idNumber: 'mask' })
  })

  it('or why not, by the conditions that do not hold', () => {
    const told = explainRow(shippedPolicies, asker('relationship-manager'), meta, elsewhere)
    expect(told.sees).toBe(false)
    expect(told.reason).toEqual({
      code: 'access.none_matches',
      facts: { resource: 'customer', policies: told.trace.length },
    })
    expect(told.trace.map(({ unmet }) => unmet)).toContainEqual(['managerId'])
    expect(new Set(Object.values(told.fields))).toEqual(new Set(['hide']))
  })

  it('shows a restricted customer to who answers for keeping them, and to nobody else', () => {
    const told = explainRow(shippedPolicies, asker('relationship-manager'), meta, his, true)
    expect([told.sees, told.reason]).toEqual([false, { code: 'access.restricted', facts: {} }])
    expect(new Set(Object.values(told.fields))).toEqual(new Set(['hide']))
    expect(explainRow(shippedPolicies, asker('retention-officer'), meta, his, true).sees).toBe(true)
  })

  it('names the deny that wins over every allow', () => {
    const deny: Policy = {
      ...shippedPolicies[0]!,
      id: 'bank.vip',
      roles: ['relationship-manager'],
      effect: 'deny',
      resource: 'customer',
      where: [{ column: 'branchId', op: 'eq', value: 'brn_town' }],
    }
    const told = explainRow([...shippedPolicies, deny], asker('relationship-manager'), meta, his)
    expect([told.sees, told.reason]).toEqual([
      false,
      { code: 'access.denied_by', facts: { policy: 'bank.vip' } },
    ])
    expect(told.obligations).toEqual({})
  })

  it('says that no policy speaks of an administrator at all', () => {
    const told = explainRow(shippedPolicies, asker('system-admin'), meta, his)
    expect(told.reason).toEqual({ code: 'access.no_policy', facts: { resource: 'customer' } })
  })

  it('includes a share in the customer', () => {
    const shared = { ...elsewhere, ownerIds: ['stf_tang', 'stf_chen'] }
    const told = explainRow(shippedPolicies, asker('relationship-manager'), meta, shared)
    expect(told.reason.facts.policy).toBe('relationship-manager.shared.customer')
  })
})

describe('what is owed', () => {
  it('is a reason from the call centre, and none from who looks after the customer', () => {
    const owed = (roles: Role[], row = his) =>
      obligationsFor(shippedPolicies, asker(...roles), 'customer', row)
    expect(owed(['call-centre'])).toEqual({ reason: true, watermark: true })
    expect(owed(['relationship-manager'])).toEqual({})
    expect(owed(['call-centre', 'relationship-manager'])).toEqual({})
    expect(owed(['call-centre', 'relationship-manager'], elsewhere)).toMatchObject({ reason: true })
    expect(owed(['analyst'])).toEqual({})
  })

  it('is what every policy asks that gives the row, and no deny changes it', () => {
    const base = shippedPolicies.find(({ id }) => id === 'teller.branch.customer')!
    const asks = { ...base, obligations: { stepUp: true, watermark: true, reason: false } }
    const owed = (...set: Policy[]) => obligationsFor(set, asker('teller'), 'customer', his)
    expect(owed(asks)).toEqual({ stepUp: true, watermark: true })
    expect(owed(asks, { ...asks, obligations: { watermark: true } })).toEqual({ watermark: true })
    const { obligations: _, ...freely } = asks
    expect(owed(asks, freely)).toEqual({})
    expect(owed(asks, { ...freely, effect: 'deny' })).toEqual({ stepUp: true, watermark: true })
    expect(owed(asks, { ...freely, resource: 'account' })).toEqual({
      stepUp: true,
      watermark: true,
    })
  })

  it('of two budgets is the larger, and no budget is none', () => {
    const base = shippedPolicies.find(({ id }) => id === 'teller.branch.customer')!
    const with_ = (id: string, rowBudget?: number): Policy => ({
      ...base,
      id,
      obligations: rowBudget === undefined ? {} : { rowBudget },
    })
    const owed = (...set: Policy[]) => obligationsFor(set, asker('teller'), 'customer', his)
    expect(owed(with_('a', 50), with_('b', 80))).toEqual({ rowBudget: 80 })
    expect(owed(with_('a', 50), with_('b'))).toEqual({})
  })
})

describe('what a field may be used for', () => {
  it('follows what is shown, unless the policy says otherwise', () => {
    const base = shippedPolicies.find(({ id }) => id === 'teller.branch.customer')!
    const uses = (policy: Policy) => [
      ...fieldUses([policy], asker('teller'), 'customer', ['name', 'phone', 'village'], 'filter'),
    ]
    expect(uses(base)).toEqual(['name', 'village'])
    const told = { ...base, use: { filter: ['phone'], sort: [], aggregate: ['*'] } }
    expect(uses(told)).toEqual(['phone'])
    const all = [...fieldUses([told], asker('teller'), 'customer', ['name', 'phone'], 'aggregate')]
    expect(all).toEqual(['name', 'phone'])
    expect([...fieldUses([told], asker('teller'), 'customer', ['name'], 'sort')]).toEqual([])
  })
})

describe('shares in a customer', () => {
  const share = (staffId: string, shareBp: number, fromOn: string, toOn?: string) =>
    ({ staffId, shareBp, fromOn: day(fromOn), ...(toOn && { toOn: day(toOn) }) }) as Owner
  const handedOver = [
    share('stf_chen', 10_000, '2026-01-01', '2026-03-01'),
    share('stf_chen', 6_000, '2026-03-01'),
    share('stf_wu', 4_000, '2026-03-01'),
  ]

  it('add up on every day', () => {
    expect(checkOwners(handedOver)).toBe(handedOver)
    expect(ownersOn(handedOver, day('2026-02-28')).map(({ staffId }) => staffId)).toEqual([
      'stf_chen',
    ])
    expect(ownersOn(handedOver, day('2026-03-01'))).toHaveLength(2)
    expect(checkOwners([])).toEqual([])
  })

  it('may end with nobody, and begin again', () => {
    const [first] = handedOver
    const later = share('stf_wu', 10_000, '2026-04-01')
    expect(checkOwners([first!])).toHaveLength(1)
    expect(checkOwners([later, first!])).toHaveLength(2)
  })

  it('name the first day on which they do not add up, and their sum', () => {
    const unsound = [
      share('stf_wu', 3_000, '2026-05-01'),
      share('stf_chen', 6_000, '2026-01-01', '2026-02-01'),
    ]
    expect(() => checkOwners(unsound)).toThrow(
      expect.objectContaining({
        code: 'access.shares_unsound',
        context: { day: '2026-01-01', sumBp: 6_000 },
      }),
    )
    const nothing = [share('stf_chen', 10_000, '2026-02-01', '2026-02-01')]
    expect(() => checkOwners(nothing)).toThrow(
      expect.objectContaining({ context: { day: '2026-02-01', sumBp: 0 } }),
    )
  })

  it.each([
    [0, false],
    [1, true],
    [10_000, true],
    [10_001, false],
  ])('of %i basis points fit: %s', (shareBp, fits) => {
    const one = share('stf_chen', shareBp, '2026-01-01')
    expect(Owner.safeParse(one).success).toBe(fits)
    expect(Owner.safeParse({ ...one, note: 'x' }).success).toBe(false)
  })

  it.each([
    ['too little', [share('stf_chen', 9_999, '2026-01-01')]],
    ['too much for a day', [...handedOver, share('stf_luo', 1, '2026-02-01', '2026-02-02')]],
    [
      'a gap of one person after another left',
      [share('stf_chen', 5_000, '2026-01-01'), share('stf_wu', 5_000, '2026-01-01', '2026-02-01')],
    ],
    [
      'one person twice',
      [share('stf_chen', 5_000, '2026-01-01'), share('stf_chen', 5_000, '2026-01-01')],
    ],
    ['an end before its beginning', [share('stf_chen', 10_000, '2026-02-01', '2026-01-01')]],
  ])('are refused: %s', (_what, owners) => {
    expect(() => checkOwners(owners)).toThrow(/basis points/)
  })
})
