// Criteria as anybody may write them, by shape; and values that have broken other people's SQL.
import {
  arityOf,
  CRITERIA_LIMITS,
  type Criteria,
  customerFields,
  type FieldSpec,
  operatorsOf,
} from '@crm/core'

const quotes = ["'", '"', '`', "''", "\\'", '\\', '\\\\', '$$', '$1', '$tag$', '?', ':a', '%', '_']
const tails = [
  ' or 1=1',
  ' or 1=1 --',
  ' or 1=1 #',
  '; drop table customer; --',
  ' union select null, version() --',
  ') or (1=1',
  ' and pg_sleep(5) --',
  '; copy customer to program $$id$$; --',
  "||(select name from customer limit 1)||'",
  ' is null or true',
  '/**/or/**/1=1',
  "}',null)::text[] or true --",
  '::int',
  ' collate "C"',
  '; set role none; --',
  ' limit 0',
]
const letters = [
  'NULL',
  'null',
  'true',
  'NaN',
  'Infinity',
  '{',
  '}',
  '{}',
  '{"a"}',
  '{NULL}',
  '[]',
  'array[1]',
  "E'\\x41'",
  "U&'\\0041'",
  'x\r\ny',
  'x\ty',
  '--',
  '/*',
  '*/',
  '0x27',
  '%27',
  '\u02bc',
  '\uff07',
  '\u2019',
  '\u0327',
  '\u202e',
  '\ufeff',
  '𠮷',
  '1e400',
  '-0',
  '2026-02-30',
  'now()',
  'current_user',
  'c.name',
  'f.assets_fen',
  '',
  ' ',
  'ſelect',
]

/** At least three hundred texts, for a value or for a key. */
export const payloads: readonly string[] = [
  ...quotes.flatMap((quote) => tails.map((tail) => `x${quote}${tail}`)),
  ...quotes,
  ...letters,
  ...tails,
  ...quotes.map((quote) => quote.repeat(20)),
]

const among = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T

/** A value that fits a field: a payload where it may be any text. */
function fittingValue(random: () => number, spec: FieldSpec): string | number | boolean {
  switch (spec.type) {
    case 'choice':
    case 'set':
      return among(random, spec.choices)
    case 'text':
      return among(random, payloads)
    case 'flag':
      return random() < 0.5
    case 'day':
      return among(random, ['0001-01-01', '1970-01-01', '2026-03-05', '9999-12-31'])
    default:
      return Math.floor((random() - 0.5) * 2 ** (random() < 0.3 ? 53 : 20))
  }
}

/** Criteria of a random shape within the limits. */
export function randomCriteria(random: () => number, depth = 1): Criteria {
  const dice = random()
  if (depth < CRITERIA_LIMITS.depth - 1 && dice < 0.45) {
    const parts = Array.from({ length: Math.floor(random() * 4) }, () =>
      randomCriteria(random, depth + 1),
    )
    if (dice < 0.2) return { all: parts }
    if (dice < 0.4) return { any: parts }
    return { not: randomCriteria(random, depth + 1) }
  }
  const [field, spec] = among(random, Object.entries<FieldSpec>(customerFields))
  const is = among(random, operatorsOf[spec.type])
  const arity = arityOf(is)
  if (arity === 'none') return { field, is }
  if (arity === 'one') return { field, is, value: fittingValue(random, spec) }
  const length = arity === 'two' ? 2 : Math.floor(random() * 5)
  return { field, is, value: Array.from({ length }, () => fittingValue(random, spec)) }
}

/** The same shape with other values everywhere. */
export function otherValues(random: () => number, criteria: Criteria): Criteria {
  if ('all' in criteria) return { all: criteria.all.map((part) => otherValues(random, part)) }
  if ('any' in criteria) return { any: criteria.any.map((part) => otherValues(random, part)) }
  if ('not' in criteria) return { not: otherValues(random, criteria.not) }
  const spec = customerFields[criteria.field as keyof typeof customerFields] as FieldSpec
  if (criteria.value === undefined) return criteria
  if (!Array.isArray(criteria.value)) return { ...criteria, value: fittingValue(random, spec) }
  return { ...criteria, value: criteria.value.map(() => fittingValue(random, spec)) }
}
