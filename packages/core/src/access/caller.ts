import * as z from 'zod/mini'
import { BankId, Instant } from '../kit/index.ts'
import { BranchId } from './branch.ts'
import { Role } from './role.ts'
import { StaffId } from './staff.ts'

/**
 * Who is asking, as the host or a token says: identity only. What they may do and see is looked up
 * in the bank's own policies, so that taking a right away works at once.
 */
export const Principal = z.strictObject({
  bankId: BankId,
  staffId: StaffId,
  sessionId: z.optional(z.string().check(z.maxLength(100))),
  /** How sure the identity provider is: 2 and above means a second factor. */
  assurance: z.optional(z.int().check(z.minimum(0), z.maximum(9))),
  /** When they last proved who they are; decides whether a second factor is fresh. */
  provedAt: z.optional(Instant),
})
export interface Principal extends z.infer<typeof Principal> {}

/** A principal with what the bank knows of them, resolved once a request. */
export const Caller = z.strictObject({
  bankId: BankId,
  staffId: StaffId,
  personId: z.string(),
  name: z.string(),
  branchId: BranchId,
  /** Their branch and every office below it. */
  branchIds: z.array(BranchId),
  roles: z.array(Role),
  sessionId: z.optional(z.string()),
  assurance: z.optional(z.int()),
  provedAt: z.optional(Instant),
})
export interface Caller extends z.infer<typeof Caller> {}
