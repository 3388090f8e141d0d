import type { SealedTable } from '../kit/keys/sealed-table.ts'

/** Account numbers lie sealed. */
export const sealedAccount: SealedTable = {
  table: 'account',
  id: 'account_id',
  columns: { number: { field: 'accountNumber', index: 'number_index', tail: 'number_tail' } },
}

/** The other side's account and what was written on it: other people's numbers are in there. */
export const sealedMovement: SealedTable = {
  table: 'movement',
  id: 'movement_id',
  columns: { counterparty_account: {}, memo: {} },
}
