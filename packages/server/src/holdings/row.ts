import type { Account, Holding, Movement } from '@crm/core'
import type { Selectable } from 'kysely'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { openRow } from '../kit/keys/sealed-table.ts'
import { withoutNulls } from '../kit/row.ts'
import { sealedAccount, sealedMovement } from './sealed.ts'
import type { HoldingTables } from './tables.ts'

type Row<T extends keyof HoldingTables> = Selectable<HoldingTables[T]>

/** An account's row, with its owner's key. */
export type AccountRow = Omit<
  Row<'account'>,
  'row_hash' | 'bank_id' | 'balance_derived' | 'number_index' | 'number_tail'
> & { readonly role: string; readonly own_key: string | null }

/** A movement's row, with its owner's key. */
export type MovementRow = Omit<Row<'movement'>, 'row_hash' | 'seq' | 'gone_on'> & {
  readonly own_key: string | null
}

/** An account as its holder has it. */
export function toAccount(keys: BankKeys, stored: AccountRow): Account {
  const row = openRow(keys, sealedAccount, stored)
  return withoutNulls({
    id: row.account_id,
    customerId: row.customer_id,
    version: row.version,
    number: row.number,
    kind: row.kind,
    product: row.product,
    currency: row.currency,
    branchId: row.branch_id,
    openedOn: row.opened_on,
    closedOn: row.closed_on,
    role: row.role,
    balanceFen: row.balance_fen,
    balanceOn: row.balance_on,
    status: row.status,
  }) as Account
}

/** The holding behind a row. */
export const toHolding = (row: Omit<Row<'holding'>, 'row_hash'>): Holding =>
  withoutNulls({
    id: row.holding_id,
    customerId: row.customer_id,
    version: row.version,
    product: row.product,
    name: row.name,
    accountId: row.account_id,
    currency: row.currency,
    amountFen: row.amount_fen,
    rateBp: row.rate_bp,
    instalmentFen: row.instalment_fen,
    openedOn: row.opened_on,
    maturesOn: row.matures_on,
    autoRenews: row.auto_renews,
    status: row.status,
  }) as Holding

/** The movement behind a row. */
export function toMovement(keys: BankKeys, stored: MovementRow): Movement {
  const row = openRow(keys, sealedMovement, stored)
  return withoutNulls({
    id: row.movement_id,
    customerId: row.customer_id,
    accountId: row.account_id,
    bookedOn: row.booked_on,
    amountFen: row.amount_fen,
    currency: row.currency,
    balanceFen: row.balance_fen,
    kind: row.kind,
    channel: row.channel,
    counterpartyName: row.counterparty_name,
    counterpartyAccount: row.counterparty_account,
    counterpartyBank: row.counterparty_bank,
    memo: row.memo,
  }) as Movement
}
