import * as z from 'zod/mini'
import { type Contract, page, pageQuery } from '../../kit/index.ts'
import { CustomerId } from '../customer.ts'
import { CustomerMerge, MergeEvidence, MergeId, MergeReason } from './merge.ts'

const params = z.strictObject({ id: CustomerId })

/** Two customers who turn out to be one, and one who turns out to be two. */
export const mergeContract = {
  merge: {
    method: 'POST',
    path: '/customers/:id/merges',
    needs: 'customer:merge',
    params,
    body: z.strictObject({
      /** Who does not stand by themselves any more. */
      mergedId: CustomerId,
      reason: MergeReason,
      evidence: z.optional(MergeEvidence),
    }),
    returns: CustomerMerge,
    errors: [
      'customer.not_found',
      'merge.same',
      'merge.kinds_differ',
      'merge.survivor_closed',
      'merge.evidence_needed',
      'merge.approval_open',
    ],
    writes: true,
    expects: 'version',
  },
  unmerge: {
    method: 'POST',
    path: '/customers/merges/:merge/undo',
    needs: 'customer:merge',
    params: z.strictObject({ merge: MergeId }),
    body: z.strictObject({ reason: MergeReason }),
    returns: CustomerMerge,
    errors: ['merge.not_found', 'merge.undone'],
    writes: true,
    expects: 'none',
  },
  listMerges: {
    method: 'GET',
    path: '/customers/:id/merges',
    needs: 'customer:read',
    params,
    query: z.strictObject(pageQuery),
    returns: page(CustomerMerge),
    errors: ['customer.not_found', 'page.cursor_invalid'],
  },
} as const satisfies Contract
