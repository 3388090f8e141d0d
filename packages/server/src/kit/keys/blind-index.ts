import { plainNumber } from '@crm/core'

/** The fields that can be found by an exact value, and by their last four where a name says so. */
export type IndexedField = 'idNumber' | 'phone' | 'accountNumber'

/** Any notation of one number becomes one text: full width, spaces, dashes, `+86`. */
export function indexedText(field: IndexedField, value: string): string {
  const text = plainNumber(value)
  if (field !== 'phone') return text
  return text.replace(/^(?:\+86|0086)(?=1\d{10}$)/, '')
}

/** The last four of a number, when it is long enough that they are not the whole of it. */
export function lastFour(field: IndexedField, value: string): string | undefined {
  const text = indexedText(field, value)
  return text.length >= 8 ? text.slice(-4) : undefined
}
