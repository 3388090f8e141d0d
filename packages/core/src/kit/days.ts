import type { LocalDate } from './dates.ts'

const MS_A_DAY = 86_400_000
const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const fromMs = (ms: number): LocalDate => new Date(ms).toISOString().slice(0, 10) as LocalDate

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (toMs(to) - toMs(from)) / MS_A_DAY

/** The day so many days later, or earlier when `days` is negative. */
export const addDays = (day: LocalDate, days: number): LocalDate =>
  fromMs(toMs(day) + days * MS_A_DAY)

/** The same day of the month so many months later; the month's last day where it has no such day. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return fromMs(first.getTime() + (Math.min(date, last) - 1) * MS_A_DAY)
}

/** Full years lived on a day, as the bank counts them: a birthday adds one on the day itself. */
export function ageOn(bornOn: LocalDate, asOf: LocalDate): number {
  const years = Number(asOf.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return asOf.slice(5) < bornOn.slice(5) ? years - 1 : years
}
