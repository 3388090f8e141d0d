import * as z from 'zod/mini'
import { BranchId, StaffId } from '../access/index.ts'
import { CustomerId } from '../customers/index.ts'
import { c1, c2, Fen, Instant, id, key, LocalDate, Reason, view } from '../kit/index.ts'

export const ReminderId = id('rem', 'ReminderId')
export type ReminderId = z.infer<typeof ReminderId>

/** What a reminder is about. */
export const ReminderKind = z.enum(['maturity', 'repayment', 'birthday', 'dormancy'])
export type ReminderKind = z.infer<typeof ReminderKind>

/** How a reminder was closed. */
export const Closing = z.enum(['done', 'dismissed'])
export type Closing = z.infer<typeof Closing>

/** Something a relationship manager should do for a customer by a given day. */
export const Reminder = z.strictObject({
  id: ReminderId,
  customerId: CustomerId,
  version: z.int(),
  branchId: BranchId,
  /** Who looks after the customer; absent while nobody does. */
  managerId: z.optional(StaffId),
  kind: ReminderKind,
  /** The day the matter falls on: the birthday, the maturity. */
  dueOn: LocalDate,
  /** From this day it is on the list. */
  showOn: LocalDate,
  reason: Reason,
  /** What may be lost by not acting, in fen. Ranks the list. */
  stakeFen: Fen,
  status: z.enum(['open', 'done', 'dismissed']),
  closedBy: z.optional(StaffId),
  closedAt: z.optional(Instant),
})
export interface Reminder extends z.infer<typeof Reminder> {}

/** A reminder as a caller sees it. */
export const ReminderView = view('reminder', Reminder, {
  id: key,
  customerId: key,
  version: key,
  branchId: c1,
  managerId: c1,
  kind: key,
  dueOn: key,
  showOn: c1,
  reason: c2('text'),
  stakeFen: c2('amount'),
  status: key,
  closedBy: c1,
  closedAt: c1,
})
export type ReminderView = z.infer<typeof ReminderView>

/** A reminder that a rule proposes, before it has an owner or a number. */
export interface ReminderDraft {
  readonly customerId: CustomerId
  readonly kind: ReminderKind
  readonly dueOn: LocalDate
  readonly showOn: LocalDate
  readonly reason: Reason
  readonly stakeFen: Fen
  /** What it is about: the holding, or the customer. */
  readonly subject: string
  /** Which time round: a maturity's day, a lunar year. One reminder per rule, subject and occurrence. */
  readonly occurrence: string
}
