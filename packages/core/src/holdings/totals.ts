import type { Fen } from '../kit/index.ts'
import type { Account } from './account.ts'

/** What somebody has and owes, in fen. Loans stand apart and never reduce the assets. */
export interface Totals {
  readonly assetsFen: Fen
  readonly debtsFen: Fen
}

/**
 * Sum the accounts a customer owns. Accounts they are only authorised on belong to somebody else,
 * and are not counted twice.
 */
export function totalBalances(
  accounts: readonly Pick<Account, 'kind' | 'role' | 'balanceFen'>[],
): Totals {
  let assets = 0
  let debts = 0
  for (const { kind, role, balanceFen } of accounts) {
    if (role !== 'owner' || balanceFen === undefined) continue
    if (kind === 'loan') debts += Math.abs(balanceFen)
    else assets += balanceFen
  }
  return { assetsFen: assets as Fen, debtsFen: debts as Fen }
}
