import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { because, Instant, id, LocalDate, type Reason } from '../kit/index.ts'
import { CustomerId } from './customer.ts'

export const ConsentId = id('con', 'ConsentId')
export type ConsentId = z.infer<typeof ConsentId>

/** What personal information may be used for. */
export const ConsentPurpose = z.enum(['service', 'marketing', 'profiling', 'sharing', 'sensitive'])
export type ConsentPurpose = z.infer<typeof ConsentPurpose>

/** By which way somebody may be spoken to. */
export const ConsentChannel = z.enum(['sms', 'phone', 'wecom', 'app', 'visit'])
export type ConsentChannel = z.infer<typeof ConsentChannel>

/**
 * One act of a customer: they agreed, or took it back. Nothing is ever changed in the ledger; what holds
 * is what the latest act says (PIPL, articles 14 to 16).
 */
export const ConsentRecord = z.strictObject({
  id: ConsentId,
  customerId: CustomerId,
  purpose: ConsentPurpose,
  /** One way, or all of them. */
  channel: z.union([ConsentChannel, z.literal('all')]),
  act: z.enum(['granted', 'withdrawn']),
  /** The version of the words they were shown, and the SHA-256 of exactly these words. */
  textVersion: z.int().check(z.minimum(1)),
  textHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  method: z.enum(['counter-signature', 'app', 'phone-recording', 'paper', 'message']),
  /** Where the proof lies: a scan, a recording, a log. */
  proofRef: z.string().check(z.maxLength(200)),
  /** For a child under 14: the parent or guardian who agreed. */
  guardianId: z.optional(CustomerId),
  validUntil: z.optional(LocalDate),
  byStaffId: StaffId,
  at: Instant,
})
export interface ConsentRecord extends z.infer<typeof ConsentRecord> {}

/** Whether a purpose and a way are open on a day, and by which act. */
export const ConsentState = z.strictObject({
  purpose: ConsentPurpose,
  channel: ConsentChannel,
  open: z.boolean(),
  reason: z.strictObject({ code: z.string(), facts: z.record(z.string(), z.any()) }),
  /** The act that decides; absent where there is none. */
  recordId: z.optional(ConsentId),
})
export interface ConsentState extends Omit<z.infer<typeof ConsentState>, 'reason'> {
  readonly reason: Reason
}

/** The words in force for each purpose: a new main version asks for consent anew. */
export type ConsentTexts = Readonly<Partial<Record<ConsentPurpose, number>>>

/** Whether one purpose and way are open at a moment: the latest act on it decides, whatever came before. */
export function consentFor(
  records: readonly ConsentRecord[],
  { purpose, channel }: Pick<ConsentState, 'purpose' | 'channel'>,
  texts: ConsentTexts,
  at: { readonly instant: Instant; readonly day: LocalDate },
): ConsentState {
  const about = records.filter(
    (record) =>
      record.purpose === purpose &&
      (record.channel === channel || record.channel === 'all') &&
      record.at <= at.instant,
  )
  const last = about.reduce<ConsentRecord | undefined>(
    (latest, record) => (latest && !isAfter(record, latest) ? latest : record),
    undefined,
  )
  const state = (open: boolean, code: string, facts: Reason['facts'] = {}): ConsentState => ({
    purpose,
    channel,
    open,
    reason: because(code, facts),
    ...(last && { recordId: last.id }),
  })
  if (!last) return state(false, 'consent.none')
  if (last.act === 'withdrawn') return state(false, 'consent.withdrawn', { at: last.at })
  if (last.validUntil !== undefined && last.validUntil < at.day)
    return state(false, 'consent.ended', { on: last.validUntil })
  const current = texts[purpose] ?? 1
  if (last.textVersion < current)
    return state(false, 'consent.words_changed', { agreed: last.textVersion, current })
  return state(true, 'consent.granted', { at: last.at })
}

/** Of two acts at one moment a withdrawal wins: in doubt nobody is written to. */
function isAfter(one: ConsentRecord, other: ConsentRecord): boolean {
  if (one.at !== other.at) return one.at > other.at
  if (one.act !== other.act) return one.act === 'withdrawn'
  return one.id > other.id
}

/** Every purpose and way at a moment. */
export const consentStates = (
  records: readonly ConsentRecord[],
  texts: ConsentTexts,
  at: Parameters<typeof consentFor>[3],
): readonly ConsentState[] =>
  ConsentPurpose.options.flatMap((purpose) =>
    ConsentChannel.options.map((channel) => consentFor(records, { purpose, channel }, texts, at)),
  )
