import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { CustomerId } from '../customers/index.ts'
import { c1, c2, Instant, id, key, LocalDate, view } from '../kit/index.ts'

export const InteractionId = id('int', 'InteractionId')
export type InteractionId = z.infer<typeof InteractionId>

/** By which way it was. */
export const InteractionKind = z.enum(['call', 'visit', 'message', 'counter', 'note'])
export type InteractionKind = z.infer<typeof InteractionKind>

/** What it was for. */
export const InteractionPurpose = z.enum([
  'care',
  'marketing',
  'lending',
  'collection',
  'diligence',
  'complaint',
  'other',
])
export type InteractionPurpose = z.infer<typeof InteractionPurpose>

/** What came of it. */
export const InteractionResult = z.enum(['done', 'agreed', 'declined', 'undecided', 'not-reached'])
export type InteractionResult = z.infer<typeof InteractionResult>

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most))

/** What is to be done next, and by when. */
export const NextStep = z.strictObject({ text: text(200), on: LocalDate })
export interface NextStep extends z.infer<typeof NextStep> {}

/**
 * A file of the host's own store, by reference: where it lies, and the SHA-256 of exactly these bytes. The
 * file itself never comes here.
 */
export const Attachment = z.strictObject({
  name: text(120),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** In bytes. */
  size: z.int().check(z.minimum(0)),
  url: z.string().check(z.maxLength(500), z.regex(/^(https?:\/\/|\/)[^\s\\]+$/)),
})
export interface Attachment extends z.infer<typeof Attachment> {}

/** Something that was added once an interaction was submitted; what was written stays as it was. */
export const Addendum = z.strictObject({
  text: text(2_000),
  staffId: StaffId,
  staffName: z.string(),
  at: Instant,
})
export interface Addendum extends z.infer<typeof Addendum> {}

/** What whoever was there writes down. */
export const interactionFields = {
  kind: InteractionKind,
  purpose: InteractionPurpose,
  result: InteractionResult,
  /** When it was; this moment, when left out. */
  happenedAt: z.optional(Instant),
  summary: text(2_000),
  nextStep: z.optional(NextStep),
  /** Who else was there: a son, a village head, a colleague. */
  participants: z._default(z.readonly(z.array(text(60)).check(z.maxLength(20))), []),
  attachments: z._default(z.readonly(z.array(Attachment).check(z.maxLength(20))), []),
  /** The interaction whose next step this was. */
  follows: z.optional(InteractionId),
}

/** What was said or done with a customer: a draft of its writer's, or submitted and final. */
export const Interaction = z.strictObject({
  id: InteractionId,
  customerId: CustomerId,
  version: z.int(),
  status: z.enum(['draft', 'submitted']),
  ...interactionFields,
  happenedAt: Instant,
  participants: z.readonly(z.array(text(60))),
  attachments: z.readonly(z.array(Attachment)),
  /** Who wrote it. */
  staffId: StaffId,
  staffName: z.string(),
  submittedAt: z.optional(Instant),
  /** Oldest first. */
  addenda: z.readonly(z.array(Addendum)),
})
export interface Interaction extends z.infer<typeof Interaction> {}

/** An interaction as a caller sees it. */
export const InteractionView = view('interaction', Interaction, {
  id: key,
  customerId: key,
  version: key,
  status: key,
  kind: key,
  purpose: c1,
  result: c1,
  happenedAt: key,
  summary: c2('text'),
  nextStep: c2('text'),
  participants: c2('text'),
  attachments: c2('text'),
  follows: key,
  staffId: key,
  staffName: c1,
  submittedAt: key,
  addenda: c2('text'),
})
export type InteractionView = z.infer<typeof InteractionView>
