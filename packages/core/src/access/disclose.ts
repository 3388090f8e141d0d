import type { ViewMeta } from '../kit/index.ts'
import type { FieldPlan } from './field-plan.ts'
import { maskValue } from './mask.ts'

/** A record as the plan lets it be seen. Absent values stay absent: a mask never says what is not there. */
export function disclose(
  record: Readonly<Record<string, unknown>>,
  plan: FieldPlan,
  { classes }: ViewMeta,
): Record<string, unknown> {
  const seen: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(record)) {
    if (value === undefined) continue
    const rule = classes[field]
    if (rule === undefined || plan[field] === undefined || plan[field] === 'hide') continue
    seen[field] =
      rule.level === 'key' || plan[field] === 'show' ? value : maskValue(rule.mask, value)
  }
  return seen
}
