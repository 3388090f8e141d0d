/** A stored value that JavaScript cannot hold without changing it. */
export class UnreadableValue extends Error {
  override readonly name = 'UnreadableValue'
}

type Reader = (text: string) => unknown

const scalars: Readonly<Record<number, Reader>> = {
  16: (text) => text === 't', // boolean
  17: bytes, // bytea
  20: wholeNumber, // bigint
  21: Number, // smallint
  23: Number, // integer
  26: Number, // oid
  114: (text) => JSON.parse(text), // json
  700: Number, // real
  701: Number, // double precision
  1184: instant, // timestamptz
  3802: (text) => JSON.parse(text), // jsonb
}

/** The array type of each element type, by oid; `text[]` and `date[]` hold their text. */
const arrays: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1009: 25,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  3807: 3802,
}

/**
 * How the text of a PostgreSQL type is read, the same on every engine: bigint as a whole number
 * (beyond 2^53 it throws), timestamptz as an ISO instant in UTC, json parsed. Every other type, and
 * `date` and `numeric` above all, stays the text it is.
 */
export function readerOf(oid: number): Reader {
  const element = arrays[oid]
  if (element !== undefined) return (text) => readArray(text, readerOf(element))
  return scalars[oid] ?? asIs
}

const asIs = (text: string): string => text

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new UnreadableValue('A stored bigint is larger than a number can hold exactly.')
  }
  return value
}

function bytes(text: string): Uint8Array {
  const pairs = text.slice(2).match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

/** Milliseconds always, so that what `toISOString` wrote reads back equal; microseconds if any. */
function instant(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text)
  return parts ? `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z` : text
}

/** Reads `{a,"b,c",NULL,{…}}`, PostgreSQL's own way to write an array. */
function readArray(text: string, reader: Reader): unknown[] {
  const tokens = text.matchAll(/[{}]|,|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs)
  const top: unknown[] = []
  const open = [top]
  for (const [token, quoted] of tokens) {
    if (token === ',') continue
    if (token === '}') open.pop()
    else if (token === '{') {
      const inner: unknown[] = []
      open.at(-1)?.push(inner)
      open.push(inner)
    } else if (quoted !== undefined) open.at(-1)?.push(reader(quoted.replace(/\\(.)/gs, '$1')))
    else open.at(-1)?.push(token === 'NULL' ? null : reader(token))
  }
  return top[0] as unknown[]
}
