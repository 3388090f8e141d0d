import type { Role } from './role.ts'

/**
 * Roles that no one person may hold together: who runs the system, who sets its security and who reads
 * its audit are three people (GB/T 22239-2019, 8.1.5.4), none of them works with customers, and who
 * makes an offer does not approve it. Who looks into suspicions does not look after the customers. Data: a bank may add pairs, never take one away.
 */
export const duties: readonly (readonly [Role, Role])[] = (() => {
  const admins: readonly Role[] = ['system-admin', 'security-admin', 'audit-admin']
  const business: readonly Role[] = [
    'teller',
    'relationship-manager',
    'branch-manager',
    'campaign-operator',
    'approver',
    'call-centre',
    'analyst',
    'retention-officer',
    'compliance-officer',
  ]
  const pairs: [Role, Role][] = []
  for (const [at, admin] of admins.entries()) {
    for (const other of admins.slice(at + 1)) pairs.push([admin, other])
    for (const other of business) pairs.push([admin, other])
  }
  for (const close of business.slice(0, 4)) pairs.push(['compliance-officer', close])
  return [...pairs, ['campaign-operator', 'approver'], ['retention-officer', 'approver']]
})()

/** The first two of these roles that exclude each other; nothing, when all go together. */
export const clashingDuties = (
  roles: readonly Role[],
  more: readonly (readonly [Role, Role])[] = [],
): readonly [Role, Role] | undefined =>
  [...duties, ...more].find(([one, other]) => roles.includes(one) && roles.includes(other))
