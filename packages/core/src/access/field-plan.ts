import { type FieldRule, type ViewMeta, viewNamed } from '../kit/index.ts'
import type { Caller } from './caller.ts'
import type { FieldUse, Policy } from './policy.ts'
import { concerns } from './scope.ts'

/** What a caller gets of a field. */
export type FieldTreatment = 'show' | 'mask' | 'hide'

/** The treatment of every field of a resource. */
export type FieldPlan = Readonly<Record<string, FieldTreatment>>

const rank: Readonly<Record<FieldTreatment, number>> = { hide: 0, mask: 1, show: 2 }

function treatment(
  policy: Policy,
  field: string,
  level: FieldRule['level'] | undefined,
): FieldTreatment {
  const { show, mask } = policy.fields
  if (level === 'secret') return show.includes(field) ? 'show' : 'hide'
  if (mask.includes(field)) return 'mask'
  if (show.includes(field)) return 'show'
  if (mask.includes('*')) return 'mask'
  return show.includes('*') ? 'show' : 'hide'
}

/** Which fields the caller may filter, sort or add up by. */
export function fieldUses(
  policies: readonly Policy[],
  caller: Pick<Caller, 'roles'>,
  resource: string,
  fields: readonly string[],
  use: FieldUse,
): ReadonlySet<string> {
  const own = policies.filter(
    (policy) => policy.effect === 'allow' && concerns(policy, caller, resource),
  )
  const classes = viewNamed(resource)?.classes
  const allows = (policy: Policy, field: string) => {
    const listed = policy.use?.[use]
    const level = classes?.[field]?.level
    if (listed) return listed.includes(field) || (level !== 'secret' && listed.includes('*'))
    return treatment(policy, field, level) === 'show'
  }
  return new Set(fields.filter((field) => own.some((policy) => allows(policy, field))))
}

/** The most that the caller's policies give of each field; keys always show, the rest hides by default. */
export function fieldPlan(
  policies: readonly Policy[],
  caller: Pick<Caller, 'roles'>,
  { resource, classes }: ViewMeta,
): FieldPlan {
  const own = policies.filter(
    (policy) => policy.effect === 'allow' && concerns(policy, caller, resource),
  )
  return Object.fromEntries(
    Object.entries(classes).map(([field, { level }]) => {
      if (level === 'key') return [field, 'show']
      const best = own
        .map((policy) => treatment(policy, field, level))
        .reduce<FieldTreatment>((a, b) => (rank[b] > rank[a] ? b : a), 'hide')
      return [field, best]
    }),
  )
}
