import * as z from 'zod/mini'
import { type Contract, LocalDate } from '../../kit/index.ts'
import { CustomerId, CustomerView } from '../customer.ts'
import { HouseholdId, HouseholdMemberView } from './household.ts'

const line = z.strictObject({ membership: HouseholdMemberView, customer: CustomerView })

/** A household on a day: who belongs to it, who did, and how it came about. */
export const Household = z.strictObject({
  id: HouseholdId,
  /** Counts the changes; send it back as `If-Match`. */
  version: z.int(),
  asOf: LocalDate,
  cause: z.enum(['number', 'hand', 'split']),
  formedOn: z.optional(LocalDate),
  /** The household it split off from. */
  splitFromId: z.optional(HouseholdId),
  /** The day on which nobody was left. */
  endedOn: z.optional(LocalDate),
  joinedIntoId: z.optional(HouseholdId),
  /** The head first. */
  members: z.readonly(z.array(line)),
  /** Who belonged to it before. */
  earlier: z.readonly(z.array(line)),
  /** How many belong to it whom the reader does not see. */
  leftOut: z.int().check(z.minimum(0)),
})
export interface Household extends z.infer<typeof Household> {}

const why = z.string().check(z.minLength(2), z.maxLength(120))
const people = z.array(CustomerId).check(z.minLength(1), z.maxLength(30))
const oneCustomer = z.strictObject({ id: CustomerId })
const refused = ['customer.not_found', 'household.refused'] as const
const changes = ['customer.not_found', 'household.none', 'household.refused'] as const

/** Who lives and decides together: read, formed, split and joined, with its history. */
export const householdContract = {
  findHousehold: {
    method: 'GET',
    path: '/customers/:id/household',
    needs: 'relationship:read',
    params: oneCustomer,
    query: z.strictObject({ asOf: z.optional(LocalDate) }),
    /** Nothing where they belong to none. */
    returns: z.strictObject({ household: z.optional(Household) }),
    errors: ['customer.not_found'],
    discloses: true,
  },
  formHousehold: {
    method: 'POST',
    path: '/customers/:id/household',
    needs: 'relationship:write',
    params: oneCustomer,
    body: z.strictObject({
      /** The others; who is asked for is the head. */
      members: z._default(z.array(CustomerId).check(z.maxLength(30)), []),
      fromOn: LocalDate,
      /** The number of the household register (户号). */
      number: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
      reason: why,
    }),
    returns: Household,
    errors: refused,
    writes: true,
    expects: 'new',
    discloses: true,
  },
  addToHousehold: {
    method: 'POST',
    path: '/customers/:id/household/members',
    needs: 'relationship:write',
    params: oneCustomer,
    body: z.strictObject({ members: people, on: LocalDate, reason: why }),
    returns: Household,
    errors: changes,
    writes: true,
    expects: 'version',
    discloses: true,
  },
  leaveHousehold: {
    method: 'POST',
    path: '/customers/:id/household/leave',
    needs: 'relationship:write',
    params: oneCustomer,
    body: z.strictObject({
      members: people,
      on: LocalDate,
      reason: why,
      /** Who of those that leave is the head of a household of their own; without it they belong to none. */
      ownHeadId: z.optional(CustomerId),
      /** Who is the head of those that stay, where the head leaves. */
      nextHeadId: z.optional(CustomerId),
    }),
    returns: Household,
    errors: changes,
    writes: true,
    expects: 'version',
    discloses: true,
  },
  joinHouseholds: {
    method: 'POST',
    path: '/customers/:id/household/join',
    needs: 'relationship:write',
    params: oneCustomer,
    body: z.strictObject({
      /** Anybody of the household that joins, whole. */
      otherId: CustomerId,
      on: LocalDate,
      reason: why,
    }),
    returns: Household,
    errors: changes,
    writes: true,
    expects: 'version',
    discloses: true,
  },
} as const satisfies Contract
