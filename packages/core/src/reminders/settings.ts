import type { LocalDate } from '../kit/index.ts'
import type { LeapMonthPolicy } from '../kit/lunar/index.ts'

/**
 * When reminders fire, as a bank has decided it. Leads are days before the matter falls due; a bank
 * keeps its own from a day on.
 */
export interface ReminderSettings {
  readonly effectiveFrom: LocalDate
  readonly maturity: {
    readonly leadDays: number
    /** For deposits from `largeFen` on. */
    readonly largeLeadDays: number
    readonly largeFen: number
    /** Still on the list so many days after, while the money idles. */
    readonly afterDays: number
    /** What matured money earns until somebody acts, in basis points a year. */
    readonly demandRateBp: number
    /** What the bank offers for a new deposit, in basis points; the old rate where it is unknown. */
    readonly offerRateBp?: number
    /** How long money idles when nobody asks, in days. */
    readonly idleDays: number
  }
  readonly repayment: {
    readonly instalmentLeadDays: number
    readonly principalLeadDays: number
    /** How long an overdue loan stays on the list, in days. */
    readonly overdueDays: number
  }
  readonly birthday: {
    readonly leadDays: number
    readonly leapMonth: LeapMonthPolicy
    /** The day on which somebody born on 29 February celebrates in other years. */
    readonly leapDay: '02-28' | '03-01'
  }
  readonly dormancy: { readonly afterDays: number; readonly leastFen: number }
}

/**
 * The defaults. Matured deposits fall to the demand rate unless renewal was agreed (储蓄管理条例 art. 25);
 * the day count of 360 and all leads are the bank's to change.
 */
export const reminderDefaults: ReminderSettings = {
  effectiveFrom: '2026-01-01' as LocalDate,
  maturity: {
    leadDays: 15,
    largeLeadDays: 30,
    largeFen: 50_000_000,
    afterDays: 7,
    demandRateBp: 5,
    idleDays: 90,
  },
  repayment: { instalmentLeadDays: 7, principalLeadDays: 60, overdueDays: 90 },
  birthday: { leadDays: 7, leapMonth: 'regular', leapDay: '02-28' },
  dormancy: { afterDays: 180, leastFen: 100_000 },
}
