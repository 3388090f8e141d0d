import * as z from 'zod/mini'
import { because, Instant, LocalDate, Reason } from '../kit/index.ts'
import { StaffId } from './staff.ts'

/**
 * What makes reading about somebody suspicious, each counted over the customers of a day with whom
 * nothing ties the reader. None says much alone; together they do.
 */
export interface Traces {
  /** Customers nothing ties them to: not in their book, no movement, no task, no call. */
  readonly unrelated: number
  /** The most of them within half an hour: who serves has them apart, who browses has them in a row. */
  readonly inARow: number
  /** Those whose family name is the reader's own. */
  readonly sameName: number
  /** The most of them who live in one place: neighbours of one another. */
  readonly samePlace: number
  /** Those they looked at on an earlier day too, and were nothing to them then either. */
  readonly again: number
  /** Those whom the bank watches over: whom everybody knows, and its own people. */
  readonly watched: number
  /** Those read outside the hours of the branch. */
  readonly atNight: number
}

/** What one person read on one day, counted from the audit. */
export interface Shift {
  readonly staffId: string
  /** Peers are compared within a role. */
  readonly role: string
  readonly day: LocalDate
  /** True once the day's movements are in; before, only the purpose that was told ties a reader. */
  readonly settled: boolean
  /** Different customers whose sensitive fields they were shown. */
  readonly customers: number
  /** Reads outside the hours of the branch. */
  readonly offHours: number
  readonly traces: Traces
}

/** When a shift is worth a look. Data: a bank sets its own. */
export interface WatchSettings {
  /** Fewer unrelated customers than this in a day are nobody's business. */
  readonly unrelatedAtLeast: number
  /** How much each trace weighs, for each deviation above the peers. */
  readonly weights: Readonly<Record<keyof Traces, number>>
  /** What the weighed deviations have to come to. */
  readonly scoreAtLeast: number
  readonly customersAtLeast: number
  readonly customersDeviations: number
  readonly offHoursAtLeast: number
  /** Before a day's movements are in, a shift is judged beside this many others or not yet. */
  readonly peersAtLeast: number
}

/** The settings that come with the product. */
export const watchDefaults: WatchSettings = {
  unrelatedAtLeast: 2,
  weights: {
    unrelated: 0.5,
    inARow: 1.4,
    sameName: 0.3,
    samePlace: 0.4,
    again: 1.2,
    watched: 1.2,
    atNight: 1.2,
  },
  scoreAtLeast: 5.5,
  customersAtLeast: 100,
  customersDeviations: 6,
  offHoursAtLeast: 5,
  peersAtLeast: 5,
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
  /** Everything it rests on, the weightiest first. */
  reasons: z.array(Reason).check(z.minLength(1)),
  at: Instant,
})
export interface SecurityAlert extends z.infer<typeof SecurityAlert> {}

/** A suspicion with everything it rests on, the weightiest first. */
export interface Suspicion {
  readonly kind: SuspicionKind
  readonly reasons: readonly Reason[]
}

const reasonCodes: Readonly<Record<keyof Traces, string>> = {
  unrelated: 'security.unrelated',
  inARow: 'security.in_a_row',
  sameName: 'security.same_name',
  samePlace: 'security.same_place',
  again: 'security.looked_again',
  watched: 'security.watched_customers',
  atNight: 'security.unrelated_at_night',
}

/** What nearly never happens by chance deviates sooner. */
const scatterAtLeast: Readonly<Record<keyof Traces, number>> = {
  unrelated: 1,
  inARow: 1,
  sameName: 1,
  samePlace: 1,
  again: 0.5,
  watched: 0.5,
  atNight: 0.5,
}

/** So many of the highest peers are left out of what is usual: the snoopers among them. */
const TRIMMED = 0.2
/** One trace alone, however strong, is worth no more deviations than this. */
const MOST = 12

interface Usual {
  readonly middle: number
  readonly spread: number
}

/**
 * What peers do, without the highest fifth of them, so that the snoopers among them hide nobody. Counts
 * that come by chance scatter by the root of their mean (Poisson) at least.
 */
function usualOf(peers: readonly number[], least: number): Usual {
  const kept = [...peers].sort((a, b) => a - b).slice(0, Math.ceil(peers.length * (1 - TRIMMED)))
  if (kept.length === 0) return { middle: 0, spread: least }
  const middle = kept.reduce((sum, peer) => sum + peer, 0) / kept.length
  const square = kept.reduce((sum, peer) => sum + (peer - middle) ** 2, 0) / kept.length
  return { middle, spread: Math.max(least, Math.sqrt(middle), Math.sqrt(square)) }
}

const tenths = (figure: number): number => Math.round(figure * 10)

/**
 * Look at a shift beside those of its peers (same role, recent days; its own not among them): who read
 * customers that nothing ties them to, who read far more than others, who read by night. What is
 * suspicious about unrelated customers is weighed and summed: many, in a row, of one's own name, of
 * one place, again and again, people everybody knows, at night.
 */
export function judgeShift(
  shift: Shift,
  peers: readonly Shift[],
  settings: WatchSettings = watchDefaults,
): readonly Suspicion[] {
  const alike = peers.filter(({ settled }) => settled === shift.settled)
  const found: Suspicion[] = []
  const reasons = snooping(shift, alike, settings)
  if (reasons.length > 0) found.push({ kind: 'snooping', reasons })
  const usual = usualOf(
    peers.map(({ customers }) => customers),
    5,
  )
  const many = (shift.customers - usual.middle) / usual.spread
  if (shift.customers >= settings.customersAtLeast && many >= settings.customersDeviations) {
    const facts = { seen: shift.customers, usual: Math.round(usual.middle), tenths: tenths(many) }
    found.push({ kind: 'mass-reading', reasons: [because('security.many_customers', facts)] })
  }
  if (shift.offHours >= settings.offHoursAtLeast) {
    const facts = { seen: shift.offHours }
    found.push({ kind: 'off-hours', reasons: [because('security.off_hours', facts)] })
  }
  return found
}

function snooping(
  { traces, settled }: Shift,
  peers: readonly Shift[],
  { unrelatedAtLeast, weights, scoreAtLeast, peersAtLeast }: WatchSettings,
): readonly Reason[] {
  if (traces.unrelated < unrelatedAtLeast) return []
  if (!settled && peers.length < peersAtLeast) return []
  const weighed = (Object.keys(reasonCodes) as (keyof Traces)[]).flatMap((trace) => {
    const seen = traces[trace]
    const { middle, spread } = usualOf(
      peers.map((peer) => peer.traces[trace]),
      scatterAtLeast[trace],
    )
    const far = Math.min(MOST, (seen - middle) / spread)
    if (far <= 0) return []
    const facts = { seen, usual: Math.round(middle), tenths: tenths(far) }
    return [{ score: far * weights[trace], reason: because(reasonCodes[trace], facts) }]
  })
  const score = weighed.reduce((sum, one) => sum + one.score, 0)
  if (score < scoreAtLeast) return []
  return weighed.sort((a, b) => b.score - a.score).map(({ reason }) => reason)
}
