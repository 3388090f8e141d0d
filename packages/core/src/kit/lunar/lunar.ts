import type { LocalDate } from '../dates.ts'
import { addDays, daysBetween } from '../days.ts'
import { FIRST_DAY, FIRST_YEAR, years } from './table.ts'

/** A day of the Chinese calendar. */
export interface LunarDate {
  readonly year: number
  /** 1 to 12; a leap month has the number of the month it follows. */
  readonly month: number
  readonly leap: boolean
  /** 1 to 30. */
  readonly day: number
}

interface LunarMonth {
  readonly month: number
  readonly leap: boolean
  readonly length: number
  /** Days from the first day of the table. */
  readonly from: number
}
interface LunarYear {
  readonly months: readonly LunarMonth[]
  readonly from: number
  readonly days: number
}

let known: readonly LunarYear[] | undefined

/** The table read out, once, when somebody first asks. */
function calendar(): readonly LunarYear[] {
  if (known) return known
  let from = 0
  known = years
    .join(' ')
    .split(' ')
    .map((code) => {
      const bits = Number.parseInt(code, 36)
      const leapAfter = bits & 15
      const start = from
      const months: LunarMonth[] = []
      for (let at = 0; at < (leapAfter ? 13 : 12); at++) {
        const leap = leapAfter > 0 && at === leapAfter
        const month = leapAfter > 0 && at >= leapAfter ? at : at + 1
        const length = 29 + ((bits >> (at + 4)) & 1)
        months.push({ month, leap, length, from })
        from += length
      }
      return { months, from: start, days: from - start }
    })
  return known
}

const firstDay = FIRST_DAY as LocalDate

/**
 * The lunar day of a solar one.
 *
 * @returns nothing outside the lunar years 1900 to 2100
 */
export function lunarOf(day: LocalDate): LunarDate | undefined {
  const offset = daysBetween(firstDay, day)
  const all = calendar()
  // A lunar year begins 20 January at the earliest, so the guess is right or one too high.
  const guess = Number(day.slice(0, 4)) - FIRST_YEAR
  const at = offset < (all[guess]?.from ?? Number.POSITIVE_INFINITY) ? guess - 1 : guess
  const year = all[at]
  if (!year || offset < year.from || offset >= year.from + year.days) return undefined
  const month = year.months.findLast(({ from }) => from <= offset)!
  const { month: number, leap, from } = month
  return { year: FIRST_YEAR + at, month: number, leap, day: offset - from + 1 }
}

const findMonth = (year: number, month: number, leap: boolean): LunarMonth | undefined =>
  calendar()[year - FIRST_YEAR]?.months.find((one) => one.month === month && one.leap === leap)

/** How many days a lunar month has; nothing where the year has no such month. */
export const lengthOfLunarMonth = (
  year: number,
  month: number,
  leap: boolean,
): 29 | 30 | undefined => findMonth(year, month, leap)?.length as 29 | 30 | undefined

/** The solar day of a lunar one; nothing where the year has no such month, or the month no such day. */
export function solarOf({ year, month, leap, day }: LunarDate): LocalDate | undefined {
  const found = findMonth(year, month, leap)
  if (!found || day < 1 || day > found.length) return undefined
  return addDays(firstDay, found.from + day - 1)
}
