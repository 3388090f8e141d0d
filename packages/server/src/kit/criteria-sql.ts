import type { Catalogue, Comparison, Criteria, FieldSpec } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** The type a field is compared as; wide enough for every value the language allows. */
const typeOf: Readonly<Record<FieldSpec['type'], RawBuilder<unknown>>> = {
  choice: sql`text`,
  text: sql`text`,
  number: sql`bigint`,
  fen: sql`bigint`,
  day: sql`date`,
  flag: sql`boolean`,
  set: sql`text[]`,
}

/**
 * Criteria as a condition in SQL. Values travel as parameters only, the same criteria always give
 * the same text, and what is unknown is not met, as in the other back ends: no comparison leaves
 * here as null.
 */
export function criteriaToSql(
  criteria: Criteria,
  columns: Readonly<Record<string, RawBuilder<unknown>>>,
  catalogue: Catalogue,
): RawBuilder<SqlBool> {
  const toSql = (node: Criteria): RawBuilder<SqlBool> => {
    if ('all' in node) return joined(node.all.map(toSql), sql` and `, sql`true`)
    if ('any' in node) return joined(node.any.map(toSql), sql` or `, sql`false`)
    if ('not' in node) return sql<SqlBool>`(not ${toSql(node.not)})`
    const column = Object.hasOwn(columns, node.field) ? columns[node.field] : undefined
    const spec = catalogue[node.field]
    if (!column || !spec) throw new RangeError(`There is no column for ${node.field}.`)
    return comparisonToSql(node, sql`(${column})`, typeOf[spec.type])
  }
  return toSql(criteria)
}

const joined = (
  parts: readonly RawBuilder<SqlBool>[],
  joint: RawBuilder<unknown>,
  empty: RawBuilder<unknown>,
): RawBuilder<SqlBool> =>
  parts.length === 0 ? sql<SqlBool>`${empty}` : sql<SqlBool>`(${sql.join(parts, joint)})`

const comparing = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

function comparisonToSql(
  { is, value }: Comparison,
  column: RawBuilder<unknown>,
  type: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  const one = (at = 0) => sql`${[value].flat()[at]}::${type}`
  const list = () => sql`${arrayText([value].flat())}::text[]::${type}[]`
  const met = (condition: RawBuilder<unknown>) => sql<SqlBool>`coalesce(${condition}, false)`
  switch (is) {
    case 'known':
      return sql<SqlBool>`(${column} is not null)`
    case 'unknown':
      return sql<SqlBool>`(${column} is null)`
    case 'in':
      return met(sql`${column} = any(${list()})`)
    case 'notIn':
      // Null against an empty list is false, not null: that it is known has to be asked for.
      return sql<SqlBool>`(${column} is not null and not (${column} = any(${list()})))`
    case 'between':
      return met(sql`${column} between ${one(0)} and ${one(1)}`)
    case 'startsWith':
      return met(sql`starts_with(${column}, ${one()})`)
    case 'contains':
      return met(sql`position(${one()} in ${column}) > 0`)
    case 'has':
      return met(sql`${column} @> array[${[value].flat()[0]}]::text[]`)
    case 'hasAny':
      return met(sql`${column} && ${arrayText([value].flat())}::text[]`)
    case 'hasAll':
      return met(sql`${column} @> ${arrayText([value].flat())}::text[]`)
    default:
      return met(sql`${column} ${sql.raw(comparing[is])} ${one()}`)
  }
}

/** A list as PostgreSQL writes it, so that every driver sends the same one parameter. */
const arrayText = (items: readonly unknown[]): string =>
  `{${items.map((item) => `"${String(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`
