import * as z from 'zod/mini'
import { CustomerId, CustomerView } from '../customers/index.ts'
import { AccountView, HoldingView, MovementView } from '../holdings/index.ts'
import { type Contract, Currency, Fen, Instant, LocalDate, Masked } from '../kit/index.ts'
import { ReminderView } from '../reminders/index.ts'

/** All that the bank knows of one customer, on one page; each list is its first part. */
export const CustomerOverview = z.strictObject({
  customer: CustomerView,
  asOf: LocalDate,
  currency: Currency,
  /** What they have and owe, in fen; as exact as the caller may see balances. */
  assetsFen: z.optional(z.union([Fen, Masked])),
  debtsFen: z.optional(z.union([Fen, Masked])),
  accounts: z.array(AccountView),
  holdings: z.array(HoldingView),
  movements: z.array(MovementView),
  reminders: z.array(ReminderView),
})
export type CustomerOverview = z.infer<typeof CustomerOverview>

/** One value in full, for a moment. */
export const Unmasked = z.strictObject({
  value: z.union([z.string(), z.number()]),
  /** When a screen must have covered it again. */
  until: Instant,
  /** How many more the person may show today. */
  left: z.int(),
})
export interface Unmasked extends z.infer<typeof Unmasked> {}

export const deskContract = {
  getOverview: {
    method: 'GET',
    path: '/desk/customers/:id',
    needs: 'customer:read',
    params: z.strictObject({ id: CustomerId }),
    returns: CustomerOverview,
    errors: ['customer.not_found'],
    discloses: true,
  },
  unmask: {
    method: 'POST',
    path: '/desk/unmask',
    needs: 'customer:unmask',
    body: z.strictObject({
      customerId: CustomerId,
      /** What holds the value: the customer, one of their accounts, one of their movements. */
      resource: z.enum(['customer', 'account', 'movement']),
      id: z.string().check(z.maxLength(60)),
      field: z.string().check(z.maxLength(40)),
      reason: z.string().check(z.minLength(2), z.maxLength(120)),
    }),
    returns: Unmasked,
    writes: true,
    expects: 'none',
    stepUp: true,
    discloses: true,
    errors: ['customer.not_found', 'access.nothing_to_unmask', 'access.budget_spent'],
  },
} as const satisfies Contract
