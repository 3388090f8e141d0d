import type { LocalDate } from '../kit/index.ts'
import { plainNumber } from '../kit/plain-text.ts'
import { hasRightCheckDigit } from '../sources/index.ts'

/** What a number of a person is of. */
export type IdKind =
  | 'resident'
  | 'foreign-resident'
  | 'hk-macau-permit'
  | 'taiwan-permit'
  | 'passport'
  | 'officer'

/** A number as it is kept, or the code of what is wrong with it. */
export type ReadNumber<Kind extends string> =
  | { readonly kind: Kind; readonly number: string }
  | { readonly fault: string }

const fault = (code: string) => ({ fault: `field.${code}` }) as const

/** The provinces of GB/T 2260, with those that numbers of residents from Hong Kong, Macau and Taiwan begin with. */
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
)

const isDay = (digits: string): boolean => {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const ms = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

const checkDigitOf = (digits: string): string =>
  [...'0123456789X'].find((last) => hasRightCheckDigit(digits + last)) ?? ''

/** A resident ID of 15 digits as one of 18; its last three were kept for people born before 1900 where they are 996 and more. */
export function widenResidentId(old: string): string {
  const century = Number(old.slice(12)) >= 996 ? '18' : '19'
  const digits = old.slice(0, 6) + century + old.slice(6)
  return digits + checkDigitOf(digits)
}

/** A resident ID, or a foreigner's permanent one: place, day of birth and check digit. */
function readResident(number: string, asOf: LocalDate): ReadNumber<IdKind> {
  const foreign = number.startsWith('9')
  if (!PROVINCES.has(foreign ? number.slice(1, 3) : number.slice(0, 2))) return fault('id_place')
  const born = number.slice(6, 14)
  if (!isDay(born) || born < '18500101') return fault('id_day')
  if (born > asOf.replaceAll('-', '')) return fault('id_day_ahead')
  if (!hasRightCheckDigit(number)) return fault('id_check_digit')
  return { kind: foreign ? 'foreign-resident' : 'resident', number }
}

const others: readonly (readonly [IdKind, RegExp])[] = [
  ['hk-macau-permit', /^[HM]\d{8}(\d{2})?$/],
  ['taiwan-permit', /^(\d{8}|\d{10})$/],
  ['foreign-resident', /^[A-Z]{3}\d{12}$/],
  ['passport', /^(?=.*\d{4})[A-Z0-9]{6,9}$/],
  ['officer', /^\p{Script=Han}{0,4}字第\d{4,8}号?$/u],
]

/**
 * Read a person's number in any notation: a resident ID of 18 or 15 digits, a permit, a passport, an
 * officer's card. One of 15 digits comes back with 18.
 */
export function readIdNumber(written: string, asOf: LocalDate): ReadNumber<IdKind> {
  const number = plainNumber(written)
  if (number.includes('*')) return fault('masked')
  if (/^\d{15}$/.test(number)) return readResident(widenResidentId(number), asOf)
  if (/^\d{17}[\dX]$/.test(number)) return readResident(number, asOf)
  const found = others.find(([, form]) => form.test(number))
  return found ? { kind: found[0], number } : fault('id_form')
}

/** The day of birth that a resident ID tells. */
export const bornByResidentId = (number: string): LocalDate =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}` as LocalDate
