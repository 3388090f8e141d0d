import { describe, expect, it } from 'vitest'
import { CustomerView } from '../customers/index.ts'
import { viewMeta } from '../kit/index.ts'
import { disclose } from './disclose.ts'
import { fieldPlan } from './field-plan.ts'
import { checkPolicies } from './load-policies.ts'
import type { Policy } from './policy.ts'
import type { Role } from './role.ts'
import { inScope, scopeOf } from './scope.ts'
import { shippedPolicies } from './shipped-policies.ts'

const columns = Object.fromEntries(
  [
    'customer',
    'account',
    'holding',
    'movement',
    'interaction',
    'reminder',
    'facts',
    'relationship',
  ].map((resource) => [resource, ['branchId', 'managerId', 'ownerIds']]),
)
const customer = viewMeta(CustomerView)!
const asker = (role: Role) =>
  ({ staffId: 'stf_chen', branchIds: ['brn_town'], roles: [role] }) as unknown as Parameters<
    typeof scopeOf
  >[1]
const sees = (role: Role, row: Record<string, string>) =>
  inScope(scopeOf(shippedPolicies, asker(role), 'customer'), row)

describe('the shipped policies', () => {
  it('load, each passing its own tests', () => {
    expect(checkPolicies(shippedPolicies, columns)).toBe(shippedPolicies)
  })

  it.each<[Role, string, string, boolean]>([
    ['teller', 'brn_town', 'stf_zhou', true],
    ['teller', 'brn_county', 'stf_chen', false],
    ['relationship-manager', 'brn_town', 'stf_chen', true],
    ['relationship-manager', 'brn_town', 'stf_zhou', false],
    ['relationship-manager', 'brn_town', '', true],
    ['relationship-manager', 'brn_county', '', false],
    ['branch-manager', 'brn_town', 'stf_zhou', true],
    ['branch-manager', 'brn_county', 'stf_zhou', false],
    ['call-centre', 'brn_county', 'stf_zhou', true],
    ['analyst', 'brn_town', 'stf_chen', false],
    ['system-admin', 'brn_town', 'stf_chen', false],
    ['security-admin', 'brn_town', 'stf_chen', false],
    ['audit-admin', 'brn_town', 'stf_chen', false],
  ])('a %s asking for a customer of %s looked after by "%s": %s', (role, branch, manager, seen) => {
    expect(sees(role, { branchId: branch, managerId: manager })).toBe(seen)
  })

  it('give a teller basic information, and cover what opens other doors', () => {
    const plan = fieldPlan(shippedPolicies, { roles: ['teller'] }, customer)
    expect(plan).toMatchObject({ name: 'show', phone: 'mask', idNumber: 'mask', bornOn: 'mask' })
  })

  it('give an administrator no field of a customer but its keys', () => {
    const plan = fieldPlan(shippedPolicies, { roles: ['system-admin'] }, customer)
    const shown = Object.entries(plan).filter(([, treatment]) => treatment !== 'hide')
    expect(shown.map(([field]) => field).sort()).toEqual(['id', 'version'])
  })
})

describe('a policy', () => {
  const sound = shippedPolicies[0] as Policy
  it('is not loaded when one of its own tests fails', () => {
    const [first, ...rest] = sound.tests
    const wrong = { ...sound, tests: [{ ...first!, sees: !first!.sees }, ...rest] }
    expect(() => checkPolicies([wrong], columns)).toThrow(/test 1 fails/)
  })
  it('is not loaded without a test', () => {
    expect(() => checkPolicies([{ ...sound, tests: [] }], columns)).toThrow(/no test/)
  })
  it('is not loaded when it names a column that SQL does not know', () => {
    const where = [{ column: 'salary', op: 'eq' as const, value: 'x' }]
    expect(() => checkPolicies([{ ...sound, where }], columns)).toThrow(/no column salary/)
  })
  it('that denies wins over any that allows', () => {
    const deny = { ...sound, effect: 'deny' as const, roles: ['teller' as const], where: [] }
    const scope = scopeOf([...shippedPolicies, deny], asker('teller'), 'customer')
    expect(inScope(scope, { branchId: 'brn_town', managerId: '' })).toBe(false)
  })
})

describe('a disclosed record', () => {
  const record = { id: 'cus_li', version: 1, name: '李桂芳', phone: '13812345678', secret: 'x' }
  it('holds what is shown, covers of what is masked, and nothing else', () => {
    const plan = { id: 'show', version: 'show', name: 'show', phone: 'mask' } as const
    expect(disclose(record, plan, customer)).toEqual({
      id: 'cus_li',
      version: 1,
      name: '李桂芳',
      phone: { masked: '138****5678' },
    })
  })
  it('does not tell by a mask that a missing value is missing or there', () => {
    const plan = { id: 'show', version: 'show', idNumber: 'mask' } as const
    expect(disclose({ id: 'cus_li', idNumber: undefined }, plan, customer)).toEqual({
      id: 'cus_li',
    })
  })
})
