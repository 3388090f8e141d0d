import { describe, expect, it } from 'vitest'
import { chenBo, day, heJing, liuFang, qianJin, tianShen, zhouMin } from '../../fixtures/index.ts'
import { Approval } from './approval.ts'
import { authorityDefaults, authorityFor } from './authority.ts'
import { checkDelegation, type Delegation, delegationsOn } from './delegation.ts'
import { type DecisionFacts, mayDecide } from './may-decide.ts'

const line = authorityFor(authorityDefaults, 'rate.exception', 40_000_000)
const request = Approval.parse({
  id: 'apv_1',
  version: 1,
  kind: 'rate.exception',
  subjectKind: 'customer',
  subjectId: 'cus_li',
  branchId: 'brn_town',
  reason: { code: 'policy.change', facts: {} },
  content: {},
  contentHash: 'x',
  amountFen: 40_000_000,
  makerId: chenBo.id,
  makerPersonId: chenBo.personId,
  madeAt: '2026-03-05T01:00:00.000Z',
  status: 'pending',
  decisions: [],
  needs: { approvers: 1, roles: ['branch-manager'] },
})
const offices = [
  'brn_head',
  'brn_town',
  'brn_county',
] as unknown as DecisionFacts['decider']['branchIds']
const facts = (change: Partial<DecisionFacts> = {}): DecisionFacts => ({
  decider: {
    staffId: zhouMin.id,
    personId: zhouMin.personId,
    roles: zhouMin.roles,
    branchIds: offices,
  },
  decidedBy: [],
  delegations: [],
  recused: [],
  makerBranchId: 'brn_town',
  authority: line,
  ...change,
})
const lent = (from: typeof chenBo, to: typeof chenBo) => ({
  fromId: from.id,
  toId: to.id,
  fromPersonId: from.personId,
  fromRoles: from.roles,
  toPersonId: to.personId,
})
const why = (change: Partial<DecisionFacts>, of = request) =>
  mayDecide(of, facts(change)).reasons.map(({ code }) => code)
const decider = (person: typeof chenBo, more: object = {}) => ({
  decider: {
    staffId: person.id,
    personId: person.personId,
    roles: person.roles,
    branchIds: offices,
    ...more,
  },
})

describe('a head of the branch', () => {
  it('may decide on what a manager of theirs asked', () => {
    expect(mayDecide(request, facts())).toEqual({ may: true, reasons: [] })
  })

  it.each<[string, Partial<DecisionFacts>, string]>([
    ['their own request', decider(zhouMin, { personId: chenBo.personId }), 'approval.own_request'],
    [
      'by another account of the maker',
      decider(qianJin, { personId: chenBo.personId }),
      'approval.own_request',
    ],
    ['a second time', { decidedBy: [zhouMin.personId] }, 'approval.decided_before'],
    ['for a relative', { recused: [zhouMin.personId] }, 'approval.recused'],
    [
      'for another office',
      { decider: { ...facts().decider, branchIds: [] } },
      'approval.other_office',
    ],
    ['for an office above', { makerBranchId: 'brn_province' }, 'approval.from_below'],
    [
      'in the place of the maker',
      { delegations: [lent(chenBo, zhouMin)] },
      'approval.acts_for_maker',
    ],
    [
      'while the maker acts for them',
      { delegations: [lent(zhouMin, chenBo)] },
      'approval.acts_for_maker',
    ],
    [
      'while the maker acts for another account of theirs',
      { delegations: [{ ...lent(zhouMin, chenBo), fromId: qianJin.id }] },
      'approval.acts_for_maker',
    ],
    [
      'in the place of the maker by another account of theirs',
      { delegations: [{ ...lent(chenBo, zhouMin), toId: qianJin.id }] },
      'approval.acts_for_maker',
    ],
    ['without the role any more', decider(zhouMin, { roles: [] }), 'approval.no_authority'],
    ['as a teller', decider(liuFang), 'approval.no_authority'],
    ['as a call-centre seat', decider(heJing), 'approval.no_authority'],
    ['as an approver, whose line this is not', decider(tianShen), 'approval.no_authority'],
  ])('may not decide %s', (_what, change, code) => {
    expect(why(change)).toContain(code)
  })

  it.each(['approved', 'rejected', 'withdrawn'] as const)('may not decide what is %s', (status) => {
    expect(why({}, { ...request, status })).toEqual(['approval.not_pending'])
  })

  it('is told every reason, not the first', () => {
    expect(why({ decidedBy: [zhouMin.personId], recused: [zhouMin.personId] })).toHaveLength(2)
  })
})

describe('who acts for whom', () => {
  const tied = (...delegations: DecisionFacts['delegations'][number][]) =>
    why({ delegations }).includes('approval.acts_for_maker')
  const other = { personId: 'per_other', id: 'stf_other', roles: zhouMin.roles } as typeof chenBo

  it.each<[string, DecisionFacts['delegations'][number], boolean]>([
    ['the maker’s account to the decider', lent(chenBo, zhouMin), true],
    [
      'another account of the maker to the decider',
      lent({ ...other, personId: chenBo.personId }, zhouMin),
      true,
    ],
    ['the decider’s account to the maker', lent(zhouMin, chenBo), true],
    [
      'another account of the decider to the maker',
      lent({ ...other, personId: zhouMin.personId }, chenBo),
      true,
    ],
    ['a third person to the decider', lent(other, zhouMin), false],
    ['a third person to the maker', lent(other, chenBo), false],
    ['the maker to a third person', lent(chenBo, other), false],
    ['the decider to a third person', lent(zhouMin, other), false],
  ])('%s: tied %#', (_what, delegation, is) => {
    expect(tied(delegation)).toBe(is)
    expect(tied(lent(other, heJing), delegation)).toBe(is)
  })
})

describe('every reason against a decision', () => {
  it('says what it is about', () => {
    const nobody = { ...facts().decider, branchIds: [], roles: [] }
    const { reasons } = mayDecide({ ...request, status: 'withdrawn' }, facts({ decider: nobody }))
    expect(reasons).toEqual([
      { code: 'approval.not_pending', facts: { status: 'withdrawn' } },
      { code: 'approval.other_office', facts: { branch: 'brn_town' } },
      { code: 'approval.from_below', facts: { branch: 'brn_town' } },
      { code: 'approval.no_authority', facts: { kind: 'rate.exception', roles: 'branch-manager' } },
    ])
  })

  it('is not there for who holds one of several roles that may', () => {
    const several = authorityFor(authorityDefaults, 'rate.exception', 400_000_000)
    expect(why({ authority: several })).toEqual([])
    expect(why({ authority: several, ...decider(tianShen) })).toEqual([])
    const { reasons } = mayDecide(request, facts({ authority: several, ...decider(liuFang) }))
    expect(reasons[0]?.facts.roles).toBe('branch-manager approver')
  })
})

describe('delegated authority', () => {
  it('lets the other decide, and says for whom', () => {
    const verdict = mayDecide(
      request,
      facts({ ...decider(liuFang), delegations: [lent(zhouMin, liuFang)] }),
    )
    expect(verdict).toEqual({ may: true, reasons: [], onBehalfOf: zhouMin.id })
  })

  it('is not used where one’s own is enough', () => {
    const verdict = mayDecide(request, facts({ delegations: [lent(qianJin, zhouMin)] }))
    expect(verdict).toEqual({ may: true, reasons: [] })
  })

  it.each<[string, Partial<DecisionFacts>]>([
    ['of the maker', { delegations: [lent(chenBo, liuFang)] }],
    ['of somebody without it', { delegations: [lent(heJing, liuFang)] }],
    [
      'of who has decided already',
      { delegations: [lent(zhouMin, liuFang)], decidedBy: [zhouMin.personId] },
    ],
    [
      'of who has an interest',
      { delegations: [lent(zhouMin, liuFang)], recused: [zhouMin.personId] },
    ],
    ['given to another', { delegations: [lent(zhouMin, heJing)] }],
  ])('does not help when it is %s', (_what, change) => {
    expect(mayDecide(request, facts({ ...decider(liuFang), ...change })).may).toBe(false)
  })
})

describe('the authority over an amount', () => {
  it.each([
    [0, 1],
    [50_000_000, 1],
    [50_000_001, 2],
    [500_000_000, 2],
  ])('%i fen take %i people', (fen, approvers) => {
    expect(authorityFor(authorityDefaults, 'rate.exception', fen).approvers).toBe(approvers)
  })

  it('ends somewhere, and knows no other kinds', () => {
    expect(() => authorityFor(authorityDefaults, 'rate.exception', 500_000_001)).toThrow(/so much/)
    expect(() => authorityFor(authorityDefaults, 'loan.gift', 1)).toThrow(/so much/)
  })
})

describe('delegations', () => {
  const one = (fromId: string, toId: string, fromOn = '2026-03-01', toOn = '2026-03-31') =>
    ({ id: 'dlg_x', fromId, toId, fromOn: day(fromOn), toOn: day(toOn) }) as Delegation

  it('run from their first day to their last', () => {
    const list = [one('stf_a', 'stf_b')]
    expect(
      ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map(
        (on) => delegationsOn(list, day(on)).length,
      ),
    ).toEqual([0, 1, 1, 0])
  })

  it.each<[string, Delegation, Delegation[]]>([
    ['to oneself', one('stf_a', 'stf_a'), []],
    ['that end before they begin', one('stf_a', 'stf_b', '2026-03-02', '2026-03-01'), []],
    ['back to who gave it', one('stf_b', 'stf_a'), [one('stf_a', 'stf_b')]],
    ['in a circle of three', one('stf_c', 'stf_a'), [one('stf_a', 'stf_b'), one('stf_b', 'stf_c')]],
    ['of what was received', one('stf_b', 'stf_c'), [one('stf_a', 'stf_b')]],
    ['to who has given theirs away', one('stf_c', 'stf_a'), [one('stf_a', 'stf_b')]],
    ['to two at once', one('stf_a', 'stf_c'), [one('stf_a', 'stf_b')]],
  ])('%s cannot be', (_what, fresh, others) => {
    expect(() => checkDelegation(fresh, others)).toThrow(/cannot be/)
  })

  it('one after the other are fine', () => {
    const fresh = one('stf_b', 'stf_a', '2026-04-01', '2026-04-30')
    expect(checkDelegation(fresh, [one('stf_a', 'stf_b')])).toBe(fresh)
  })
})
