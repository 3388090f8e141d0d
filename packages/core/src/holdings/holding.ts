import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { Currency, c1, c2, Fen, id, key, LocalDate, view } from '../kit/index.ts'
import { AccountId } from './account.ts'

export const HoldingId = id('hld', 'HoldingId')
export type HoldingId = z.infer<typeof HoldingId>

/** The kinds of product that a customer can hold. */
export const Product = z.enum([
  'term-deposit',
  'loan',
  'wealth',
  'card',
  'standing-order',
  'insurance',
])
export type Product = z.infer<typeof Product>

/** One product in one customer's hands. */
export const Holding = z.strictObject({
  id: HoldingId,
  customerId: CustomerId,
  version: z.int(),
  product: Product,
  /** What the bank calls it: 「整存整取三年」, "gold card". */
  name: z.string().check(z.maxLength(80)),
  accountId: z.optional(AccountId),
  currency: Currency,
  /** Principal, limit or order amount, in fen. */
  amountFen: z.optional(Fen),
  /** Yearly rate in basis points. */
  rateBp: z.optional(z.int()),
  /** One instalment, in fen. */
  instalmentFen: z.optional(Fen),
  openedOn: z.optional(LocalDate),
  maturesOn: z.optional(LocalDate),
  /** Renewed at maturity without asking; else the money falls to the demand rate. */
  autoRenews: z.optional(z.boolean()),
  status: z.enum(['active', 'overdue', 'closed']),
})
export interface Holding extends z.infer<typeof Holding> {}

/** A holding as a caller sees it. */
export const HoldingView = view('holding', Holding, {
  id: key,
  customerId: key,
  version: key,
  product: c1,
  name: c1,
  accountId: key,
  currency: c1,
  amountFen: c2('amount'),
  rateBp: c1,
  instalmentFen: c2('amount'),
  openedOn: c1,
  maturesOn: c1,
  autoRenews: c1,
  status: c1,
})
export type HoldingView = z.infer<typeof HoldingView>
