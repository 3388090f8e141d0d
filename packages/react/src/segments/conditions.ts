import { type Comparison, type Criteria, customerFields, type Operator } from '@crm/core'

/** The comparisons that the form offers, for each type of field. */
export const offered = {
  choice: ['eq', 'ne', 'known', 'unknown'],
  text: ['eq', 'startsWith', 'contains', 'known', 'unknown'],
  number: ['ge', 'gt', 'le', 'lt', 'eq'],
  fen: ['ge', 'gt', 'le', 'lt', 'eq'],
  day: ['ge', 'le', 'known', 'unknown'],
  flag: ['eq'],
  set: ['has'],
} as const satisfies Record<string, readonly Operator[]>

/** The fields of the catalogue, by name. */
export type Field = keyof typeof customerFields
/** The fields, in the order of the catalogue. */
export const fields = Object.keys(customerFields) as readonly Field[]

/** Conditions that all have to hold, or any of them: what the form can show. */
export interface Conditions {
  readonly match: 'all' | 'any'
  readonly parts: readonly Comparison[]
}

const isOffered = (node: Criteria): node is Comparison =>
  'field' in node &&
  fields.includes(node.field as Field) &&
  (offered[customerFields[node.field as Field].type] as readonly string[]).includes(node.is)

/** Criteria as a form can show them; nothing where they are deeper than a form. */
export function toConditions(criteria: Criteria): Conditions | undefined {
  if ('all' in criteria && criteria.all.every(isOffered))
    return { match: 'all', parts: criteria.all }
  if ('any' in criteria && criteria.any.every(isOffered))
    return { match: 'any', parts: criteria.any }
  return isOffered(criteria) ? { match: 'all', parts: [criteria] } : undefined
}

/** Conditions as criteria. */
export const toCriteria = ({ match, parts }: Conditions): Criteria =>
  match === 'all' ? { all: parts } : { any: parts }

/** A first value for a field and a comparison. */
export function blank(field: Field, is: Operator): Comparison {
  const spec = customerFields[field]
  if (is === 'known' || is === 'unknown') return { field, is }
  if ('choices' in spec) return { field, is, value: spec.choices[0]! }
  if (spec.type === 'flag') return { field, is, value: true }
  if (spec.type === 'day') return { field, is, value: '2026-01-01' }
  return { field, is, value: spec.type === 'text' ? '' : 0 }
}
