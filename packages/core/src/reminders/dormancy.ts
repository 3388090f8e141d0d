import type { Customer } from '../customers/index.ts'
import { because } from '../kit/because.ts'
import { addDays, daysBetween } from '../kit/days.ts'
import type { Fen, LocalDate } from '../kit/index.ts'
import type { ReminderDraft } from './reminder.ts'
import type { ReminderSettings } from './settings.ts'

/** What is known of how a customer uses us. */
export interface Activity {
  /** The last movement the customer made; interest and fees are not theirs. */
  readonly lastMovementOn?: LocalDate | undefined
  readonly assetsFen: number
}

/**
 * Remind of somebody who has money with us and has not moved any for long: a sleeping customer, to be
 * won back. Once for each time they fall asleep.
 */
export function remindOfDormancy(
  customer: Pick<Customer, 'id' | 'status'>,
  { lastMovementOn, assetsFen }: Activity,
  asOf: LocalDate,
  { dormancy: settings }: Pick<ReminderSettings, 'dormancy'>,
): ReminderDraft | undefined {
  if (customer.status === 'deceased' || customer.status === 'closed') return undefined
  if (!lastMovementOn || assetsFen < settings.leastFen) return undefined
  const days = daysBetween(lastMovementOn, asOf)
  if (days < settings.afterDays) return undefined
  const since = addDays(lastMovementOn, settings.afterDays)
  return {
    customerId: customer.id,
    kind: 'dormancy',
    dueOn: since,
    showOn: since,
    subject: customer.id,
    occurrence: lastMovementOn,
    stakeFen: 0 as Fen,
    reason: because('reminder.asleep', { days, amountFen: assetsFen, since: lastMovementOn }),
  }
}
