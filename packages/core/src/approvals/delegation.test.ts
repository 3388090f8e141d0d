import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { authorityDefaults, authorityFor } from './authority.ts'
import { checkDelegation, Delegation } from './delegation.ts'

const march = (from: string, to: string, fromOn = '2026-03-01', toOn = '2026-03-31'): Delegation =>
  Delegation.parse({
    id: 'dlg_x',
    fromId: `stf_${from}`,
    toId: `stf_${to}`,
    fromOn: day(fromOn),
    toOn: day(toOn),
  })

/** Why a delegation cannot stand beside others. */
const why = (fresh: Delegation, ...others: readonly Delegation[]) => {
  try {
    checkDelegation(fresh, others)
    return 'it can'
  } catch (error) {
    const { code, context } = error as { code: string; context: { why: string } }
    expect(code).toBe('approval.delegation_unsound')
    return context.why
  }
}

describe('a delegation is told why it cannot be', () => {
  it.each<[string, readonly Delegation[]]>([
    ['it ends before it begins', [march('zhou', 'qian', '2026-03-02', '2026-03-01')]],
    ['it is to oneself', [march('zhou', 'zhou')]],
    ['it makes a circle', [march('qian', 'zhou'), march('zhou', 'qian')]],
    ['it makes a circle', [march('feng', 'zhou'), march('qian', 'feng'), march('zhou', 'qian')]],
    ['it makes a circle', [march('feng', 'zhou'), march('zhou', 'qian'), march('qian', 'feng')]],
    ['what was received is passed on', [march('qian', 'feng'), march('zhou', 'qian')]],
    ['who receives it has passed on their own', [march('feng', 'zhou'), march('zhou', 'qian')]],
    ['there is one already', [march('zhou', 'feng'), march('zhou', 'qian')]],
    ['it can', [march('zhou', 'qian', '2026-03-05', '2026-03-05')]],
    ['it can', [march('feng', 'qian'), march('zhou', 'qian')]],
    ['it can', [march('feng', 'tian'), march('zhou', 'qian')]],
  ])('%s: %#', (reason, [fresh, ...others]) => {
    expect(why(fresh!, ...others)).toBe(reason)
  })

  it.each([
    ['the day before', '2026-02-01', '2026-02-28', 'it can'],
    ['its first day', '2026-02-01', '2026-03-01', 'there is one already'],
    ['its last day', '2026-03-31', '2026-04-30', 'there is one already'],
    ['the day after', '2026-04-01', '2026-04-30', 'it can'],
  ])('beside another that reaches %s', (_what, fromOn, toOn, reason) => {
    expect(why(march('zhou', 'feng', fromOn, toOn), march('zhou', 'qian'))).toBe(reason)
  })
})

it('a delegation names two people, its days, and nothing else', () => {
  const whole = march('zhou', 'qian')
  expect(Delegation.parse(whole)).toEqual(whole)
  for (const change of [{ id: 'apv_1' }, { toOn: undefined }, { upToFen: 1 }, { fromId: 'zhou' }])
    expect(Delegation.safeParse({ ...whole, ...change }).success).toBe(false)
})

describe('authority as shipped', () => {
  it.each([
    ['policy.change', 0, 1, ['security-admin', 'audit-admin']],
    ['customer.export', 0, 1, ['approver', 'branch-manager']],
    ['rate.exception', 50_000_000, 1, ['branch-manager']],
    ['rate.exception', 50_000_001, 2, ['branch-manager', 'approver']],
  ])('over %s of %i fen takes %i of %j', (kind, fen, approvers, roles) => {
    expect(authorityFor(authorityDefaults, kind, fen)).toMatchObject({ kind, approvers, roles })
  })

  it('covers any amount where a line names none', () => {
    expect(authorityFor(authorityDefaults, 'customer.export', 9e15).kind).toBe('customer.export')
    expect(() => authorityFor(authorityDefaults, 'rate.exception', 9e15)).toThrow(/so much/)
    expect(authorityFor(authorityDefaults, 'rate.exception').upToFen).toBe(50_000_000)
  })
})
