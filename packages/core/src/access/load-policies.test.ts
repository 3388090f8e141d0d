import { describe, expect, it } from 'vitest'
import { checkPolicies } from './load-policies.ts'
import { Obligations, Policy } from './policy.ts'

const columns = { customer: ['branchId', 'managerId', 'ownerIds'], account: ['branchId'] }
const given = {
  staffId: 'stf_chen',
  branchIds: ['brn_town'],
  row: { branchId: 'brn_town', managerId: 'stf_chen', ownerIds: ['stf_chen'] },
}
const sound: Policy = {
  id: 'bank.town',
  version: 1,
  roles: ['teller'],
  effect: 'allow',
  resource: 'customer',
  where: [{ column: 'branchId', op: 'inBranchTree' }],
  fields: { show: ['name'], mask: ['phone'] },
  use: { filter: ['name'], sort: [], aggregate: ['*'] },
  obligations: { reason: true, stepUp: true, watermark: false, rowBudget: 100 },
  tests: [
    { given, sees: true },
    { given: { ...given, row: { branchId: 'brn_county' } }, sees: false },
  ],
}

/** Why a set of policies does not load. */
const why = (...set: readonly Policy[]) => {
  try {
    checkPolicies(set, columns)
    return 'it loads'
  } catch (error) {
    const { code, context } = error as { code: string; context: { id: string; why: string } }
    return `${code} ${context.id}: ${context.why}`
  }
}

describe('a set of policies', () => {
  it('loads where each passes its own tests', () => {
    expect(why(sound, { ...sound, id: 'bank.town.again' })).toBe('it loads')
  })

  it.each<[string, Partial<Policy>]>([
    ['it names no role', { roles: [] }],
    ['it has no test', { tests: [] }],
    ['customer has no column salary', { where: [{ column: 'salary', op: 'isSelf' }] }],
    ['pets has no column branchId', { resource: 'pets' }],
    [
      'account has no column managerId',
      { resource: 'account', where: [{ column: 'managerId', op: 'isSelf' }] },
    ],
    [
      'isOwner does not fit the column managerId',
      { where: [{ column: 'managerId', op: 'isOwner' }] },
    ],
    ['isSelf does not fit the column ownerIds', { where: [{ column: 'ownerIds', op: 'isSelf' }] }],
    ['test 2 fails', { tests: [sound.tests[0]!, { ...sound.tests[1]!, sees: true }] }],
    ['test 1 fails', { tests: [{ ...sound.tests[0]!, sees: false }] }],
  ])('does not load where of one it must be said: %s', (reason, change) => {
    expect(why({ ...sound, ...change })).toBe(`access.policy_unsound bank.town: ${reason}`)
  })

  it('does not load where two have one name', () => {
    expect(why(sound, { ...sound, version: 2 })).toBe(
      'access.policy_unsound bank.town: another has the same id',
    )
  })

  it('tests a deny on the rows that it is for', () => {
    expect(why({ ...sound, effect: 'deny' })).toBe('it loads')
    expect(why({ ...sound, effect: 'deny', tests: [{ given, sees: false }] })).toMatch(/test 1/)
  })
})

describe('the shape of a policy', () => {
  it('takes every part and every kind of condition as written', () => {
    const whole: Policy = {
      ...sound,
      where: [
        { column: 'branchId', op: 'eq', value: 'brn_town' },
        { column: 'branchId', op: 'in', value: ['brn_town', 'brn_liuhe'] },
        { column: 'branchId', op: 'inBranchTree' },
        { column: 'managerId', op: 'isSelf' },
        { column: 'ownerIds', op: 'isOwner' },
      ],
    }
    expect(Policy.parse(whole)).toEqual(whole)
    expect(Policy.parse({ ...whole, effect: 'deny' }).effect).toBe('deny')
    const { use: _, obligations: __, ...least } = whole
    expect(Policy.parse(least)).toEqual(least)
  })

  const [test] = sound.tests
  it.each<[string, Record<string, unknown>]>([
    ['an effect between yes and no', { effect: 'perhaps' }],
    ['no effect', { effect: undefined }],
    ['an empty effect', { effect: '' }],
    ['a role that does not exist', { roles: ['boss'] }],
    ['a version by halves', { version: 1.5 }],
    ['a part nobody knows', { unless: [] }],
    ['a comparison', { where: [{ column: 'branchId', op: 'lt', value: 'brn_town' }] }],
    ['an empty comparison', { where: [{ column: 'branchId', op: '', value: 'brn_town' }] }],
    ['no comparison', { where: [{ column: 'branchId' }] }],
    ['a value for nothing', { where: [{ column: 'managerId', op: 'isSelf', value: 'x' }] }],
    ['a list where one value belongs', { where: [{ column: 'branchId', op: 'eq', value: [] }] }],
    ['a column by number', { where: [{ column: 1, op: 'isOwner' }] }],
    ['fields beside show and mask', { fields: { show: [], mask: [], hide: [] } }],
    ['fields without a list to show', { fields: { mask: [] } }],
    ['fields without a list to mask', { fields: { show: [] } }],
    ['a use nobody knows', { use: { filter: [], sort: [], aggregate: [], guess: [] } }],
    ['a use without its lists', { use: {} }],
    ['tests without a row', { tests: [{ ...test, given: { staffId: 'a', branchIds: [] } }] }],
    ['tests with more than a row', { tests: [{ ...test, given: { ...given, roles: [] } }] }],
    ['tests without an outcome', { tests: [{ given }] }],
    ['tests with two outcomes', { tests: [{ ...test, hides: true }] }],
    ['rows of numbers', { tests: [{ ...test, given: { ...given, row: { branchId: 1 } } }] }],
    ['an unknown obligation', { obligations: { oath: true } }],
    ['an obligation by degrees', { obligations: { stepUp: 1 } }],
  ])('refuses %s', (_what, change) => {
    expect(Policy.safeParse({ ...sound, ...change }).success).toBe(false)
  })

  it.each([
    [0, false],
    [1, true],
    [100_000, true],
    [100_001, false],
    [1.5, false],
  ])('a budget of %d customers a day: %s', (rowBudget, fits) => {
    expect(Obligations.safeParse({ rowBudget }).success).toBe(fits)
  })
})
