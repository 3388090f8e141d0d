import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { Currency, c1, c2, Fen, id, key, LocalDate, view } from '../kit/index.ts'
import { AccountId } from './account.ts'

export const MovementId = id('mov', 'MovementId')
export type MovementId = z.infer<typeof MovementId>

/** What a movement was, as far as the source says. */
export const MovementKind = z.enum([
  'cash',
  'transfer',
  'card',
  'interest',
  'fee',
  'salary',
  'pension',
  'subsidy',
  'purchase',
  'household',
  'insurance',
  'loan',
  'tax',
  'reversal',
  'other',
])
export type MovementKind = z.infer<typeof MovementKind>

/** Where it was made. */
export const Channel = z.enum(['counter', 'atm', 'mobile', 'pos', 'agent', 'interbank', 'system'])
export type Channel = z.infer<typeof Channel>

/** Money in or out of an account on the bank's accounting day. */
export const Movement = z.strictObject({
  id: MovementId,
  customerId: CustomerId,
  accountId: AccountId,
  bookedOn: LocalDate,
  /** In fen; what comes in is positive, what goes out negative. */
  amountFen: Fen,
  currency: Currency,
  /** The account's balance after it, in fen, where the source prints it. */
  balanceFen: z.optional(Fen),
  kind: MovementKind,
  channel: z.optional(Channel),
  counterpartyName: z.optional(z.string().check(z.maxLength(80))),
  counterpartyAccount: z.optional(z.string().check(z.maxLength(40))),
  counterpartyBank: z.optional(z.string().check(z.maxLength(80))),
  memo: z.optional(z.string().check(z.maxLength(200))),
})
export interface Movement extends z.infer<typeof Movement> {}

/** A movement as a caller sees it. */
export const MovementView = view('movement', Movement, {
  id: key,
  customerId: key,
  accountId: key,
  bookedOn: c1,
  amountFen: c2('amount'),
  currency: c1,
  balanceFen: c2('amount'),
  kind: c1,
  channel: c1,
  counterpartyName: c2('name'),
  counterpartyAccount: c2('account'),
  counterpartyBank: c1,
  memo: c2('text'),
})
export type MovementView = z.infer<typeof MovementView>
