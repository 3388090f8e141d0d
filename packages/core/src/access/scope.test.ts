import { describe, expect, it } from 'vitest'
import { callerOf, chenBo, zhouMin } from '../../fixtures/index.ts'
import type { Condition, Policy } from './policy.ts'
import { concerns, inScope, resolveCondition, scopeOf, termsHold } from './scope.ts'

const caller = callerOf(chenBo)
const policy = (where: readonly Condition[], more: Partial<Policy> = {}): Policy => ({
  id: 'bank.rule',
  version: 1,
  roles: ['relationship-manager'],
  effect: 'allow',
  resource: 'customer',
  where: [...where],
  fields: { show: ['*'], mask: [] },
  tests: [],
  ...more,
})

describe('a condition, for Chen Bo of the town branch', () => {
  it.each<[Condition, readonly string[]]>([
    [{ column: 'branchId', op: 'eq', value: 'brn_county' }, ['brn_county']],
    [
      { column: 'branchId', op: 'in', value: ['brn_county', 'brn_hewan'] },
      ['brn_county', 'brn_hewan'],
    ],
    [{ column: 'managerId', op: 'isSelf' }, ['stf_chen']],
    [{ column: 'ownerIds', op: 'isOwner' }, ['stf_chen']],
    [
      { column: 'branchId', op: 'inBranchTree' },
      ['brn_town', 'brn_liuhe', 'brn_shuangjing', 'brn_taoyuan'],
    ],
  ])('%j names plain values', (condition, values) => {
    expect(resolveCondition(condition, caller)).toEqual({ column: condition.column, in: values })
  })
})

describe('a policy', () => {
  it('speaks of whoever holds one of its roles, and of its own resource', () => {
    const shared = policy([], { roles: ['teller', 'relationship-manager'] })
    expect(concerns(shared, caller, 'customer')).toBe(true)
    expect(concerns(shared, callerOf(zhouMin), 'customer')).toBe(false)
    expect(concerns(shared, caller, 'account')).toBe(false)
  })
})

describe('the rows that a caller sees', () => {
  const here = { branchId: 'brn_liuhe', managerId: 'stf_wu' }

  it('are none where no policy allows any', () => {
    expect(inScope(scopeOf([], caller, 'customer'), here)).toBe(false)
    const deny = policy([], { effect: 'deny' })
    expect(inScope(scopeOf([deny], caller, 'customer'), here)).toBe(false)
  })

  it('meet every condition of one policy, not some of each', () => {
    const both = policy([
      { column: 'branchId', op: 'inBranchTree' },
      { column: 'managerId', op: 'isSelf' },
    ])
    expect(inScope(scopeOf([both], caller, 'customer'), here)).toBe(false)
    expect(inScope(scopeOf([both], caller, 'customer'), { ...here, managerId: 'stf_chen' })).toBe(
      true,
    )
  })

  it('are those of any policy that allows, less those of any that denies', () => {
    const allowed = [
      policy([{ column: 'managerId', op: 'isSelf' }]),
      policy([{ column: 'branchId', op: 'inBranchTree' }]),
    ]
    expect(inScope(scopeOf(allowed, caller, 'customer'), here)).toBe(true)
    const deny = policy([{ column: 'managerId', op: 'eq', value: 'stf_wu' }], { effect: 'deny' })
    const scope = scopeOf([...allowed, deny], caller, 'customer')
    expect(inScope(scope, here)).toBe(false)
    expect(inScope(scope, { ...here, managerId: 'stf_luo' })).toBe(true)
  })

  it('include a customer whom nobody looks after as nobody’s, noted or not', () => {
    const terms = [{ column: 'managerId', in: [''] }]
    expect(termsHold(terms, { branchId: 'brn_town' })).toBe(true)
    expect(termsHold(terms, { managerId: 'stf_chen' })).toBe(false)
  })

  it('include a customer with one of several shares', () => {
    const terms = [{ column: 'ownerIds', in: ['stf_chen'] }]
    expect(termsHold(terms, { ownerIds: ['stf_wu', 'stf_chen'] })).toBe(true)
    expect(termsHold(terms, { ownerIds: ['stf_wu'] })).toBe(false)
    expect(termsHold(terms, { ownerIds: [] })).toBe(false)
  })
})
