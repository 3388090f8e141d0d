import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { ConsentRecord, CustomerId, GoldenCause, GoldenFieldName } from '../customers/index.ts'
import { MovementView } from '../holdings/index.ts'
import { InteractionView } from '../interactions/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { ReminderView } from '../reminders/index.ts'

/** What a timeline tells of; within a day in this order. */
export const TimelineKind = z.enum(['interaction', 'reminder', 'consent', 'change', 'movement'])
export type TimelineKind = z.infer<typeof TimelineKind>

/** What changed in a golden record, without the values: those are in the history. */
export const TimelineChange = z.strictObject({
  version: z.int(),
  cause: GoldenCause,
  bySource: z.string(),
  byStaffId: z.optional(StaffId),
  fields: z.readonly(z.array(GoldenFieldName)),
})
export interface TimelineChange extends z.infer<typeof TimelineChange> {}

/** One thing that was said or done, by whichever room; the part named by `kind` is there. */
export const TimelineEntry = z.strictObject({
  /** Its own among all entries of the customer. */
  id: z.string(),
  kind: TimelineKind,
  /** The bank's day on which it was. */
  on: LocalDate,
  /** One that was submitted. */
  interaction: z.optional(InteractionView),
  movement: z.optional(MovementView),
  /** One that was closed: what is open is work, and no history. */
  reminder: z.optional(ReminderView),
  consent: z.optional(ConsentRecord),
  change: z.optional(TimelineChange),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** Everything that was said and done with a customer, in one list. */
export const timelineContract = {
  getTimeline: {
    method: 'GET',
    path: '/desk/customers/:id/timeline',
    needs: 'customer:read',
    params: z.strictObject({ id: CustomerId }),
    query: z.strictObject({
      ...pageQuery,
      /** Of one kind alone; of every kind that the caller may read when left out. */
      kind: z.optional(TimelineKind),
      from: z.optional(LocalDate),
      to: z.optional(LocalDate),
    }),
    returns: page(TimelineEntry),
    errors: ['customer.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
} as const satisfies Contract
