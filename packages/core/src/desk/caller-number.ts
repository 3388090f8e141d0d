import { plainNumber } from '../kit/index.ts'

/** A telephone number as it is looked up. */
export interface CallerNumber {
  readonly kind: 'mobile' | 'landline' | 'other'
  /** Digits alone: 11 of a mobile, area code (with its zero) and number of a landline. */
  readonly number: string
}

/** Numbers dialled before another to make a call cheaper: the exchange passes them on. */
const CARRIERS = /^(?:17951|17911|17909|12593|10193)/

/**
 * The number that calls, whatever the exchange makes of it: `+86 138…`, `0086138…`, a mobile with the
 * zero of a trunk before it, a carrier's prefix, an extension behind. Nothing where there are too few
 * digits to be anybody's.
 */
export function readCallerNumber(given: string): CallerNumber | undefined {
  const [line = ''] = given.normalize('NFKC').split(/转|ext\.?|[#;,p]/iu)
  // An extension after a second dash: 0311-8765432-801.
  const parts = line.trim().split(/[-–—]/u)
  const whole =
    parts.length === 3 && /^\(?0\d{2,3}\)?$/.test(parts[0]!.trim())
      ? parts.slice(0, 2).join('')
      : line
  const digits = plainNumber(whole)
    .replace(/^(?:\+86|0086|86(?=1\d{10}$))/, '')
    .replace(CARRIERS, '')
    .replace(/\D/g, '')
  if (/^0?1[3-9]\d{9}$/.test(digits)) return { kind: 'mobile', number: digits.slice(-11) }
  if (/^0\d{2,3}[2-8]\d{6,7}$/.test(digits)) return { kind: 'landline', number: digits }
  if (/^[1-9]\d{1,2}[2-8]\d{7}$/.test(digits) && line.trim().startsWith('+86'))
    return { kind: 'landline', number: `0${digits}` }
  return digits.length >= 5 ? { kind: 'other', number: digits } : undefined
}
