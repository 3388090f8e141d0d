import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { type Contract, LocalDate, page } from '../kit/index.ts'
import { CustomerId } from './customer.ts'
import { Candidate, HandoverReason, Ownership, Shares } from './ownership.ts'

const params = z.strictObject({ id: CustomerId })

/** What came of a change of owners: done, or waiting for others to agree. */
export const OwnershipOutcome = z.strictObject({
  customerId: CustomerId,
  outcome: z.enum(['done', 'waiting']),
  /** Of the customer's record, as it is now. */
  version: z.int(),
  approvalId: z.optional(z.string()),
})
export interface OwnershipOutcome extends z.infer<typeof OwnershipOutcome> {}

export const ownershipContract = {
  listOwners: {
    method: 'GET',
    path: '/customers/:id/owners',
    needs: 'ownership:read',
    params,
    query: z.strictObject({ asOf: z.optional(LocalDate) }),
    returns: Ownership,
    errors: ['customer.not_found'],
  },
  listCandidates: {
    method: 'GET',
    path: '/customers/:id/owners/candidates',
    needs: 'ownership:write',
    params,
    returns: page(Candidate),
    errors: ['customer.not_found'],
  },
  claim: {
    method: 'POST',
    path: '/customers/:id/claim',
    needs: 'ownership:write',
    params,
    returns: OwnershipOutcome,
    writes: true,
    expects: 'version',
    errors: ['customer.not_found', 'customer.already_owned'],
  },
  handOver: {
    method: 'POST',
    path: '/customers/:id/hand-over',
    needs: 'ownership:write',
    params,
    body: z.strictObject({
      toId: StaffId,
      /** Whose share goes; the main manager's when left out. */
      fromId: z.optional(StaffId),
      reason: HandoverReason,
    }),
    returns: OwnershipOutcome,
    writes: true,
    expects: 'version',
    errors: ['customer.not_found', 'customer.owner_unfit', 'customer.not_an_owner'],
  },
  shareOut: {
    method: 'POST',
    path: '/customers/:id/owners',
    needs: 'ownership:write',
    params,
    body: z.strictObject({ shares: Shares, reason: HandoverReason }),
    returns: OwnershipOutcome,
    writes: true,
    expects: 'version',
    errors: ['customer.not_found', 'customer.owner_unfit', 'access.shares_unsound'],
  },
  handOverBook: {
    method: 'POST',
    path: '/customers/hand-over-book',
    needs: 'ownership:write',
    body: z.strictObject({ fromId: StaffId, toId: StaffId, reason: HandoverReason }),
    /** How many changed hands, and of how many others have to agree first. */
    returns: z.strictObject({ moved: z.int(), waiting: z.int() }),
    writes: true,
    expects: 'none',
    heavy: true,
    errors: ['customer.owner_unfit', 'customer.book_too_large'],
  },
} as const satisfies Contract
