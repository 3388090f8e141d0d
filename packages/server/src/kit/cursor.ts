import { kitErrors, type Page } from '@crm/core'

/** Where a page ended, as an opaque text. */
export const cursorOf = (...keys: readonly (string | number)[]): string =>
  btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(keys))))

/** What a key of a cursor can be, and how it is told from a forged one. */
const kinds = {
  text: /^[^\0\p{Surrogate}]{0,200}$/u,
  number: /^-?\d{1,16}$/,
  small: /^-?\d{1,9}$/,
  day: /^(\d{4}-\d{2}-\d{2}|infinity)$/,
  instant: /^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z$/,
} as const

/**
 * The keys that a cursor holds, as strings, or nothing for the first page. A cursor comes from
 * outside: each key has to be of its kind before it gets near the store.
 *
 * @throws `page.cursor_invalid`
 */
export function readCursor(
  cursor: string | undefined,
  ...wanted: readonly (keyof typeof kinds)[]
): string[] | undefined {
  if (cursor === undefined) return undefined
  const keys = unpack(cursor)
  const fits =
    keys?.length === wanted.length && wanted.every((kind, at) => fitsKind(kind, keys[at] ?? ''))
  if (!fits) throw kitErrors.cursorInvalid()
  return keys
}

function fitsKind(kind: keyof typeof kinds, key: string): boolean {
  if (!kinds[kind].test(key)) return false
  if (kind === 'number' || kind === 'small') return Number.isSafeInteger(Number(key))
  return kind === 'text' || key === 'infinity' || isMoment(key)
}

/** 31 April has the form of a day, and is none. */
function isMoment(text: string): boolean {
  const ms = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10))
}

function unpack(cursor: string): string[] | undefined {
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.codePointAt(0)!)
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return Array.isArray(read) ? read.map(String) : undefined
  } catch {
    // Not base64, not UTF-8, not JSON: in every case none of ours.
    return undefined
  }
}

/** Cut a list, read with one row too many, to a page that knows whether more follows. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toCursor: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(toItem)
  return rows.length > limit && last !== undefined ? { items, next: toCursor(last) } : { items }
}
