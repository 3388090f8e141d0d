import { type Criteria, customerFields, type LocalDate, SMALLEST_COUNT } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { criteriaToSql } from '../kit/criteria-sql.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import type { ReadSession } from '../kit/session.ts'
import { fieldColumns } from './columns.ts'

/** A crowd's size is told to the ten. */
const STEP = 10
/** Each layer of noise lies between minus and plus this, most often near nothing. */
const SPREAD = 10

/** Every part of a criteria, itself first, that says something: comparisons and what joins them. */
function partsOf(criteria: Criteria): readonly Criteria[] {
  if ('all' in criteria) return [criteria, ...criteria.all.flatMap(partsOf)]
  if ('any' in criteria) return [criteria, ...criteria.any.flatMap(partsOf)]
  if ('not' in criteria) return [criteria, ...partsOf(criteria.not)]
  return [criteria]
}

const saysNothing = (part: Criteria): boolean =>
  ('all' in part && part.all.length === 0) || ('any' in part && part.any.length === 0)

/** A number from 0 up to 1 that the same text always gives, and that nobody foresees without the key. */
function drawn(keys: BankKeys, text: string): number {
  const mac = keys.seals ? keys.rowMark(`crowd|${text}`) : text
  let hash = 2_166_136_261
  for (const letter of mac) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return hash / 4_294_967_296
}

/** The same noise for the same crowd, however it was asked for: asking again averages nothing out. */
const noiseOf = (keys: BankKeys, crowd: string): number =>
  (drawn(keys, `a|${crowd}`) - drawn(keys, `b|${crowd}`)) * SPREAD

/**
 * How many there are, for somebody who may count people and not see them; nothing where that would tell
 * of few. Each part of the criteria, and what it leaves out, has to be a crowd: else the difference of
 * two crowds is one person (Denning, Trackers, 1979). The size goes out with noise that belongs to the
 * crowd and to each comparison's own (after Francis, Diffix, 2017), to the ten.
 */
export async function crowdSize(
  session: ReadSession,
  counted: RawBuilder<unknown>,
  criteria: Criteria,
  asOf: LocalDate,
): Promise<number | undefined> {
  const parts = partsOf(criteria).filter((part) => !saysNothing(part))
  const met = (part: Criteria): RawBuilder<SqlBool> =>
    criteriaToSql(part, fieldColumns(asOf), customerFields)
  // A crowd is known by the exclusive or of its members' hashes: no order, and one more is another.
  const figures = (where: RawBuilder<SqlBool>) => sql`
    json_build_array(count(*) filter (where ${where}),
      coalesce(bit_xor(hashtextextended(c.customer_id, 0)) filter (where ${where}), 0)::text)`
  const each = [criteria, ...parts].map((part) => figures(met(part)))
  const { rows } = await sql<{ everybody: number; parts: [number, string][] }>`
    select count(*)::int as everybody, json_build_array(${sql.join(each)}) as parts
    ${counted}`.execute(session.db)
  const { everybody, parts: sizes } = rows[0]!
  const [[whole, crowd], ...rest] = sizes as [[number, string], ...[number, string][]]
  const isCrowd = ([size, among]: readonly [number, string]) => {
    // Ten is the least; where above it the line lies is the crowd's own.
    const least = SMALLEST_COUNT + Math.floor(drawn(session.keys, `least|${among}`) * STEP)
    return size >= least && everybody - size >= least
  }
  if (whole < SMALLEST_COUNT || !rest.every(isCrowd)) return undefined
  const layers = new Set([
    crowd,
    ...parts.flatMap((part, at) => layerOf(part, rest[at]?.[1] ?? '')),
  ])
  const noise = [...layers].reduce((sum, layer) => sum + noiseOf(session.keys, layer), 0)
  return Math.max(STEP, Math.round((whole + noise) / STEP) * STEP)
}

/** A comparison's own layer: its field and whom it finds, however it is written. */
const layerOf = (part: Criteria, crowd: string): readonly string[] =>
  'field' in part ? [`${part.field}|${crowd}`] : []
