import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { AccountId, AccountView } from './account.ts'
import { HoldingView } from './holding.ts'
import { MovementView } from './movement.ts'

const ofCustomer = z.strictObject({ ...pageQuery, customerId: CustomerId })

export const holdingContract = {
  listAccounts: {
    method: 'GET',
    path: '/holdings/accounts',
    needs: 'holding:read',
    query: ofCustomer,
    returns: page(AccountView),
    errors: ['customer.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
  listHoldings: {
    method: 'GET',
    path: '/holdings',
    needs: 'holding:read',
    query: ofCustomer,
    returns: page(HoldingView),
    errors: ['customer.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
  listMovements: {
    method: 'GET',
    path: '/holdings/movements',
    needs: 'holding:read',
    query: z.strictObject({
      ...pageQuery,
      customerId: CustomerId,
      accountId: z.optional(AccountId),
      from: z.optional(LocalDate),
      to: z.optional(LocalDate),
    }),
    returns: page(MovementView),
    errors: ['customer.not_found', 'account.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
} as const satisfies Contract
