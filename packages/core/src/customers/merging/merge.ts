import * as z from 'zod/mini'
import { StaffId } from '../../access/index.ts'
import { Instant, id, type LocalDate, plainName } from '../../kit/index.ts'
import { readCreditCode } from '../credit-code.ts'
import { type Customer, CustomerId } from '../customer.ts'
import { readIdNumber } from '../id-number.ts'
import type { Said, SourceRecord } from '../source-record.ts'

export const MergeId = id('mrg', 'MergeId')
export type MergeId = z.infer<typeof MergeId>

const said = (least: number) =>
  z.string().check(z.overwrite(plainName), z.minLength(least), z.maxLength(200))

/** Why two are held to be one, or not any more. */
export const MergeReason = said(1)
/** What was seen that tells it: a paper, a number of a file. */
export const MergeEvidence = said(1)

/**
 * Two customers held to be one: who stands for both, who stands no longer by themselves, and, where it
 * was taken back, when and by whom.
 */
export const CustomerMerge = z.strictObject({
  id: MergeId,
  survivorId: CustomerId,
  mergedId: CustomerId,
  at: Instant,
  byStaffId: StaffId,
  reason: MergeReason,
  evidence: z.optional(MergeEvidence),
  undoneAt: z.optional(Instant),
  undoneBy: z.optional(StaffId),
  undoneReason: z.optional(MergeReason),
})
export interface CustomerMerge extends z.infer<typeof CustomerMerge> {}

/** Why two customers cannot be held to be one. */
export type MergeFault =
  | 'merge.same'
  | 'merge.kinds_differ'
  | 'merge.survivor_closed'
  | 'merge.evidence_needed'

const forLife: ReadonlySet<string> = new Set(['resident', 'foreign-resident', 'credit-code'])

/** The fields by which two customers are judged before they become one. */
export type MergeParty = Pick<Customer, 'id' | 'kind' | 'status' | 'idNumber'>

/**
 * What stands against holding two customers to be one, if anything: a person is no firm, who is with the
 * bank is not put under who has left, and two numbers that are both right are two people until a paper
 * says otherwise. A resident ID of 15 digits and its 18 are one number (GB 11643-1999).
 */
export function faultOfMerge(
  survivor: MergeParty,
  merged: MergeParty,
  evidence: string | undefined,
  asOf: LocalDate,
): MergeFault | undefined {
  if (survivor.id === merged.id) return 'merge.same'
  if (survivor.kind !== merged.kind) return 'merge.kinds_differ'
  if (survivor.status === 'closed' && merged.status !== 'closed') return 'merge.survivor_closed'
  const [one, other] = [survivor, merged].map((party) => numberForLife(party, asOf))
  const differ = one !== undefined && other !== undefined && one !== other
  return differ && evidence === undefined ? 'merge.evidence_needed' : undefined
}

/** The number that a party has for life, where it is one that could be right: a passport's changes. */
function numberForLife({ kind, idNumber }: MergeParty, asOf: LocalDate): string | undefined {
  if (idNumber === undefined) return undefined
  const read = kind === 'firm' ? readCreditCode(idNumber) : readIdNumber(idNumber, asOf)
  return 'fault' in read || !forLife.has(read.kind) ? undefined : read.number
}

/** What says where a customer belongs: the survivor's own sources alone are heard about it. */
const ofTheirOwn = ['kind', 'branchId', 'managerId'] as const

/**
 * What the sources of a merged customer still tell of the survivor: who it is, not where they belong. That
 * they left means that one of two records was closed; that they died is true of both.
 */
export function wordOfMerged<R extends Pick<SourceRecord, 'said'>>(record: R): R {
  const said = { ...record.said } as { -readonly [F in keyof Said]: Said[F] }
  for (const field of ofTheirOwn) delete said[field]
  if (said.status !== 'deceased') delete said.status
  return { ...record, said }
}
