import * as z from 'zod/mini'
import { CustomerId, CustomerView, customerContract } from '../customers/index.ts'
import { AccountView, HoldingView, holdingContract, MovementView } from '../holdings/index.ts'
import { type Contract, Currency, Fen, LocalDate, Masked } from '../kit/index.ts'
import { ReminderView, reminderContract } from '../reminders/index.ts'

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

export const deskContract = {
  getOverview: {
    method: 'GET',
    path: '/desk/customers/:id',
    needs: 'customer:read',
    summary: { zh: '客户360°视图', en: 'The 360° view of a customer' },
    params: z.strictObject({ id: CustomerId }),
    returns: CustomerOverview,
    errors: ['customer.not_found'],
    discloses: true,
    example: {
      params: { id: 'cus_li' },
      returns: {
        customer: customerContract.get.example.returns,
        asOf: '2026-03-05',
        currency: 'CNY',
        assetsFen: 9_286_540,
        debtsFen: 0,
        accounts: holdingContract.listAccounts.example.returns.items,
        holdings: holdingContract.listHoldings.example.returns.items,
        movements: holdingContract.listMovements.example.returns.items,
        reminders: [reminderContract.get.example.returns],
      },
    },
  },
} as const satisfies Contract
