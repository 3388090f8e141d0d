import type { Instant } from '../kit/index.ts'
import type { Caller } from './caller.ts'

/** The least assurance that counts as two factors. */
const TWO_FACTORS = 2
/** How old the proof may be, in milliseconds. */
const FRESH_MS = 300_000
/** Clocks may differ by this much. */
const SLACK_MS = 30_000

/** Has the caller proved themselves with a second factor within the last five minutes? */
export function isSteppedUp(
  { assurance = 0, provedAt }: Pick<Caller, 'assurance' | 'provedAt'>,
  now: Instant,
): boolean {
  if (assurance < TWO_FACTORS || provedAt === undefined) return false
  const age = Date.parse(now) - Date.parse(provedAt)
  return age >= -SLACK_MS && age <= FRESH_MS
}
