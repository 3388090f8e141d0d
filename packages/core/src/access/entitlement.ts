import type { Role } from './role.ts'

const everyone = ['access:read', 'event:read'] as const
const basics = [
  ...everyone,
  'customer:read',
  'holding:read',
  'customer:unmask',
  'consent:read',
  'consent:write',
] as const
/** Who has the customer before them writes down what they say. */
const writes = ['customer:write'] as const
const speaks = ['interaction:read', 'interaction:write'] as const
const care = [
  ...basics,
  ...writes,
  ...speaks,
  'reminder:read',
  'reminder:write',
  'segment:read',
  'relationship:read',
  'relationship:write',
  'label:read',
  'label:write',
  'customer:merge',
  'ownership:read',
  'ownership:write',
] as const

const decides = ['approval:read', 'approval:decide'] as const

/**
 * What each shipped role may do, `thing:deed`. A role that is not named for a deed may not do it.
 * Administrators see no customer at all: who runs the system does not read the bank's business.
 */
export const entitlementsOfRole: Readonly<Record<Role, readonly string[]>> = {
  teller: [...basics, ...writes, ...speaks],
  'call-centre': [...basics, ...speaks],
  'relationship-manager': care,
  'branch-manager': [
    ...care,
    ...decides,
    'segment:write',
    'approval:propose',
    'privacy:export',
    'ownership:assign',
    'label:manage',
  ],
  'campaign-operator': [...everyone, 'segment:read', 'segment:write'],
  analyst: [...everyone, 'segment:read'],
  approver: [...basics, ...decides, 'relationship:read', 'ownership:read', 'interaction:read'],
  'system-admin': [
    ...everyone,
    'source:read',
    'staff:read',
    'licence:read',
    'licence:write',
    'backup:read',
  ],
  'security-admin': [
    ...everyone,
    'staff:read',
    'policy:read',
    'policy:write',
    'approval:propose',
    ...decides,
    'session:end',
    'alert:read',
  ],
  'audit-admin': [...everyone, 'audit:read', 'staff:read', 'policy:read', 'alert:read', ...decides],
  'retention-officer': [
    ...everyone,
    'customer:read',
    'consent:read',
    'privacy:export',
    'privacy:write',
  ],
  'compliance-officer': [
    ...everyone,
    'customer:read',
    'customer:unmask',
    'holding:read',
    'interaction:read',
    'consent:read',
    'relationship:read',
    'suspicion:read',
    'suspicion:write',
  ],
}

/** Every entitlement there is. */
export const entitlements: readonly string[] = [
  ...new Set(Object.values(entitlementsOfRole).flat()),
].sort()

/** All that these roles allow, each once, sorted. */
export const entitlementsOf = (roles: readonly Role[]): readonly string[] =>
  [...new Set(roles.flatMap((role) => entitlementsOfRole[role]))].sort()

/** May somebody with these roles do this? */
export const may = (caller: { readonly roles: readonly Role[] }, deed: string): boolean =>
  caller.roles.some((role) => entitlementsOfRole[role].includes(deed))
