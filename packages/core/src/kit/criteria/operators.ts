import type { FieldSpec } from './catalogue.ts'
import type { Operator } from './criteria.ts'

const always = ['known', 'unknown'] as const
const oneOf = ['eq', 'ne', 'in', 'notIn', ...always] as const
const ordered = ['eq', 'ne', 'in', 'notIn', 'lt', 'le', 'gt', 'ge', 'between', ...always] as const

/** Which comparisons each type of field allows. */
export const operatorsOf: Readonly<Record<FieldSpec['type'], readonly Operator[]>> = {
  choice: oneOf,
  text: [...oneOf, 'startsWith', 'contains'],
  number: ordered,
  fen: ordered,
  day: ordered,
  flag: ['eq', 'ne', ...always],
  set: ['has', 'hasAny', 'hasAll', ...always],
}

/** How many values a comparison takes: none, one, two, or a list. */
export function arityOf(operator: Operator): 'none' | 'one' | 'two' | 'list' {
  if (operator === 'known' || operator === 'unknown') return 'none'
  if (operator === 'between') return 'two'
  return ['in', 'notIn', 'hasAny', 'hasAll'].includes(operator) ? 'list' : 'one'
}
