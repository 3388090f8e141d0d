import * as z from 'zod/mini'
import { CustomerId, CustomerView } from '../customers/index.ts'
import { type Contract, Currency, Fen, LocalDate, Masked } from '../kit/index.ts'

const amount = z.optional(z.union([Fen, Masked]))

/** What a household, or a group with joint liability, has and owes together; nothing counted twice. */
export const GroupPicture = z.strictObject({
  of: z.enum(['household', 'joint-liability']),
  asOf: LocalDate,
  /** Whose holdings are in it. */
  members: z.readonly(z.array(CustomerView)),
  /** One for each currency, in fen; as exact as the reader may see balances. */
  totals: z.readonly(
    z.array(
      z.strictObject({
        currency: Currency,
        depositsFen: amount,
        loansFen: amount,
        wealthFen: amount,
        insuredFen: amount,
        /** How much of the deposits belongs to somebody outside of the group as well. */
        sharedFen: amount,
      }),
    ),
  ),
  /** How many members are not in it: out of the reader's sight, or they do not want to be added up. */
  leftOut: z.int().check(z.minimum(0)),
})
export interface GroupPicture extends z.infer<typeof GroupPicture> {}

/** What customers have and owe together. */
export const groupContract = {
  getGroupTotals: {
    method: 'GET',
    path: '/holdings/groups',
    needs: 'relationship:read',
    query: z.strictObject({
      customerId: CustomerId,
      of: z._default(z.enum(['household', 'joint-liability']), 'household'),
    }),
    returns: GroupPicture,
    errors: ['customer.not_found'],
    discloses: true,
  },
} as const satisfies Contract
