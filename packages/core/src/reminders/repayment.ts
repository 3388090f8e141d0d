import type { Holding } from '../holdings/index.ts'
import { because } from '../kit/because.ts'
import { addDays, addMonths, daysBetween } from '../kit/days.ts'
import type { Fen, LocalDate } from '../kit/index.ts'
import type { ReminderDraft } from './reminder.ts'
import type { ReminderSettings } from './settings.ts'

/** The next monthly instalment day on or after a day, the loan's own end at the latest. */
function nextInstalment(openedOn: LocalDate, maturesOn: LocalDate, asOf: LocalDate): LocalDate {
  const months =
    (Number(asOf.slice(0, 4)) - Number(openedOn.slice(0, 4))) * 12 +
    Number(asOf.slice(5, 7)) -
    Number(openedOn.slice(5, 7))
  const here = addMonths(openedOn, Math.max(1, months))
  const next = here < asOf ? addMonths(openedOn, months + 1) : here
  return next < maturesOn ? next : maturesOn
}

/**
 * Remind of a loan: overdue first, then the principal before it falls due, then the next instalment.
 * At stake is what is due.
 */
export function remindOfRepayment(
  holding: Holding,
  asOf: LocalDate,
  { repayment: settings }: Pick<ReminderSettings, 'repayment'>,
): ReminderDraft | undefined {
  const { product, openedOn, maturesOn, status, amountFen = 0, instalmentFen = 0 } = holding
  if (product !== 'loan' || !openedOn || !maturesOn || status === 'closed') return undefined
  const draft = (
    code: string,
    dueOn: LocalDate,
    lead: number,
    stakeFen: number,
    occurrence: string,
  ): ReminderDraft => ({
    customerId: holding.customerId,
    kind: 'repayment',
    dueOn,
    showOn: addDays(dueOn, -lead),
    subject: holding.id,
    occurrence,
    stakeFen: stakeFen as Fen,
    reason: because(code, {
      holdingId: holding.id,
      name: holding.name,
      days: Math.abs(daysBetween(asOf, dueOn)),
      amountFen: stakeFen,
    }),
  })

  if (status === 'overdue') {
    // A loan that ended long ago is a matter for collection, not for the manager's morning.
    if (daysBetween(maturesOn, asOf) > settings.overdueDays) return undefined
    const month = asOf.slice(0, 7)
    const overdueSince = asOf < maturesOn ? (`${month}-01` as LocalDate) : maturesOn
    return draft(
      'reminder.loan_overdue',
      overdueSince,
      0,
      instalmentFen || amountFen,
      `overdue ${month}`,
    )
  }
  const toEnd = daysBetween(asOf, maturesOn)
  if (toEnd < 0) return undefined
  if (instalmentFen === 0) {
    if (toEnd > settings.principalLeadDays) return undefined
    return draft('reminder.loan_due', maturesOn, settings.principalLeadDays, amountFen, maturesOn)
  }
  const next = nextInstalment(openedOn, maturesOn, asOf)
  if (daysBetween(asOf, next) > settings.instalmentLeadDays) return undefined
  return draft('reminder.instalment_due', next, settings.instalmentLeadDays, instalmentFen, next)
}
