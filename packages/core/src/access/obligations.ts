import type { Obligations, Policy } from './policy.ts'
import { type Asker, concerns, type PolicyRow, resolveCondition, termsHold } from './scope.ts'

/**
 * What a caller owes for one row: the least that any policy asks which gives it to them. Somebody who
 * looks after a customer need not say why, however many other ways lead there.
 */
export function obligationsFor(
  policies: readonly Policy[],
  caller: Asker,
  resource: string,
  row: PolicyRow,
): Obligations {
  const giving = policies.filter(
    (policy) =>
      policy.effect === 'allow' &&
      concerns(policy, caller, resource) &&
      termsHold(
        policy.where.map((condition) => resolveCondition(condition, caller)),
        row,
      ),
  )
  if (giving.length === 0) return {}
  const all = (name: 'reason' | 'stepUp' | 'watermark') =>
    giving.every(({ obligations }) => obligations?.[name] === true)
  const budgets = giving.flatMap(({ obligations }) => obligations?.rowBudget ?? [])
  const rowBudget = budgets.length < giving.length ? undefined : Math.max(...budgets)
  return {
    ...(all('reason') && { reason: true }),
    ...(all('stepUp') && { stepUp: true }),
    ...(all('watermark') && { watermark: true }),
    ...(rowBudget !== undefined && { rowBudget }),
  }
}
