import type { Criteria } from './criteria.ts'

/** The fields that criteria mention, each once, in the order of first mention. */
export function usesOf(criteria: Criteria): readonly string[] {
  if ('all' in criteria) return [...new Set(criteria.all.flatMap(usesOf))]
  if ('any' in criteria) return [...new Set(criteria.any.flatMap(usesOf))]
  if ('not' in criteria) return usesOf(criteria.not)
  return [criteria.field]
}
