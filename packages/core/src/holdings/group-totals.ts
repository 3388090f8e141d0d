import type { Fen } from '../kit/index.ts'
import type { Account } from './account.ts'
import type { Holding } from './holding.ts'

/** An account with everybody who owns it. */
export type OwnedAccount = Pick<Account, 'id' | 'kind' | 'currency' | 'status' | 'balanceFen'> & {
  readonly ownerIds: readonly string[]
}

/** What is held, and by whom; a product that two hold together comes once for each, under one id. */
export type GroupHolding = Pick<
  Holding,
  'id' | 'customerId' | 'product' | 'accountId' | 'currency' | 'amountFen' | 'status'
>

/** What a group has and owes in one currency, in fen; loans stand apart and reduce nothing. */
export interface CurrencyTotals {
  readonly currency: string
  readonly depositsFen: Fen
  readonly loansFen: Fen
  readonly wealthFen: Fen
  /** What their policies cover. */
  readonly insuredFen: Fen
  /** How much of the deposits belongs to somebody outside of the group as well. */
  readonly sharedFen: Fen
}

type Part = Exclude<keyof CurrencyTotals, 'currency'>

const partOfProduct: Readonly<Partial<Record<Holding['product'], Part>>> = {
  'term-deposit': 'depositsFen',
  loan: 'loansFen',
  wealth: 'wealthFen',
  insurance: 'insuredFen',
}

/**
 * Add up what customers have and owe together. An account that several of them own counts once, and so
 * does a product under several names; a deposit or loan with an account of its own counts by the
 * account's balance. Who may only sign on an account owns nothing of it.
 */
export function groupTotals(
  members: ReadonlySet<string>,
  accounts: readonly OwnedAccount[],
  holdings: readonly GroupHolding[],
): readonly CurrencyTotals[] {
  const totals = new Map<string, Map<Part, number>>()
  const add = (currency: string, part: Part, fen: number) => {
    const sums = totals.get(currency) ?? new Map<Part, number>()
    totals.set(currency, sums.set(part, (sums.get(part) ?? 0) + fen))
  }
  const counted = new Set<string>()
  for (const { id, kind, currency, status, balanceFen, ownerIds } of accounts) {
    if (status === 'closed' || balanceFen === undefined || counted.has(id)) continue
    if (!ownerIds.some((owner) => members.has(owner))) continue
    counted.add(id)
    add(
      currency,
      kind === 'loan' ? 'loansFen' : 'depositsFen',
      kind === 'loan' ? Math.abs(balanceFen) : balanceFen,
    )
    if (kind !== 'loan' && ownerIds.some((owner) => !members.has(owner)))
      add(currency, 'sharedFen', balanceFen)
  }
  for (const { id, customerId, product, accountId, currency, amountFen, status } of holdings) {
    const part = partOfProduct[product]
    if (part === undefined || status === 'closed' || amountFen === undefined) continue
    if (!members.has(customerId) || counted.has(id)) continue
    const byAccount = product === 'loan' || product === 'term-deposit'
    if (byAccount && accountId !== undefined && counted.has(accountId)) continue
    counted.add(id)
    add(currency, part, amountFen)
  }
  const sum = (sums: ReadonlyMap<Part, number>, part: Part) => (sums.get(part) ?? 0) as Fen
  return [...totals]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sums]) => ({
      currency,
      depositsFen: sum(sums, 'depositsFen'),
      loansFen: sum(sums, 'loansFen'),
      wealthFen: sum(sums, 'wealthFen'),
      insuredFen: sum(sums, 'insuredFen'),
      sharedFen: sum(sums, 'sharedFen'),
    }))
}
