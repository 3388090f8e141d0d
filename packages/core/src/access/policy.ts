import * as z from 'zod/mini'
import { Role } from './role.ts'

/**
 * One condition on a row. Only equality, membership and the caller's own place, and only on columns
 * that are never null: anything else means one thing in JavaScript and another in SQL.
 */
export const Condition = z.union([
  z.strictObject({ column: z.string(), op: z.literal('eq'), value: z.string() }),
  z.strictObject({ column: z.string(), op: z.literal('in'), value: z.array(z.string()) }),
  z.strictObject({ column: z.string(), op: z.literal('inBranchTree') }),
  z.strictObject({ column: z.string(), op: z.literal('isSelf') }),
])
export type Condition = z.infer<typeof Condition>

/** What a role may see: which rows, and what of their fields. Several allow more; a deny wins. */
export const Policy = z.strictObject({
  id: z.string(),
  version: z.int(),
  roles: z.array(Role),
  effect: z.enum(['allow', 'deny']),
  resource: z.string(),
  /** All must hold. None: every row. */
  where: z.array(Condition),
  /** Fields by name; `*` stands for those not named. A field in no list is hidden. */
  fields: z.strictObject({ show: z.array(z.string()), mask: z.array(z.string()) }),
  /** The policy is not loaded when one of these fails. */
  tests: z.array(
    z.strictObject({
      given: z.strictObject({
        staffId: z.string(),
        branchIds: z.array(z.string()),
        row: z.record(z.string(), z.string()),
      }),
      sees: z.boolean(),
    }),
  ),
})
export interface Policy extends z.infer<typeof Policy> {}
