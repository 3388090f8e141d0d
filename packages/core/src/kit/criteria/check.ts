import { kitErrors } from '../errors.ts'
import type { Catalogue, FieldSpec } from './catalogue.ts'
import type { Comparison, Criteria, Operator } from './criteria.ts'
import { arityOf, operatorsOf } from './operators.ts'

/** How large criteria may be. */
export const CRITERIA_LIMITS = { depth: 8, nodes: 200, list: 5_000, text: 200 } as const

type Why =
  | 'not_a_node'
  | 'unknown_field'
  | 'wrong_operator'
  | 'wrong_value'
  | 'too_deep'
  | 'too_many_nodes'
  | 'list_too_long'

const invalid = (path: string, why: Why) => kitErrors.criteriaInvalid(path, why)

/**
 * Hold criteria from anywhere to a catalogue, and give back a clean copy.
 *
 * @throws `criteria.invalid` naming the node by its path (`all[1].not`) and why
 */
export function checkCriteria(catalogue: Catalogue, criteria: unknown): Criteria {
  let nodes = 0
  const check = (node: unknown, path: string, depth: number): Criteria => {
    if (depth > CRITERIA_LIMITS.depth) throw invalid(path, 'too_deep')
    if (++nodes > CRITERIA_LIMITS.nodes) throw invalid(path, 'too_many_nodes')
    if (typeof node !== 'object' || node === null) throw invalid(path, 'not_a_node')
    const keys = Object.keys(node)
    const { all, any, not } = node as { all?: unknown; any?: unknown; not?: unknown }
    const each = (list: readonly unknown[], name: string) =>
      list.map((part, at) => check(part, `${path && `${path}.`}${name}[${at}]`, depth + 1))
    if (keys.length === 1 && Array.isArray(all)) return { all: each(all, 'all') }
    if (keys.length === 1 && Array.isArray(any)) return { any: each(any, 'any') }
    if (keys.length === 1 && not !== undefined)
      return { not: check(not, `${path && `${path}.`}not`, depth + 1) }
    return checkComparison(catalogue, node, keys, path)
  }
  return check(criteria, '', 1)
}

function checkComparison(
  catalogue: Catalogue,
  node: object,
  keys: readonly string[],
  path: string,
): Comparison {
  const { field, is, value } = node as { field?: unknown; is?: unknown; value?: unknown }
  if (typeof field !== 'string' || typeof is !== 'string') throw invalid(path, 'not_a_node')
  if (keys.some((key) => !['field', 'is', 'value'].includes(key))) throw invalid(path, 'not_a_node')
  const spec = Object.hasOwn(catalogue, field) ? catalogue[field] : undefined
  if (!spec) throw invalid(path, 'unknown_field')
  const operator = operatorsOf[spec.type].find((one) => one === is)
  if (!operator) throw invalid(path, 'wrong_operator')
  return { field, is: operator, ...checkValue(spec, operator, value, path) }
}

function checkValue(
  spec: FieldSpec,
  operator: Operator,
  value: unknown,
  path: string,
): Pick<Comparison, 'value'> {
  const arity = arityOf(operator)
  if (arity === 'none') {
    if (value !== undefined) throw invalid(path, 'wrong_value')
    return {}
  }
  if (arity === 'one') {
    if (!fits(spec, value)) throw invalid(path, 'wrong_value')
    return { value: value as Comparison['value'] }
  }
  if (!Array.isArray(value) || (arity === 'two' && value.length !== 2))
    throw invalid(path, 'wrong_value')
  if (value.length > CRITERIA_LIMITS.list) throw invalid(path, 'list_too_long')
  if (!value.every((one) => fits(spec, one))) throw invalid(path, 'wrong_value')
  return { value: [...value] }
}

const LONE_SURROGATE = /\p{Surrogate}/u
/** NUL has no place in a stored text, and half a surrogate pair is no letter. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= CRITERIA_LIMITS.text &&
  !value.includes('\0') &&
  !LONE_SURROGATE.test(value)

function fits(spec: FieldSpec, value: unknown): boolean {
  switch (spec.type) {
    case 'choice':
    case 'set':
      return typeof value === 'string' && spec.choices.includes(value)
    case 'text':
      return isText(value)
    case 'number':
    case 'fen':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
    case 'day':
      return typeof value === 'string' && isDay(value)
    case 'flag':
      return typeof value === 'boolean'
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001-01-01') return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}
