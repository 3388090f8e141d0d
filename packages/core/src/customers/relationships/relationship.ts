import * as z from 'zod/mini'
import { StaffId } from '../../access/index.ts'
import { c1, c2, Fen, Instant, id, key, LocalDate, view } from '../../kit/index.ts'
import { CustomerId } from '../customer.ts'

/** Names one relationship; both ends know it by the same. */
export const RelationshipId = id('rel', 'RelationshipId')
export type RelationshipId = z.infer<typeof RelationshipId>

/** What the other party is to a customer: their parent, who guarantees for them, the firm they own. */
export const RelationshipRole = z.enum([
  'spouse',
  'parent',
  'child',
  'grandparent',
  'grandchild',
  'sibling',
  'relative',
  'guarantor',
  'guaranteed',
  'joint-liability',
  'owner',
  'owned',
  'controller',
  'controlled',
  'legal-representative',
  'represented',
  'employer',
  'employee',
])
export type RelationshipRole = z.infer<typeof RelationshipRole>

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most))

/** A part of a firm in basis points: 10,000 is the whole of it. */
export const ShareBp = z.int().check(z.minimum(1), z.maximum(10_000))

/** What somebody is to a customer, from which day to which, and who says so; the other end holds the same. */
export const Relationship = z.strictObject({
  id: RelationshipId,
  /** Counts the changes; send it back as `If-Match`. */
  version: z.int(),
  /** Whose relationship, seen from their side. */
  customerId: CustomerId,
  /** The other, where they are a customer. */
  otherId: z.optional(CustomerId),
  /** The other's name, where they are none, and whether that is a person or a firm. */
  otherName: z.optional(text(80)),
  otherKind: z.optional(z.enum(['person', 'firm'])),
  role: RelationshipRole,
  /** An owner's part. */
  shareBp: z.optional(ShareBp),
  /** Up to how much is guaranteed, in fen of the bank's currency; without it, for all. */
  amountFen: z.optional(Fen),
  /** The first day; absent where it has always been so, or nobody knows since when. */
  fromOn: z.optional(LocalDate),
  /** The first day on which it is so no more. */
  toOn: z.optional(LocalDate),
  /** Who says so: a source's name, `desk` for the bank's own people. */
  source: text(60),
  /** Why it was written down, as said. */
  reason: z.optional(text(120)),
  addedBy: z.optional(StaffId),
  addedAt: Instant,
  /** Why it ended, as said. */
  endReason: z.optional(text(120)),
  endedBy: z.optional(StaffId),
})
export interface Relationship extends z.infer<typeof Relationship> {}

/** A relationship as a caller sees it. */
export const RelationshipView = view('relationship', Relationship, {
  id: key,
  version: key,
  customerId: key,
  otherId: key,
  otherName: c2('name'),
  otherKind: c1,
  role: key,
  shareBp: c1,
  amountFen: c2('amount'),
  fromOn: c1,
  toOn: c1,
  source: c1,
  reason: c2('text'),
  addedBy: c1,
  addedAt: c1,
  endReason: c2('text'),
  endedBy: c1,
})
export type RelationshipView = z.infer<typeof RelationshipView>
