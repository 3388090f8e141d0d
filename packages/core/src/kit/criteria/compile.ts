import type { Comparison, Criteria, Scalar } from './criteria.ts'

/** A record as criteria see it: values by field, what is unknown absent. */
export type Facts = Readonly<Record<string, unknown>>
/** Says whether a record meets the criteria. */
export type Predicate = (record: Facts) => boolean

const sees = (record: Facts, field: string): unknown =>
  Object.hasOwn(record, field) ? (record[field] ?? undefined) : undefined

/** Criteria as a function of one record. Days compare as text: `YYYY-MM-DD` sorts as days do. */
export function compileCriteria(criteria: Criteria): Predicate {
  if ('all' in criteria) {
    const parts = criteria.all.map(compileCriteria)
    return (record) => parts.every((met) => met(record))
  }
  if ('any' in criteria) {
    const parts = criteria.any.map(compileCriteria)
    return (record) => parts.some((met) => met(record))
  }
  if ('not' in criteria) {
    const met = compileCriteria(criteria.not)
    return (record) => !met(record)
  }
  const { field } = criteria
  if (criteria.is === 'known') return (record) => sees(record, field) !== undefined
  if (criteria.is === 'unknown') return (record) => sees(record, field) === undefined
  const holds = compare(criteria)
  return (record) => {
    const value = sees(record, field)
    return value !== undefined && holds(value as never)
  }
}

function compare({ is, value }: Comparison): (found: never) => boolean {
  const one = value as Scalar
  const list = value as readonly Scalar[]
  switch (is) {
    case 'eq':
      return (found: Scalar) => found === one
    case 'ne':
      return (found: Scalar) => found !== one
    case 'lt':
      return (found: Scalar) => found < one
    case 'le':
      return (found: Scalar) => found <= one
    case 'gt':
      return (found: Scalar) => found > one
    case 'ge':
      return (found: Scalar) => found >= one
    case 'between':
      return (found: Scalar) => found >= list[0]! && found <= list[1]!
    case 'in': {
      const set = new Set(list)
      return (found: Scalar) => set.has(found)
    }
    case 'notIn': {
      const set = new Set(list)
      return (found: Scalar) => !set.has(found)
    }
    case 'startsWith':
      return (found: string) => found.startsWith(one as string)
    case 'contains':
      return (found: string) => found.includes(one as string)
    case 'has':
      return (found: readonly Scalar[]) => found.includes(one)
    case 'hasAny':
      return (found: readonly Scalar[]) => list.some((item) => found.includes(item))
    case 'hasAll':
      return (found: readonly Scalar[]) => list.every((item) => found.includes(item))
    default:
      throw new TypeError(`${is} takes no value`)
  }
}
