import type { Caller } from './caller.ts'
import type { Condition, Policy } from './policy.ts'

/** One term of a scope: the row's column holds one of these values, or shares one where it is a list. */
export interface ScopeTerm {
  readonly column: string
  readonly in: readonly string[]
}

/**
 * The rows a caller may see, resolved to plain values: any of `allow` holds in full, and none of
 * `deny` does. An empty `allow` is nobody's row; an empty list of terms is every row.
 */
export interface Scope {
  readonly allow: readonly (readonly ScopeTerm[])[]
  readonly deny: readonly (readonly ScopeTerm[])[]
}

/** What a scope is reckoned from: who they are, where they belong, what roles they hold. */
export type Asker = Pick<Caller, 'staffId' | 'branchIds' | 'roles'>

/** A condition in plain values, for one caller. */
export const resolveCondition = (condition: Condition, caller: Asker): ScopeTerm => {
  const { column } = condition
  if (condition.op === 'eq') return { column, in: [condition.value] }
  if (condition.op === 'in') return { column, in: condition.value }
  if (condition.op === 'isSelf' || condition.op === 'isOwner')
    return { column, in: [caller.staffId] }
  return { column, in: caller.branchIds }
}

/** Does this policy speak of somebody with these roles? */
export const concerns = (
  policy: Policy,
  caller: Pick<Caller, 'roles'>,
  resource: string,
): boolean =>
  policy.resource === resource && policy.roles.some((role) => caller.roles.includes(role))

/** Which rows of a resource a caller may see. Nothing is allowed that no policy allows. */
export function scopeOf(policies: readonly Policy[], caller: Asker, resource: string): Scope {
  const own = policies.filter((policy) => concerns(policy, caller, resource))
  const terms = (effect: Policy['effect']) =>
    own
      .filter((policy) => policy.effect === effect)
      .map((policy) => policy.where.map((condition) => resolveCondition(condition, caller)))
  return { allow: terms('allow'), deny: terms('deny') }
}

/** A row as policies see it: where a customer belongs, and who shares them. */
export type PolicyRow = Readonly<Record<string, string | readonly string[]>>

/** Do all of these terms hold for a row? */
export const termsHold = (terms: readonly ScopeTerm[], row: PolicyRow): boolean =>
  terms.every(({ column, in: values }) => {
    const held = row[column] ?? ''
    return typeof held === 'string'
      ? values.includes(held)
      : held.some((one) => values.includes(one))
  })

/** Restricted customers are kept and not used: only who answers for keeping them finds them. */
export const findsRestricted = ({ roles }: Pick<Caller, 'roles'>): boolean =>
  roles.includes('retention-officer')

/** Is this row within the scope? The SQL back end must give the same answer for every row. */
export function inScope(scope: Scope, row: PolicyRow): boolean {
  const holds = (terms: readonly ScopeTerm[]) => termsHold(terms, row)
  return scope.allow.some(holds) && !scope.deny.some(holds)
}
