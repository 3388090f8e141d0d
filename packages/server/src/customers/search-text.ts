import { plainName, plainNumber } from '@crm/core'

/** What somebody typed, read for what it can be. */
export interface SearchText {
  /** As typed, and as names are kept: composed, nothing unseen, single spaces. */
  readonly text: string
  /** Lower-case Latin letters, for pinyin and initials; absent when other letters were typed. */
  readonly letters?: string
  /** Digits (and a final X) of a phone, ID or account number in any notation. */
  readonly number?: string
}

/** Read a search: full-width forms, spaces and dashes in numbers, `+86` and a leading 0086 are no matter. */
export function readSearchText(typed: string): SearchText {
  const text = plainName(typed)
  const bare = plainNumber(typed)
  const number = /^(?:\+86|0086)?(\d{4,30}X?)$/.exec(bare)?.[1]
  if (number !== undefined) return { text, number }
  if (/^[A-Z']+$/.test(bare)) return { text, letters: bare.replaceAll("'", '').toLowerCase() }
  return { text }
}

/** The fewest digits of a number that belongs to somebody. */
const WHOLE = 7
/** By so many digits at its end a number is found too. */
export const TAIL = 4

/** Is this search for one number, whole or by its last four, so that any answer tells whether it is known? */
export function isForNumber(typed: string): boolean {
  const digits = readSearchText(typed).number?.length ?? 0
  return digits >= WHOLE || digits === TAIL
}
