import * as z from 'zod/mini'
import { Role } from './role.ts'

/**
 * One condition on a row. Only equality, membership and the caller's own place, and only on columns
 * that are never null: anything else means one thing in JavaScript and another in SQL. `isOwner` asks
 * whether the caller is among those who share the customer on the day, whatever their share.
 */
export const Condition = z.union([
  z.strictObject({ column: z.string(), op: z.literal('eq'), value: z.string() }),
  z.strictObject({ column: z.string(), op: z.literal('in'), value: z.array(z.string()) }),
  z.strictObject({ column: z.string(), op: z.literal('inBranchTree') }),
  z.strictObject({ column: z.string(), op: z.literal('isSelf') }),
  z.strictObject({ column: z.string(), op: z.literal('isOwner') }),
])
export type Condition = z.infer<typeof Condition>

/** What a field may be used for without being shown. */
export const FieldUse = z.enum(['filter', 'sort', 'aggregate'])
export type FieldUse = z.infer<typeof FieldUse>

/** What a policy asks in return for what it gives. */
export const Obligations = z.strictObject({
  /** Say what for before a single customer opens. */
  reason: z.optional(z.boolean()),
  /** A second factor, minutes old at most. */
  stepUp: z.optional(z.boolean()),
  /** Screens and files carry who and when. */
  watermark: z.optional(z.boolean()),
  /** Different customers a day, at most. */
  rowBudget: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
})
export interface Obligations extends z.infer<typeof Obligations> {}

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
  /**
   * Fields that may be filtered, sorted or added up by, `*` for all. Left out: those that are shown,
   * and no others, since a filter on a masked balance tells the balance.
   */
  use: z.optional(
    z.strictObject({
      filter: z.array(z.string()),
      sort: z.array(z.string()),
      aggregate: z.array(z.string()),
    }),
  ),
  obligations: z.optional(Obligations),
  /** The policy is not loaded when one of these fails. */
  tests: z.array(
    z.strictObject({
      given: z.strictObject({
        staffId: z.string(),
        branchIds: z.array(z.string()),
        row: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      }),
      sees: z.boolean(),
    }),
  ),
})
export interface Policy extends z.infer<typeof Policy> {}
