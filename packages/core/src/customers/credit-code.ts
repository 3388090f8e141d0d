import { plainNumber } from '../kit/plain-text.ts'
import type { ReadNumber } from './id-number.ts'

/** The signs of a unified social credit code (GB 32100): no I, O, S, V, Z. */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** The signs of the organisation's code within it (GB 11714). */
const INNER_SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

const sumOf = (text: string, signs: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * signs.indexOf(text[at] ?? ''), 0)

/** Powers of 3, modulo 31. */
const weights = Array.from({ length: 17 }, (_, at) =>
  Array.from({ length: at }).reduce<number>((power) => (power * 3) % 31, 1),
)

/** Is the last sign the one that the seventeen before it ask for (GB 32100-2015)? */
export const hasRightCreditCheck = (code: string): boolean =>
  SIGNS[(31 - (sumOf(code, SIGNS, weights) % 31)) % 31] === code[17]

/** Is the last sign of an organisation's code of nine the one that the others ask for (GB 11714-1997)? */
export function hasRightOrganisationCheck(code: string): boolean {
  const rest = 11 - (sumOf(code, INNER_SIGNS, INNER_WEIGHTS) % 11)
  return (rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)) === code[8]
}

/** Read a firm's unified social credit code in any notation; both of its check digits have to be right. */
export function readCreditCode(written: string): ReadNumber<'credit-code'> {
  const number = plainNumber(written)
  if (number.includes('*')) return { fault: 'field.masked' }
  if (!/^[1-9AGNY][1-59]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number))
    return { fault: 'field.credit_form' }
  if (!hasRightOrganisationCheck(number.slice(8, 17))) return { fault: 'field.credit_inner' }
  if (!hasRightCreditCheck(number)) return { fault: 'field.credit_check' }
  return { kind: 'credit-code', number }
}
