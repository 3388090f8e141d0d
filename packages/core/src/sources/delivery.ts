import * as z from 'zod/mini'
import { c1, c2, Instant, id, key, LocalDate, Reason, view } from '../kit/index.ts'

export const DeliveryId = id('dlv', 'DeliveryId')
export type DeliveryId = z.infer<typeof DeliveryId>

/** One file that a source delivered, and what became of each of its lines. */
export const Delivery = z.strictObject({
  id: DeliveryId,
  /** The source's name in its mapping. */
  source: z.string(),
  /** The record kind the file holds: customers, accounts, … */
  records: z.string(),
  file: z.string(),
  /** Of the bytes as delivered: the same file again changes nothing. */
  sha256: z.string(),
  encoding: z.string(),
  /** Data lines in the file; always accepted + unchanged + rejected once it is done. */
  lines: z.int(),
  accepted: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  /** `refused`: too many rejects; `quarantined`: not what was agreed. Nothing of either was applied. */
  status: z.enum(['running', 'done', 'refused', 'quarantined']),
  /** Why nothing was applied: `file.trailer_missing`, `file.sum_differs`, … */
  why: z.optional(Reason),
  /** The business day the file is of, where it tells. */
  day: z.optional(LocalDate),
  /** Which correction of its day it is; left out for the first. */
  revision: z.optional(z.int()),
  /** The delivery whose rejected lines it brings again. */
  corrects: z.optional(DeliveryId),
  /** How often it was looked at; left out for once. */
  attempt: z.optional(z.int()),
  startedAt: Instant,
  finishedAt: z.optional(Instant),
})
export interface Delivery extends z.infer<typeof Delivery> {}

/** A line that was not taken, and why. */
export const Rejection = z.strictObject({
  deliveryId: DeliveryId,
  /** The line's number in the file, the header being line 1. */
  line: z.int(),
  column: z.optional(z.string()),
  /** A stable code: `row.column_missing`, `row.not_a_day`, `row.owner_unknown`, … */
  code: z.string(),
  /** What the cell held, cut to 60 characters. */
  found: z.optional(z.string()),
})
export interface Rejection extends z.infer<typeof Rejection> {}

/** A rejection as a caller sees it: the cell may hold a customer's data. */
export const RejectionView = view('rejection', Rejection, {
  deliveryId: key,
  line: key,
  column: c1,
  code: key,
  found: c2('text'),
})
export type RejectionView = z.infer<typeof RejectionView>
