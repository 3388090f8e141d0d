import * as z from 'zod/mini'
import { BankId } from '../kit/index.ts'
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
})
export interface Caller extends z.infer<typeof Caller> {}
