import { accessErrors, type BankId, Instant, LocalDate } from '@crm/core'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { canonical, sha256 } from '../kit/digest.ts'
import type { Signature, VerifyingKey } from '../kit/keys/key-service.ts'
import type { Licensing } from '../kit/licensing.ts'
import type { ReadSession } from '../kit/session.ts'

/** One day that is over, and what was used on it. */
const MeterDay = z.strictObject({
  bankId: z.string(),
  /** Counts the days of use from 1. */
  n: z.int(),
  day: LocalDate,
  /** How many named people worked on that day. */
  activeSeats: z.int(),
  /** Calls by room. */
  calls: z.record(z.string(), z.int()),
  previous: z.string(),
  hash: z.string(),
})
interface MeterDay extends z.infer<typeof MeterDay> {}

/** Signed by the bank's key service: the last line. */
const MeterSeal = z.strictObject({
  bankId: z.string(),
  licenceId: z.string(),
  at: Instant,
  days: z.int(),
  head: z.string(),
  keyId: z.string(),
  algorithm: z.enum(['Ed25519', 'SM2-SM3']),
  signature: z.string(),
})
interface MeterSeal extends z.infer<typeof MeterSeal> {}

/** Before the first day. */
const GENESIS = 'crm.meter.1'
/** A day is over for the meter this long after midnight: what still ran then has been written. */
const SETTLE_MS = 3_600_000

const hashOf = ({ hash: _hash, ...day }: MeterDay): Promise<string> => sha256(canonical(day))

type SealedFacts = Omit<MeterSeal, keyof Signature>

const signedBytes = ({ bankId, licenceId, at, days, head }: SealedFacts): Uint8Array =>
  new TextEncoder().encode(canonical({ bankId, licenceId, at, days, head, form: GENESIS }))

/**
 * The meter from its first day on, as lines of JSON. Each line holds the hash of the one before, so
 * the same days give the same head whenever they are exported; the last line signs that head.
 *
 * @throws `access.meter_unsigned`
 */
export async function exportMeter(session: ReadSession, licensing: Licensing): Promise<string[]> {
  const { db, bankId, ports } = session
  const { licence } = licensing.of(bankId)
  const at = ports.now()
  const settled = new Date(Date.parse(at) - SETTLE_MS).toISOString()
  const rows = await db
    .selectFrom('licence_meter')
    .innerJoin('bank', 'bank.bank_id', 'licence_meter.bank_id')
    .select(['licence_meter.day', 'licence_meter.subject', 'licence_meter.amount'])
    .where('licence_meter.bank_id', '=', bankId)
    .where(
      sql<boolean>`licence_meter.day < (${settled}::timestamptz at time zone bank.time_zone)::date`,
    )
    .orderBy('licence_meter.day')
    .orderBy('licence_meter.subject')
    .execute()
  const days = await chained(bankId, rows)
  const unsigned = {
    bankId,
    licenceId: licence.id,
    at,
    days: days.length,
    head: days.at(-1)?.hash ?? GENESIS,
  }
  const signature = await licensing.sign(signedBytes(unsigned))
  return [...days, { ...unsigned, ...signature }].map(canonical)
}

async function chained(
  bankId: BankId,
  rows: readonly { readonly day: string; readonly subject: string; readonly amount: number }[],
): Promise<MeterDay[]> {
  const days: MeterDay[] = []
  const byDay = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) byDay.set(row.day, [...(byDay.get(row.day) ?? []), row])
  let previous = GENESIS
  for (const [day, used] of byDay) {
    const seats = used.find(({ subject }) => subject === 'seats')
    const calls = used.filter(({ subject }) => subject.startsWith('calls.'))
    const line: MeterDay = {
      bankId,
      n: days.length + 1,
      day: day as LocalDate,
      activeSeats: seats?.amount ?? 0,
      calls: Object.fromEntries(calls.map(({ subject, amount }) => [subject.slice(6), amount])),
      previous,
      hash: '',
    }
    previous = await hashOf(line)
    days.push({ ...line, hash: previous })
  }
  return days
}

/** What a vendor holds an exported meter against. */
export interface MeterChecks {
  /** `isSignedBy` of `@crm/server/node`, or another implementation of the same algorithms. */
  readonly isSignedBy: (keys: readonly VerifyingKey[], data: Uint8Array, s: Signature) => boolean
  /** The public halves of the bank's signing keys, as the bank gave them when it was licensed. */
  readonly verifyingKeys: readonly VerifyingKey[]
  /** What an earlier export ended with: the days before it must be as they were. */
  readonly earlier?: MeterHead
}

/** Where an export ended. */
export interface MeterHead {
  readonly days: number
  readonly head: string
}

/** What a check of an exported meter found. */
export interface MeterReport extends MeterHead {
  readonly fault?: {
    readonly code:
      | 'unreadable'
      | 'day_changed'
      | 'days_moved'
      | 'seal_missing'
      | 'seal_forged'
      | 'history_changed'
    /** The line it is in, from 1. */
    readonly line: number
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: no line of a meter, and told as such.
    return undefined
  }
}

/**
 * Check the lines of an exported meter, offline. It stops at the first line that is not as it was: one
 * changed, missing, added or moved, a seal that nobody signed, or days that an earlier export had
 * told otherwise, as when somebody changed them in the bank's own store.
 */
export async function verifyMeter(
  lines: readonly string[],
  { isSignedBy, verifyingKeys, earlier }: MeterChecks,
): Promise<MeterReport> {
  let head = GENESIS
  let days = 0
  const report = (code: NonNullable<MeterReport['fault']>['code'], line: number): MeterReport => ({
    days,
    head,
    fault: { code, line },
  })
  for (const [at, text] of lines.slice(0, -1).entries()) {
    const day = MeterDay.safeParse(parse(text))
    if (!day.success) return report('unreadable', at + 1)
    if (day.data.previous !== head || day.data.n !== at + 1) return report('days_moved', at + 1)
    if (day.data.hash !== (await hashOf(day.data))) return report('day_changed', at + 1)
    head = day.data.hash
    days = at + 1
    if (earlier?.days === days && earlier.head !== head) return report('history_changed', days)
  }
  const seal = MeterSeal.safeParse(parse(lines.at(-1) ?? ''))
  if (!seal.success || seal.data.days !== days || seal.data.head !== head)
    return report('seal_missing', lines.length)
  if (!isSignedBy(verifyingKeys, signedBytes(seal.data), seal.data))
    return report('seal_forged', lines.length)
  if (earlier && earlier.days > days) return report('history_changed', lines.length)
  return { days, head }
}

/** What the meter's endpoint needs. @throws `access.licence_absent` */
export function licensingOf(session: ReadSession): Licensing {
  if (!session.licensing) throw accessErrors.licenceAbsent()
  return session.licensing
}
