import * as z from 'zod/mini'
import { id } from '../kit/index.ts'
import { BranchId } from './branch.ts'
import { Role } from './role.ts'

export const StaffId = id('stf', 'StaffId')
export type StaffId = z.infer<typeof StaffId>

/** Somebody who works at the bank and may sign in. */
export const Staff = z.strictObject({
  id: StaffId,
  /** The natural person: two accounts of one person never approve each other. */
  personId: z.string().check(z.minLength(1), z.maxLength(60)),
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  branchId: BranchId,
  roles: z.array(Role),
})
export interface Staff extends z.infer<typeof Staff> {}
