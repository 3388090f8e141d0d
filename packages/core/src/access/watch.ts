import * as z from 'zod/mini'
import { because, Instant, LocalDate, Reason } from '../kit/index.ts'
import { StaffId } from './staff.ts'

/** What one person read on one day, counted from the audit. */
export interface Shift {
  readonly staffId: string
  /** Peers are compared within a role. */
  readonly role: string
  readonly day: LocalDate
  /** Different customers whose sensitive fields they were shown. */
  readonly customers: number
  /** Of these, customers with whom nothing ties them: not in their book, no movement, no task, no call. */
  readonly unrelated: number
  /** Reads outside the hours of the branch. */
  readonly offHours: number
}

/** When a shift is worth a look. Data: a bank sets its own. */
export interface WatchSettings {
  /** Fewer unrelated customers than this in a day are nobody's business. */
  readonly unrelatedAtLeast: number
  /** How far above their peers, in robust deviations. */
  readonly unrelatedDeviations: number
  readonly customersAtLeast: number
  readonly customersDeviations: number
  readonly offHoursAtLeast: number
}

/** The settings that come with the product. */
export const watchDefaults: WatchSettings = {
  unrelatedAtLeast: 5,
  unrelatedDeviations: 4,
  customersAtLeast: 100,
  customersDeviations: 6,
  offHoursAtLeast: 5,
}

/** What a shift is suspected of. */
export const SuspicionKind = z.enum(['snooping', 'mass-reading', 'off-hours'])
export type SuspicionKind = z.infer<typeof SuspicionKind>

/** An alert about the use of the system itself: for the security office, never for a branch. */
export const SecurityAlert = z.strictObject({
  id: z.string(),
  kind: SuspicionKind,
  staffId: StaffId,
  day: LocalDate,
  reason: Reason,
  at: Instant,
})
export interface SecurityAlert extends z.infer<typeof SecurityAlert> {}

/** A suspicion with the figures it rests on. */
export interface Suspicion {
  readonly kind: SuspicionKind
  readonly reason: Reason
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** 1.4826 makes the median deviation of normal figures their standard deviation. */
const NORMAL = 1.4826

/** How far a figure is above the median of its peers, in deviations that no outlier can stretch. */
function deviations(value: number, peers: readonly number[], least: number): number {
  const middle = median(peers)
  const spread = NORMAL * median(peers.map((peer) => Math.abs(peer - middle)))
  return (value - middle) / Math.max(spread, least)
}

/**
 * Look at a shift beside those of its peers (same role, recent days; its own not among them): who read
 * customers that nothing ties them to, who read far more than others, who read by night. Median and
 * median absolute deviation, so that the snoopers among the peers do not hide one another
 * (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
 */
export function judgeShift(
  shift: Shift,
  peers: readonly Shift[],
  settings: WatchSettings = watchDefaults,
): readonly Suspicion[] {
  const found: Suspicion[] = []
  const far = (figure: 'unrelated' | 'customers', least: number) =>
    deviations(
      shift[figure],
      peers.map((peer) => peer[figure]),
      least,
    )
  const facts = (figure: 'unrelated' | 'customers', score: number) => ({
    seen: shift[figure],
    usual: median(peers.map((peer) => peer[figure])),
    tenths: Math.round(score * 10),
  })
  const alone = far('unrelated', 1)
  if (shift.unrelated >= settings.unrelatedAtLeast && alone >= settings.unrelatedDeviations)
    found.push({
      kind: 'snooping',
      reason: because('security.unrelated', facts('unrelated', alone)),
    })
  const many = far('customers', 5)
  if (shift.customers >= settings.customersAtLeast && many >= settings.customersDeviations)
    found.push({
      kind: 'mass-reading',
      reason: because('security.many_customers', facts('customers', many)),
    })
  if (shift.offHours >= settings.offHoursAtLeast)
    found.push({
      kind: 'off-hours',
      reason: because('security.off_hours', { seen: shift.offHours }),
    })
  return found
}
