import type { LocalDate } from '../dates.ts'
import { lengthOfLunarMonth, solarOf } from './lunar.ts'

/**
 * What becomes of a birthday in a leap month: kept in the regular month every year, kept in the leap
 * month in the years that have it, or both.
 */
export type LeapMonthPolicy = 'regular' | 'leapIfPresent' | 'both'

/** The month and day of a lunar birthday. */
export interface LunarBirthday {
  readonly month: number
  readonly leap: boolean
  readonly day: number
}

/** One time that a lunar birthday falls; `year` is the lunar year it belongs to. */
export interface BirthdayOccurrence {
  readonly year: number
  readonly leap: boolean
  readonly on: LocalDate
}

/**
 * When a lunar birthday falls in a lunar year. Each lunar year has it once (twice under `both`); a
 * solar year may have none or two, so what has fired is remembered by lunar year. A 30th in a month
 * of 29 days falls on its last day, as New Year's Eve does.
 */
export function lunarBirthdayIn(
  { month, leap, day }: LunarBirthday,
  year: number,
  policy: LeapMonthPolicy = 'regular',
): readonly BirthdayOccurrence[] {
  const inLeap = leap && lengthOfLunarMonth(year, month, true) !== undefined
  const kinds = policy === 'both' && inLeap ? [false, true] : [policy === 'leapIfPresent' && inLeap]
  return kinds.flatMap((inLeapMonth) => {
    const length = lengthOfLunarMonth(year, month, inLeapMonth)
    if (length === undefined) return []
    const on = solarOf({ year, month, leap: inLeapMonth, day: Math.min(day, length) })
    return on === undefined ? [] : [{ year, leap: inLeapMonth, on }]
  })
}
