import { accessErrors } from './errors.ts'
import type { Policy } from './policy.ts'
import { inScope, scopeOf } from './scope.ts'

/**
 * Try every policy on its own tests before it is used, and hold its conditions to columns that the
 * resource declares (never null, known to the SQL side).
 *
 * @throws `access.policy_unsound` naming the policy and what failed.
 */
export function checkPolicies(
  policies: readonly Policy[],
  columns: Readonly<Record<string, readonly string[]>>,
): readonly Policy[] {
  const ids = new Set<string>()
  for (const policy of policies) {
    if (policy.roles.length === 0) throw accessErrors.policyUnsound(policy.id, 'it names no role')
    if (ids.has(policy.id)) throw accessErrors.policyUnsound(policy.id, 'another has the same id')
    ids.add(policy.id)
    for (const { column, op } of policy.where)
      if ((op === 'isOwner') !== (column === 'ownerIds'))
        throw accessErrors.policyUnsound(policy.id, `${op} does not fit the column ${column}`)
    for (const { column } of policy.where)
      if (!columns[policy.resource]?.includes(column))
        throw accessErrors.policyUnsound(policy.id, `${policy.resource} has no column ${column}`)
    if (policy.tests.length === 0) throw accessErrors.policyUnsound(policy.id, 'it has no test')
    for (const [index, { given, sees }] of policy.tests.entries()) {
      const asker = { ...given, roles: policy.roles } as unknown as Parameters<typeof scopeOf>[1]
      const alone = { ...policy, effect: 'allow' } as const
      if (inScope(scopeOf([alone], asker, policy.resource), given.row) !== sees)
        throw accessErrors.policyUnsound(policy.id, `test ${index + 1} fails`)
    }
  }
  return policies
}
