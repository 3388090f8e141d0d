import * as z from 'zod/mini'
import { BranchId, Owner, StaffId } from '../access/index.ts'
import { Instant, id, LocalDate } from '../kit/index.ts'
import { CustomerId } from './customer.ts'

export const OwnershipChangeId = id('own', 'OwnershipChangeId')
export type OwnershipChangeId = z.infer<typeof OwnershipChangeId>

/** What somebody is to have of a customer, in basis points: 10,000 is the whole. */
export const Share = z.strictObject({
  staffId: StaffId,
  shareBp: z.int().check(z.minimum(1), z.maximum(10_000)),
})
export interface Share extends z.infer<typeof Share> {}

/** Those who are to look after a customer; the first of two with most is the main one. */
export const Shares = z.array(Share).check(z.minLength(1), z.maxLength(10))

/** Why it changes hands, in words for the record. */
export const HandoverReason = z.string().check(z.minLength(2), z.maxLength(120))

/** One entry in the log of a customer's hands: written once. */
export const OwnershipChange = z.strictObject({
  id: OwnershipChangeId,
  customerId: CustomerId,
  /** The first day on which it holds. */
  onDay: LocalDate,
  deed: z.enum(['claim', 'hand-over', 'share', 'transfer']),
  from: z.readonly(z.array(Share)),
  to: z.readonly(z.array(Share)),
  reason: z.string(),
  /** Who did it, or asked for it where others had to agree. */
  byStaffId: StaffId,
  at: Instant,
})
export interface OwnershipChange extends z.infer<typeof OwnershipChange> {}

/** Somebody's share on a day. */
export const OwnerLine = z.strictObject({
  ...Owner.shape,
  /** The one whose book the customer is in. */
  main: z.boolean(),
})
export interface OwnerLine extends z.infer<typeof OwnerLine> {}

/** Somebody who may look after a customer. */
export const Candidate = z.strictObject({
  staffId: StaffId,
  name: z.string(),
  branchId: BranchId,
  branchName: z.string(),
})
export interface Candidate extends z.infer<typeof Candidate> {}

/** Whose customer it is on a day, who waits for agreement, and how it came to be. */
export const Ownership = z.strictObject({
  customerId: CustomerId,
  /** Of the customer's record; send it back with a change. */
  version: z.int(),
  asOf: LocalDate,
  owners: z.readonly(z.array(OwnerLine)),
  /** What others are asked to agree to. */
  pending: z.optional(
    z.strictObject({
      approvalId: z.string(),
      to: z.readonly(z.array(Share)),
      byStaffId: StaffId,
      at: Instant,
    }),
  ),
  /** Newest first. */
  log: z.readonly(z.array(OwnershipChange)),
  /** What everybody is called who is named here, by id. */
  names: z.record(z.string(), z.string()),
})
export interface Ownership extends z.infer<typeof Ownership> {}
