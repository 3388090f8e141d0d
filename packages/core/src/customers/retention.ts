import { addMonths, because, type LocalDate, type Reason } from '../kit/index.ts'

/** When the relationship with a customer came to its end, as far as it has. */
export interface EndFacts {
  /** The day the last account was closed; absent while one is open. */
  readonly lastClosedOn?: LocalDate
  readonly lastMovementOn?: LocalDate
  /** The last day anything was recorded of them; where no account ever was. */
  readonly openedOn: LocalDate
  /** An account, a loan or a case is still open. */
  readonly open: boolean
}

/** Ten years, in months: identity from the end of the relationship, transactions from the day (反洗钱法 2024, article 34). */
const KEPT_MONTHS = 120

/** What the law leaves of a wish to be forgotten. */
export interface RetentionEnd {
  /** The first day on which everything may go; absent while the relationship goes on. */
  readonly eraseAfter?: LocalDate
  readonly reason: Reason
}

/**
 * The day from which a customer's data may be destroyed. Until then they are kept, and nothing else is
 * done with them (PIPL, article 47: keep and protect only).
 */
export function retentionEnd({
  lastClosedOn,
  lastMovementOn,
  openedOn,
  open,
}: EndFacts): RetentionEnd {
  if (open) return { reason: because('retention.relationship_open') }
  const ends = [lastClosedOn, lastMovementOn, openedOn].filter((day) => day !== undefined)
  const last = ends.sort().at(-1) ?? openedOn
  const eraseAfter = addMonths(last, KEPT_MONTHS)
  return { eraseAfter, reason: because('retention.ten_years', { since: last, until: eraseAfter }) }
}
