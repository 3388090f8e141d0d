import { describe, expect, it } from 'vitest'
import { clashingDuties } from './duties.ts'
import { entitlements, entitlementsOf, may } from './entitlement.ts'
import { Role } from './role.ts'

const admins: readonly Role[] = ['system-admin', 'security-admin', 'audit-admin']
const everyRole: readonly Role[] = Object.values(Role.def.entries)
const clash = (...roles: Role[]) => clashingDuties(roles)?.toSorted().join(' and ')

describe('duties that exclude each other', () => {
  it('keep whoever runs the bank’s system from every other duty', () => {
    for (const admin of admins)
      for (const other of everyRole)
        expect(clash(admin, other), `${admin} ${other}`).toBe(
          admin === other ? undefined : [admin, other].toSorted().join(' and '),
        )
  })

  it('keep an approver from making or erasing, who knows of suspicions from customers, and no more', () => {
    const business = everyRole.filter((role) => !admins.includes(role))
    const found = business.flatMap((one, at) =>
      business.slice(at + 1).flatMap((other) => clash(one, other) ?? []),
    )
    expect(found.toSorted()).toEqual([
      'approver and campaign-operator',
      'approver and retention-officer',
      'branch-manager and compliance-officer',
      'campaign-operator and compliance-officer',
      'compliance-officer and relationship-manager',
      'compliance-officer and teller',
    ])
  })

  it('clash with nobody who has one of them, or none', () => {
    expect(clash()).toBeUndefined()
    for (const role of everyRole) expect(clash(role)).toBeUndefined()
    expect(clash('teller', 'relationship-manager')).toBeUndefined()
  })

  it('include the pairs that a bank adds', () => {
    expect(clashingDuties(['teller', 'analyst'])).toBeUndefined()
    expect(clashingDuties(['teller', 'analyst'], [['analyst', 'teller']])).toEqual([
      'analyst',
      'teller',
    ])
  })
})

/** Who may do what, deed by deed; a role that is in no list may not. */
const whoMay: Readonly<Record<string, readonly Role[]>> = {
  'access:read': everyRole,
  'event:read': everyRole,
  'customer:read': [
    'teller',
    'call-centre',
    'relationship-manager',
    'branch-manager',
    'approver',
    'retention-officer',
    'compliance-officer',
  ],
  'customer:merge': ['relationship-manager', 'branch-manager'],
  'customer:write': ['teller', 'relationship-manager', 'branch-manager'],
  'holding:read': [
    'teller',
    'call-centre',
    'relationship-manager',
    'branch-manager',
    'approver',
    'compliance-officer',
  ],
  'customer:unmask': [
    'teller',
    'call-centre',
    'relationship-manager',
    'branch-manager',
    'approver',
    'compliance-officer',
  ],
  'consent:read': [
    'teller',
    'call-centre',
    'relationship-manager',
    'branch-manager',
    'approver',
    'retention-officer',
    'compliance-officer',
  ],
  'consent:write': ['teller', 'call-centre', 'relationship-manager', 'branch-manager', 'approver'],
  'relationship:read': ['relationship-manager', 'branch-manager', 'approver', 'compliance-officer'],
  'relationship:write': ['relationship-manager', 'branch-manager'],
  'label:read': ['relationship-manager', 'branch-manager'],
  'label:write': ['relationship-manager', 'branch-manager'],
  'label:manage': ['branch-manager'],
  'reminder:read': ['relationship-manager', 'branch-manager'],
  'reminder:write': ['relationship-manager', 'branch-manager'],
  'interaction:read': [
    'teller',
    'call-centre',
    'relationship-manager',
    'branch-manager',
    'approver',
    'compliance-officer',
  ],
  'interaction:write': ['teller', 'call-centre', 'relationship-manager', 'branch-manager'],
  'ownership:read': ['relationship-manager', 'branch-manager', 'approver'],
  'ownership:write': ['relationship-manager', 'branch-manager'],
  'ownership:assign': ['branch-manager'],
  'segment:read': ['relationship-manager', 'branch-manager', 'campaign-operator', 'analyst'],
  'segment:write': ['branch-manager', 'campaign-operator'],
  'approval:read': ['branch-manager', 'approver', 'security-admin', 'audit-admin'],
  'approval:decide': ['branch-manager', 'approver', 'security-admin', 'audit-admin'],
  'approval:propose': ['branch-manager', 'security-admin'],
  'privacy:export': ['branch-manager', 'retention-officer'],
  'privacy:write': ['retention-officer'],
  'suspicion:read': ['compliance-officer'],
  'suspicion:write': ['compliance-officer'],
  'source:read': ['system-admin'],
  'backup:read': ['system-admin'],
  'licence:read': ['system-admin'],
  'licence:write': ['system-admin'],
  'staff:read': admins,
  'policy:read': ['security-admin', 'audit-admin'],
  'policy:write': ['security-admin'],
  'session:end': ['security-admin'],
  'alert:read': ['security-admin', 'audit-admin'],
  'audit:read': ['audit-admin'],
}

describe('what a role may do', () => {
  it.each(Object.entries(whoMay))('%s is for these roles and no other', (deed, roles) => {
    const able = everyRole.filter((role) => may({ roles: [role] }, deed))
    expect(able.toSorted()).toEqual(roles.toSorted())
  })

  it('is nothing beside these deeds', () => {
    expect(entitlements).toEqual(Object.keys(whoMay).toSorted())
    expect(may({ roles: [] }, 'access:read')).toBe(false)
  })

  it('is, with two roles, what either may, each once and in order', () => {
    expect(entitlementsOf(['audit-admin', 'analyst'])).toEqual([
      'access:read',
      'alert:read',
      'approval:decide',
      'approval:read',
      'audit:read',
      'event:read',
      'policy:read',
      'segment:read',
      'staff:read',
    ])
    expect(may({ roles: ['analyst', 'audit-admin'] }, 'audit:read')).toBe(true)
  })
})
