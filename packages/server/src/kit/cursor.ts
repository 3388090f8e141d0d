import { kitErrors, type Page } from '@crm/core'
import { readSealed } from './keys/sealed.ts'
import type { ReadSession } from './session.ts'

/** Whose cursor it is, and what it is sealed with. */
export type CursorHolder = Pick<ReadSession, 'keys' | 'caller'>

const placeOf = ({ caller }: CursorHolder) => ({
  table: 'cursor',
  column: 'keys',
  rowId: caller.staffId,
})

/**
 * Where a page ended, as a text that only this server reads, and only for the same person: what a list
 * is sorted by may be what its reader gets masked. Without keys it is opaque, and no more.
 */
export function cursorOf(holder: CursorHolder, ...sorted: readonly (string | number)[]): string {
  const text = JSON.stringify(sorted)
  return holder.keys.seals
    ? holder.keys.sealField(placeOf(holder), text)
    : btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}

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
  holder: CursorHolder,
  cursor: string | undefined,
  ...wanted: readonly (keyof typeof kinds)[]
): string[] | undefined {
  if (cursor === undefined) return undefined
  const keys = unpack(holder, cursor)
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

function unpack(holder: CursorHolder, cursor: string): string[] | undefined {
  try {
    const read: unknown = JSON.parse(textOf(holder, cursor))
    return Array.isArray(read) ? read.map(String) : undefined
  } catch {
    // Not sealed by us, not base64, not UTF-8, not JSON: in every case none of ours.
    return undefined
  }
}

function textOf(holder: CursorHolder, cursor: string): string {
  if (holder.keys.seals)
    return readSealed(cursor) ? holder.keys.openField(placeOf(holder), cursor) : ''
  const bytes = Uint8Array.from(atob(cursor), (char) => char.codePointAt(0)!)
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
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
