import type { Holding } from '../holdings/index.ts'
import { because } from '../kit/because.ts'
import { addDays, daysBetween } from '../kit/days.ts'
import type { Fen, LocalDate } from '../kit/index.ts'
import type { ReminderDraft } from './reminder.ts'
import type { ReminderSettings } from './settings.ts'

/**
 * Remind before a deposit or wealth product matures, while the money can still be kept, and for some
 * days after, while it idles at the demand rate.
 *
 * At stake is what the customer loses by nobody asking: `P × (r_offer − r_demand) × idle days / 360`,
 * in fen, rounded down.
 */
export function remindOfMaturity(
  holding: Holding,
  asOf: LocalDate,
  { maturity: settings }: Pick<ReminderSettings, 'maturity'>,
): ReminderDraft | undefined {
  const { product, maturesOn, amountFen = 0, autoRenews = false, status } = holding
  if (product !== 'term-deposit' && product !== 'wealth') return undefined
  if (!maturesOn || autoRenews || status === 'closed') return undefined

  const lead = amountFen >= settings.largeFen ? settings.largeLeadDays : settings.leadDays
  const days = daysBetween(asOf, maturesOn)
  if (days > lead || days < -settings.afterDays) return undefined

  const offerBp = settings.offerRateBp ?? holding.rateBp ?? settings.demandRateBp
  const gainBp = Math.max(0, offerBp - settings.demandRateBp)
  const stakeFen = Math.floor((amountFen * gainBp * settings.idleDays) / (360 * 10_000)) as Fen
  return {
    customerId: holding.customerId,
    kind: 'maturity',
    dueOn: maturesOn,
    showOn: addDays(maturesOn, -lead),
    subject: holding.id,
    occurrence: maturesOn,
    stakeFen,
    reason: because(days < 0 ? 'reminder.deposit_matured' : 'reminder.deposit_matures', {
      holdingId: holding.id,
      name: holding.name,
      days: Math.abs(days),
      amountFen,
      gainBp,
      idleDays: settings.idleDays,
    }),
  }
}
