import * as z from 'zod/mini'
import { addDays, daysBetween } from '../kit/days.ts'
import { BankId, because, type Instant, id, LocalDate, Reason } from '../kit/index.ts'

export const LicenceId = id('lic', 'LicenceId')
export type LicenceId = z.infer<typeof LicenceId>

const name = z.string().check(z.minLength(1), z.maxLength(80))
const moduleName = z.string().check(z.regex(/^(\*|[a-z][a-z-]{0,39})$/))

/** What a vendor lets one bank use: signed, kept in a file, read offline. */
export const Licence = z.readonly(
  z
    .strictObject({
      id: LicenceId,
      bankId: BankId,
      vendor: name,
      /** No clock of the bank can honestly show an earlier day: it was signed on this one. */
      issuedOn: LocalDate,
      validFrom: LocalDate,
      /** The last day on which it is valid. */
      expiresOn: LocalDate,
      /** For so many days after that everything still works. */
      graceDays: z.int().check(z.minimum(0), z.maximum(366)),
      /** Rooms by name; `*` for every room, those of later releases too. `access` and `approvals` need no mention. */
      modules: z.array(moduleName).check(z.maxLength(100)),
      seats: z.strictObject({
        /** How many named people it was bought for. */
        named: z.int().check(z.minimum(0), z.maximum(1_000_000)),
        /** How far that may be exceeded before somebody is refused, in whole per cent. */
        overrunPercent: z.int().check(z.minimum(0), z.maximum(100)),
      }),
      /** Anything else that was agreed, by name; the host reads it. */
      features: z.optional(z.array(name).check(z.maxLength(100))),
    })
    .check(
      z.refine(
        ({ validFrom, issuedOn, expiresOn }) => validFrom <= expiresOn && issuedOn <= expiresOn,
        { path: ['expiresOn'], error: 'It expires before it begins.' },
      ),
    ),
)
export interface Licence extends z.infer<typeof Licence> {}

/**
 * How much may be done: everything, only reading, or only what the bank can never be kept from: who
 * am I, the licence itself, the audit, and getting its own data out.
 */
export const LicenceReach = z.enum(['all', 'reads', 'essentials'])
export type LicenceReach = z.infer<typeof LicenceReach>

/** How a licence stands on a day, and what follows from it. */
export const LicenceState = z.readonly(
  z.strictObject({
    state: z.enum(['valid', 'grace', 'expired', 'not_yet', 'clock_rolled_back']),
    /**
     * Whole days until it changes: to the last valid day, to the last of grace, to the last of
     * reading, or to the first valid one. 0: today is the last, or nothing more changes.
     */
    daysLeft: z.int(),
    reach: LicenceReach,
    reason: Reason,
  }),
)
export interface LicenceState extends z.infer<typeof LicenceState> {}

/** What is known of the clock. */
export interface ClockFacts {
  readonly now: Instant
  /** The latest moment that this bank's server has ever seen. */
  readonly highestSeen?: Instant | undefined
}

/** How long the bank may still read its own data after grace, in days. */
export const READING_DAYS = 30
/** How far a clock may be set back without being taken for turned back, in milliseconds. */
export const CLOCK_SLACK_MS = 3_600_000
/** Where two time zones may disagree about the day a licence was issued, in days. */
const ISSUE_SLACK_DAYS = 1

function standingOn(licence: Licence, asOf: LocalDate): LicenceState {
  const { validFrom, expiresOn, graceDays } = licence
  const graceEnds = addDays(expiresOn, graceDays)
  const readingEnds = addDays(graceEnds, READING_DAYS)
  const until = (on: LocalDate, code: string) => {
    const daysLeft = Math.max(0, daysBetween(asOf, on))
    return { daysLeft, reason: because(`licence.${code}`, { on, days: daysLeft }) }
  }
  if (asOf < validFrom)
    return { state: 'not_yet', reach: 'essentials', ...until(validFrom, 'not_yet') }
  if (asOf <= expiresOn) return { state: 'valid', reach: 'all', ...until(expiresOn, 'valid') }
  if (asOf <= graceEnds) return { state: 'grace', reach: 'all', ...until(graceEnds, 'grace') }
  if (asOf <= readingEnds)
    return { state: 'expired', reach: 'reads', ...until(readingEnds, 'expired') }
  return { state: 'expired', reach: 'essentials', ...until(readingEnds, 'lapsed') }
}

/**
 * How a licence stands. `asOf` is the day of the latest moment known, so that a clock turned back
 * gains nothing: what was expired stays expired, and nothing is written until the clock is right.
 */
export function licenceState(licence: Licence, asOf: LocalDate, facts: ClockFacts): LicenceState {
  const standing = standingOn(licence, asOf)
  const { now, highestSeen = now } = facts
  const wentBack = Date.parse(highestSeen) - Date.parse(now) > CLOCK_SLACK_MS
  const beforeIssue = asOf < addDays(licence.issuedOn, -ISSUE_SLACK_DAYS)
  if (!wentBack && !beforeIssue) return standing
  return {
    state: 'clock_rolled_back',
    daysLeft: 0,
    reach: standing.reach === 'all' ? 'reads' : standing.reach,
    reason: wentBack
      ? because('licence.clock_rolled_back', { now, seen: highestSeen })
      : because('licence.clock_before_issue', { now, on: licence.issuedOn }),
  }
}

/** May a call pass that writes or only reads? What is essential always may. */
export const licenceAllows = (
  { reach }: Pick<LicenceState, 'reach'>,
  call: { readonly writes: boolean; readonly essential: boolean },
): boolean => call.essential || reach === 'all' || (reach === 'reads' && !call.writes)

/**
 * Rooms that no licence leaves out: without `access` nobody could ask why, and without `approvals`
 * what another room proposes could never be decided.
 */
export const alwaysLicensed: readonly string[] = ['access', 'approvals']

/** Is a room part of the licence? */
export const isLicensed = ({ modules }: Pick<Licence, 'modules'>, module: string): boolean =>
  alwaysLicensed.includes(module) || modules.includes('*') || modules.includes(module)
