import type { Customer } from '../customers/index.ts'
import type { Holding } from '../holdings/index.ts'
import type { LocalDate } from '../kit/index.ts'
import { remindOfBirthday } from './birthday.ts'
import { type Activity, remindOfDormancy } from './dormancy.ts'
import { remindOfMaturity } from './maturity.ts'
import type { ReminderDraft } from './reminder.ts'
import { remindOfRepayment } from './repayment.ts'
import type { ReminderSettings } from './settings.ts'

/** One customer with what the rules look at. */
export interface BookEntry {
  readonly customer: Customer
  readonly holdings: readonly Holding[]
  readonly activity: Activity
}

/**
 * All that the rules propose for one customer on a day. Whoever has died or left is left in peace.
 * One reminder for each kind, subject and occurrence, however often this is asked.
 */
export function planReminders(
  { customer, holdings, activity }: BookEntry,
  asOf: LocalDate,
  settings: ReminderSettings,
): readonly ReminderDraft[] {
  if (customer.status === 'deceased' || customer.status === 'closed') return []
  const drafts = [
    ...holdings.map((holding) => remindOfMaturity(holding, asOf, settings)),
    ...holdings.map((holding) => remindOfRepayment(holding, asOf, settings)),
    remindOfBirthday(customer, asOf, settings),
    remindOfDormancy(customer, activity, asOf, settings),
  ]
  return drafts.filter((draft) => draft !== undefined)
}
