import { because, type Reason, type ViewMeta } from '../kit/index.ts'
import { type FieldPlan, fieldPlan } from './field-plan.ts'
import { obligationsFor } from './obligations.ts'
import type { Obligations, Policy } from './policy.ts'
import {
  type Asker,
  concerns,
  findsRestricted,
  type PolicyRow,
  resolveCondition,
  termsHold,
} from './scope.ts'

/** How one policy bears on one row. */
export interface PolicyTrace {
  readonly policyId: string
  readonly version: number
  readonly effect: Policy['effect']
  /** True where every condition holds. */
  readonly matches: boolean
  /** The columns whose condition does not hold. */
  readonly unmet: readonly string[]
}

/** Why somebody sees a row, or does not. */
export interface Explanation {
  readonly sees: boolean
  /** The rule that decided, by name. */
  readonly reason: Reason
  /** Every policy that speaks of the caller's roles and the resource. */
  readonly trace: readonly PolicyTrace[]
  /** What they get of each field; all hidden where they do not see the row. */
  readonly fields: FieldPlan
  readonly obligations: Obligations
}

/**
 * Say why a caller sees a row or not, with the policy that decided: a deny that matches, else the first
 * allow that does, else that none does. A restricted customer is shown by no policy.
 */
export function explainRow(
  policies: readonly Policy[],
  caller: Asker,
  meta: ViewMeta,
  row: PolicyRow,
  restricted = false,
): Explanation {
  const own = policies.filter((policy) => concerns(policy, caller, meta.resource))
  const trace = own.map((policy): PolicyTrace => {
    const unmet = policy.where
      .map((condition) => resolveCondition(condition, caller))
      .filter((term) => !termsHold([term], row))
      .map(({ column }) => column)
    const { id: policyId, version, effect } = policy
    return { policyId, version, effect, matches: unmet.length === 0, unmet }
  })
  const deny = trace.find(({ effect, matches }) => effect === 'deny' && matches)
  const allow = trace.find(({ effect, matches }) => effect === 'allow' && matches)
  const kept = restricted && !findsRestricted(caller)
  const sees = !kept && deny === undefined && allow !== undefined
  const plan = fieldPlan(policies, caller, meta)
  const hidden = Object.fromEntries(Object.keys(plan).map((field) => [field, 'hide' as const]))
  return {
    sees,
    reason: kept ? because('access.restricted') : decidedBy(deny, allow, trace, meta.resource),
    trace,
    fields: sees ? plan : hidden,
    obligations: sees ? obligationsFor(policies, caller, meta.resource, row) : {},
  }
}

function decidedBy(
  deny: PolicyTrace | undefined,
  allow: PolicyTrace | undefined,
  trace: readonly PolicyTrace[],
  resource: string,
): Reason {
  if (deny) return because('access.denied_by', { policy: deny.policyId })
  if (allow) return because('access.allowed_by', { policy: allow.policyId })
  if (trace.length === 0) return because('access.no_policy', { resource })
  return because('access.none_matches', { resource, policies: trace.length })
}
