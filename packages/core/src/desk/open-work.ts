import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import type { Contract } from '../kit/index.ts'

/** What waits to be done about a customer, as far as the reader may know of it: counts. */
export const OpenWork = z.strictObject({
  /** Loans that are overdue. */
  overdueLoans: z.int(),
  /** Reminders whose day is today or was. */
  pressingReminders: z.int(),
  /** Promised next steps whose day is over and that nobody has taken up. */
  overdueSteps: z.int(),
  /** Requests about the customer that wait for agreement. */
  approvals: z.int(),
})
export interface OpenWork extends z.infer<typeof OpenWork> {}

/** What one has to know before speaking with a customer. */
export const openWorkContract = {
  getOpenWork: {
    method: 'GET',
    path: '/desk/customers/:id/open',
    needs: 'customer:read',
    params: z.strictObject({ id: CustomerId }),
    returns: OpenWork,
    errors: ['customer.not_found'],
  },
} as const satisfies Contract
