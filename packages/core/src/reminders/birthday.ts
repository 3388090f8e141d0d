import type { Customer } from '../customers/index.ts'
import { because } from '../kit/because.ts'
import { addDays, ageOn, daysBetween } from '../kit/days.ts'
import type { Fen, LocalDate } from '../kit/index.ts'
import { lunarBirthdayIn, lunarOf } from '../kit/lunar/index.ts'
import type { ReminderDraft } from './reminder.ts'
import type { ReminderSettings } from './settings.ts'

type Settings = Pick<ReminderSettings, 'birthday'>
interface Occurrence {
  readonly on: LocalDate
  readonly key: string
}

/** Solar birthdays of this year and the next: enough for any lead. */
function solarOccurrences(
  bornOn: LocalDate,
  asOf: LocalDate,
  { birthday }: Settings,
): Occurrence[] {
  const year = Number(asOf.slice(0, 4))
  return [year, year + 1].map((one) => {
    const leapYear = new Date(Date.UTC(one, 2, 0)).getUTCDate() === 29
    const monthDay = bornOn.slice(5)
    const on = monthDay === '02-29' && !leapYear ? birthday.leapDay : monthDay
    return { on: `${one}-${on}` as LocalDate, key: `solar ${one}` }
  })
}

/** Lunar birthdays of the lunar years around a day; each lunar year has its own, whatever the solar one. */
function lunarOccurrences(
  bornOn: LocalDate,
  asOf: LocalDate,
  { birthday }: Settings,
): Occurrence[] {
  const born = lunarOf(bornOn)
  if (!born) return []
  const year = Number(asOf.slice(0, 4))
  return [year - 1, year, year + 1].flatMap((one) =>
    lunarBirthdayIn(born, one, birthday.leapMonth).map(({ on, leap }) => ({
      on,
      key: `lunar ${one}${leap ? ' leap' : ''}`,
    })),
  )
}

/**
 * Remind of a birthday by the calendar it is kept by. Where nobody has asked which that is, the
 * solar day is taken, and the reason says to ask: on many an ID card stands the lunar date.
 */
export function remindOfBirthday(
  customer: Customer,
  asOf: LocalDate,
  settings: Pick<ReminderSettings, 'birthday'>,
): ReminderDraft | undefined {
  const { kind, bornOn, birthdayCalendar, status } = customer
  if (kind !== 'person' || !bornOn || status === 'deceased' || status === 'closed') return undefined

  const { leadDays } = settings.birthday
  const lunar = birthdayCalendar === 'lunar'
  const all = (lunar ? lunarOccurrences : solarOccurrences)(bornOn, asOf, settings)
  const next = all.find(({ on }) => {
    const days = daysBetween(asOf, on)
    return days >= 0 && days <= leadDays
  })
  if (!next || next.on <= bornOn) return undefined
  const codes = { lunar: 'lunar_birthday', solar: 'birthday', unknown: 'birthday_to_confirm' }
  return {
    customerId: customer.id,
    kind: 'birthday',
    dueOn: next.on,
    showOn: addDays(next.on, -leadDays),
    subject: customer.id,
    occurrence: next.key,
    stakeFen: 0 as Fen,
    reason: because(`reminder.${codes[birthdayCalendar]}`, {
      days: daysBetween(asOf, next.on),
      // By the lunar calendar a year is full on the lunar day, which the solar count may miss by one.
      age: lunar
        ? Number(next.key.slice(6, 10)) - (lunarOf(bornOn)?.year ?? 0)
        : ageOn(bornOn, next.on),
    }),
  }
}
