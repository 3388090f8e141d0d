import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { type Contract, Currency, Fen, LocalDate, Masked } from '../kit/index.ts'
import { AccountAverageView, MonthlyFlowView } from './daily-average.ts'

const total = z.optional(z.union([Fen, Masked]))

/** A customer's daily averages: of each account, and of all deposits. */
export const Averages = z.strictObject({
  asOf: LocalDate,
  /** The bank's own; the totals are of accounts in it alone. */
  currency: Currency,
  /** Deposits, loans apart, in fen. */
  monthFen: total,
  yearFen: total,
  /** Of the accounts that the customer owns: one they may use counts for its owner. */
  items: z.array(AccountAverageView),
})
export type Averages = z.infer<typeof Averages>

/** What came in and went out, month by month, the latest first. */
export const Flows = z.strictObject({ asOf: LocalDate, items: z.array(MonthlyFlowView) })
export type Flows = z.infer<typeof Flows>

/** Daily averages and flows: what a balance of one day does not tell. */
export const flowContract = {
  getAverages: {
    method: 'GET',
    path: '/holdings/averages',
    needs: 'holding:read',
    query: z.strictObject({ customerId: CustomerId }),
    returns: Averages,
    errors: ['customer.not_found'],
    discloses: true,
  },
  getFlows: {
    method: 'GET',
    path: '/holdings/flows',
    needs: 'holding:read',
    query: z.strictObject({
      customerId: CustomerId,
      /** How many months, this one the last; a year where nothing is said. */
      months: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(60)), 12),
    }),
    returns: Flows,
    errors: ['customer.not_found'],
    discloses: true,
  },
} as const satisfies Contract
