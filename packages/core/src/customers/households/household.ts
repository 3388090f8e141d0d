import * as z from 'zod/mini'
import { aspect, c1, c2, id, key, LocalDate } from '../../kit/index.ts'
import { CustomerId } from '../customer.ts'

/** Names one household, from its first member to its last. */
export const HouseholdId = id('hhd', 'HouseholdId')
export type HouseholdId = z.infer<typeof HouseholdId>

/** What somebody is in a household: who speaks for it, or one of the others. */
export const HouseholdRole = z.enum(['head', 'member'])
export type HouseholdRole = z.infer<typeof HouseholdRole>

/** That a customer belongs to a household, from which day to which. */
export const HouseholdMember = z.strictObject({
  householdId: HouseholdId,
  customerId: CustomerId,
  role: HouseholdRole,
  /** The first day; absent where nobody knows since when. */
  fromOn: z.optional(LocalDate),
  /** The first day on which they belong to it no more. */
  toOn: z.optional(LocalDate),
  /** The number of the household register (户号), where a source gives it. */
  number: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
  /** On what ground, as said. */
  reason: z.optional(z.string().check(z.maxLength(120))),
  endReason: z.optional(z.string().check(z.maxLength(120))),
})
export interface HouseholdMember extends z.infer<typeof HouseholdMember> {}

/** A membership as a caller sees it: policies speak of it as of any relationship. */
export const HouseholdMemberView = aspect('relationship', HouseholdMember, {
  householdId: key,
  customerId: key,
  role: key,
  fromOn: c1,
  toOn: c1,
  number: c2('idNumber'),
  reason: c2('text'),
  endReason: c2('text'),
})
export type HouseholdMemberView = z.infer<typeof HouseholdMemberView>
