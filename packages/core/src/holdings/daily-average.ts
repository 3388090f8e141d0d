import * as z from 'zod/mini'
import { CustomerId } from '../customers/index.ts'
import { Currency, c1, c2, daysBetween, Fen, key, type LocalDate, view } from '../kit/index.ts'
import { AccountId } from './account.ts'

/** A stretch of days, both included. */
export interface Days {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** The month and the year of a day, as far as they have gone. */
export const periodsOf = (asOf: LocalDate): { readonly month: Days; readonly year: Days } => ({
  month: { from: `${asOf.slice(0, 7)}-01` as LocalDate, to: asOf },
  year: { from: `${asOf.slice(0, 4)}-01-01` as LocalDate, to: asOf },
})

/** What an average is made of: a balance that the bank told, and what moved before and after that day. */
export interface BalanceFacts {
  readonly balanceFen: Fen
  /** The day at whose end the balance stood. */
  readonly balanceOn: LocalDate
  readonly movements: readonly { readonly bookedOn: LocalDate; readonly amountFen: Fen }[]
}

/**
 * The daily average of a balance in fen (日均): what stood at the end of each day, Sundays too, added up
 * and divided by the days; a half rounds away from zero. A deposit of the last day of the month counts
 * one day of it, which is why banks measure by it. An account opened within the stretch is divided by
 * all days as well: before its opening it held nothing.
 *
 * Nothing is added up day by day: a movement shifts the balance of every day from its own on, or takes
 * back from every day before it, so each is weighed once by how many days it shifts.
 */
export function dailyAverage({ balanceFen, balanceOn, movements }: BalanceFacts, days: Days): Fen {
  const count = daysBetween(days.from, days.to) + 1
  let shifted = 0n
  for (const { bookedOn, amountFen } of movements) {
    const before = Math.min(count, Math.max(0, daysBetween(days.from, bookedOn)))
    // Told after the movement: the days before it had not seen it. Told before it: those since had.
    const weight = bookedOn <= balanceOn ? -before : count - before
    shifted += BigInt(amountFen) * BigInt(weight)
  }
  const sum = BigInt(balanceFen) * BigInt(count) + shifted
  const size = sum < 0n ? -sum : sum
  const rounded = Number((2n * size + BigInt(count)) / (2n * BigInt(count)))
  return (sum < 0n && rounded > 0 ? -rounded : rounded) as Fen
}

/** An account's daily averages, of the month and the year so far. */
export const AccountAverage = z.strictObject({
  accountId: AccountId,
  customerId: CustomerId,
  currency: Currency,
  /** In fen; a loan account is negative. */
  monthFen: Fen,
  yearFen: Fen,
  /** `opened`: it was opened within the year; `gap`: the movements do not lead to the balance. */
  doubt: z.optional(z.enum(['opened', 'gap'])),
})
export interface AccountAverage extends z.infer<typeof AccountAverage> {}

/** Averages as a caller sees them: as sensitive as the balance. */
export const AccountAverageView = view('account', AccountAverage, {
  accountId: key,
  customerId: key,
  currency: c1,
  monthFen: c2('amount'),
  yearFen: c2('amount'),
  doubt: c1,
})
export type AccountAverageView = z.infer<typeof AccountAverageView>

/** What came in and went out in a month. */
export const MonthlyFlow = z.strictObject({
  customerId: CustomerId,
  currency: Currency,
  /** `2026-03`. */
  month: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
  /** In fen, both positive; a reversal takes back from the side it was on, so a month may fall below zero. */
  inFen: Fen,
  outFen: Fen,
  movements: z.int(),
})
export interface MonthlyFlow extends z.infer<typeof MonthlyFlow> {}

/** A month's flow as a caller sees it: as sensitive as the movements in it. */
export const MonthlyFlowView = view('movement', MonthlyFlow, {
  customerId: key,
  currency: c1,
  month: key,
  inFen: c2('amount'),
  outFen: c2('amount'),
  movements: c1,
})
export type MonthlyFlowView = z.infer<typeof MonthlyFlowView>

/** The first day of so many months, the last of which is the month of a day. */
export function firstOfMonths(asOf: LocalDate, months: number): LocalDate {
  const [year, month] = asOf.split('-').map(Number) as [number, number]
  const first = new Date(Date.UTC(year, month - months, 1)).toISOString().slice(0, 10)
  return first as LocalDate
}
