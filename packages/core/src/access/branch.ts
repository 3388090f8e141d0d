import * as z from 'zod/mini'
import { id } from '../kit/index.ts'

export const BranchId = id('brn', 'BranchId')
export type BranchId = z.infer<typeof BranchId>

/** An office of the bank, in a tree under the head office. */
export const Branch = z.strictObject({
  id: BranchId,
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  /** The office it reports to; the head office has none. */
  parentId: z.optional(BranchId),
})
export interface Branch extends z.infer<typeof Branch> {}
