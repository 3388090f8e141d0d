import type { Catalogue, FieldSpec } from './catalogue.ts'
import type { Facts } from './compile.ts'

/** Whole numbers that fit 32 bits, and days; the least of all stands for unknown. */
export interface IntColumn {
  readonly kind: 'int'
  readonly values: Int32Array
}
/** Whole numbers beyond 32 bits; NaN stands for unknown, and is in no range. */
export interface WideColumn {
  readonly kind: 'wide'
  readonly values: Float64Array
}
/** Few distinct values: a code each, 0 for unknown. */
export interface SmallColumn {
  readonly kind: 'small'
  readonly codes: Uint8Array
  /** The value of code `n` is at `n - 1`. */
  readonly dictionary: readonly (string | boolean)[]
}
/** Many distinct texts: a code each, 0 for unknown. */
export interface TextColumn {
  readonly kind: 'text'
  readonly codes: Uint32Array
  readonly dictionary: readonly string[]
}
/** A set of up to 31 choices: a bit each, and the highest bit for known. */
export interface SetColumn {
  readonly kind: 'set'
  readonly bits: Uint32Array
  readonly choices: readonly string[]
}
/** One field of a whole book. */
export type Column = IntColumn | WideColumn | SmallColumn | TextColumn | SetColumn

/** A book of records as columns, one for each field of the catalogue. */
export interface Columns {
  readonly size: number
  readonly columns: Readonly<Record<string, Column>>
}

/** Stands for unknown in an {@link IntColumn}. */
export const NO_INT = -2_147_483_648
/** The largest value of an {@link IntColumn}. */
export const MOST_INT = 2_147_483_647
/** The bit that says a set is known, though it may be empty. */
export const KNOWN_BIT = 0x8000_0000
const MS_A_DAY = 86_400_000

/** Days since 1970-01-01. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MS_A_DAY

/** Lay a book out as columns. The records may come from anywhere; they are read once for each field. */
export function buildColumns(catalogue: Catalogue, records: readonly Facts[]): Columns {
  const columns = Object.entries(catalogue).map(([field, spec]) => [
    field,
    buildColumn(
      spec,
      records.map((record) => record[field] ?? undefined),
    ),
  ])
  return { size: records.length, columns: Object.fromEntries(columns) as Columns['columns'] }
}

function buildColumn(spec: FieldSpec, values: readonly unknown[]): Column {
  switch (spec.type) {
    case 'flag':
      return small([false, true], values)
    case 'choice':
      return small(spec.choices, values)
    case 'text':
      return texts(values)
    case 'set':
      return sets(spec.choices, values)
    case 'day':
      return numbers(
        values.map((value) => (value === undefined ? undefined : dayNumber(value as string))),
      )
    default:
      return numbers(values as readonly (number | undefined)[])
  }
}

function numbers(values: readonly (number | undefined)[]): IntColumn | WideColumn {
  const fits = values.every((value) => value === undefined || (value > NO_INT && value <= MOST_INT))
  return fits
    ? { kind: 'int', values: Int32Array.from(values, (value) => value ?? NO_INT) }
    : { kind: 'wide', values: Float64Array.from(values, (value) => value ?? Number.NaN) }
}

function small(dictionary: SmallColumn['dictionary'], values: readonly unknown[]): SmallColumn {
  const codeOf = new Map<unknown, number>(dictionary.map((value, at) => [value, at + 1]))
  return {
    kind: 'small',
    codes: Uint8Array.from(values, (value) => codeOf.get(value) ?? 0),
    dictionary,
  }
}

function texts(values: readonly unknown[]): TextColumn {
  const codeOf = new Map<string, number>()
  const codes = Uint32Array.from(values, (value) => {
    if (value === undefined) return 0
    const text = value as string
    const known = codeOf.get(text)
    if (known !== undefined) return known
    codeOf.set(text, codeOf.size + 1)
    return codeOf.size
  })
  return { kind: 'text', codes, dictionary: [...codeOf.keys()] }
}

function sets(choices: readonly string[], values: readonly unknown[]): SetColumn {
  if (choices.length > 31) throw new RangeError('A set has at most 31 choices.')
  const bits = Uint32Array.from(values, (value) =>
    value === undefined ? 0 : (bitsOf(choices, value as readonly string[]) | KNOWN_BIT) >>> 0,
  )
  return { kind: 'set', bits, choices }
}

/** The bits of some choices. */
export function bitsOf(choices: readonly string[], chosen: readonly string[]): number {
  let bits = 0
  for (const choice of chosen) bits |= 1 << choices.indexOf(choice)
  return bits >>> 0
}
