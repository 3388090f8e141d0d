import { kitErrors, type Page } from '@crm/core'

/** Where a page ended, as an opaque text. */
export const cursorOf = (...keys: readonly (string | number)[]): string =>
  btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(keys))))

/**
 * The keys that a cursor holds, as strings, or nothing for the first page.
 *
 * @throws `page.cursor_invalid`
 */
export function readCursor(cursor: string | undefined, keys: number): string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.codePointAt(0)!)
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (
      Array.isArray(read) &&
      read.length === keys &&
      read.every((key) => ['string', 'number'].includes(typeof key))
    )
      return read.map(String)
  } catch {
    throw kitErrors.cursorInvalid()
  }
  throw kitErrors.cursorInvalid()
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
