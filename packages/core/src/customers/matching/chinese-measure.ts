import { day, type Measure } from './measure.ts'
import { edits, sharedPairs } from './similarity.ts'

const before = (text: string): string => text.slice(0, text.indexOf('|'))
const after = (text: string): string => text.slice(text.indexOf('|') + 1)

/**
 * Names as `李桂芳|li gui fan`: other characters of the same sound are a clerk's ear; one character
 * that differs is as often a sister's name; a part of the name is a name at home.
 */
export const chineseName: Measure = {
  levels: ['same', 'same sound', 'near', 'other'],
  of(a, b) {
    if (after(a) === after(b)) return 1
    const [one, other] = [before(a), before(b)]
    if (Math.min(one.length, other.length) < 2) return 3
    return edits(one, other, 1) === 1 ? 2 : 3
  },
}

/**
 * Days as `19681006|19680815`, the solar day and the lunar one written as if it were solar: half of the
 * registers in villages have the one, half the other.
 */
export const chineseDay: Measure = {
  levels: ['same', 'other calendar', ...(day.levels.slice(1) as string[])] as never,
  of(a, b) {
    const [one, other] = [before(a), before(b)]
    if (one === after(b) || other === after(a)) return 1
    return day.of(one, other) + 1
  },
}

/** IDs: one slip of a clerk, or another number. */
export const typedId: Measure = {
  levels: ['same', 'one slip', 'other'],
  of: (a, b) => (edits(a, b, 1) === 1 ? 1 : 2),
}

/** Addresses as written in villages: parts are left out, numbers are what counts. */
export const chineseAddress: Measure = {
  levels: ['same', 'near', 'other'],
  of(a, b) {
    const [short, long] = a.length < b.length ? [a, b] : [b, a]
    if (long.endsWith(short)) return 1
    return sharedPairs(a, b) >= 0.75 && lastNumber(a) === lastNumber(b) ? 1 : 2
  },
}

const lastNumber = (address: string): string => address.match(/\d+/g)?.at(-1) ?? ''
