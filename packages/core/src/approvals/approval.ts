import * as z from 'zod/mini'
import { BranchId, Role, StaffId } from '../access/index.ts'
import { Fen, Instant, id, Reason } from '../kit/index.ts'

export const ApprovalId = id('apv', 'ApprovalId')
export type ApprovalId = z.infer<typeof ApprovalId>

/** One person's word on a request. */
export const Decision = z.strictObject({
  staffId: StaffId,
  /** Whose authority it was, where it was delegated. */
  onBehalfOf: z.optional(StaffId),
  decision: z.enum(['approve', 'reject']),
  remark: z.string(),
  at: Instant,
})
export interface Decision extends z.infer<typeof Decision> {}

/**
 * Something that takes effect only when enough others have agreed to exactly this: maker and checker.
 * The content is what will be done; its hash is what was agreed to.
 */
export const Approval = z.strictObject({
  id: ApprovalId,
  version: z.int(),
  /** What is to be done: `policy.change`. The room that owns it knows how to do it. */
  kind: z.string().check(z.regex(/^[a-z]+(\.[a-z-]+)+$/)),
  subjectKind: z.string(),
  subjectId: z.string(),
  branchId: BranchId,
  /** The case in a few facts, for who decides. */
  reason: Reason,
  content: z.unknown(),
  contentHash: z.string(),
  /** What is at stake, in fen; absent where it is not money. */
  amountFen: z.optional(Fen),
  makerId: StaffId,
  makerPersonId: z.string(),
  madeAt: Instant,
  status: z.enum(['pending', 'approved', 'rejected', 'withdrawn']),
  decisions: z.array(Decision),
  /** How many different people have to agree, and in which roles. */
  needs: z.strictObject({ approvers: z.int(), roles: z.array(Role) }),
})
export interface Approval extends z.infer<typeof Approval> {}
