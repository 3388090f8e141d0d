import type { Fen } from './money.ts'

/**
 * Read a decimal as bank files print it (`1234.5`, `-0.70`, `+12`, `1,234.56`) into whole fen.
 * Returns `undefined` for anything else, and for more than two decimals that are not zero.
 */
export function parseFen(text: string): Fen | undefined {
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?$/.exec(text.trim())
  if (!match) return undefined
  const [, sign, whole = '', cents = ''] = match
  const fen = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'))
  if (!Number.isSafeInteger(fen)) return undefined
  return (sign === '-' ? 0 - fen : fen) as Fen
}

/** Fen as a plain decimal with two places, `-1234.50`: for files and tests, not for people. */
export function decimalOfFen(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
