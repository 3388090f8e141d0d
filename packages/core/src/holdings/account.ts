import * as z from 'zod/mini'
import { BranchId } from '../access/index.ts'
import { CustomerId } from '../customers/index.ts'
import { Currency, c1, c2, Fen, id, key, LocalDate, view } from '../kit/index.ts'

export const AccountId = id('acc', 'AccountId')
export type AccountId = z.infer<typeof AccountId>

/** What a customer is to an account. */
export const AccountRole = z.enum(['owner', 'authorised'])
export type AccountRole = z.infer<typeof AccountRole>

/** A ledger account. The balance is the bank's own, as of the day its last file told us. */
export const Account = z.strictObject({
  id: AccountId,
  /** The owner; others may be authorised on it. */
  customerId: CustomerId,
  version: z.int(),
  number: z.string().check(z.minLength(1), z.maxLength(40)),
  kind: z.enum(['current', 'savings', 'term', 'loan']),
  product: z.string().check(z.maxLength(80)),
  currency: Currency,
  branchId: BranchId,
  openedOn: LocalDate,
  closedOn: z.optional(LocalDate),
  /** What the asked customer is to it. */
  role: AccountRole,
  /** In fen; a loan account is negative. Absent until a file tells it. */
  balanceFen: z.optional(Fen),
  balanceOn: z.optional(LocalDate),
  status: z.enum(['open', 'closed', 'frozen', 'dormant']),
})
export interface Account extends z.infer<typeof Account> {}

/** An account as a caller sees it. */
export const AccountView = view('account', Account, {
  id: key,
  customerId: key,
  version: key,
  number: c2('account'),
  kind: c1,
  product: c1,
  currency: c1,
  branchId: c1,
  openedOn: c1,
  closedOn: c1,
  role: c1,
  balanceFen: c2('amount'),
  balanceOn: c1,
  status: c1,
})
export type AccountView = z.infer<typeof AccountView>
