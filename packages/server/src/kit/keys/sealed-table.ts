import type { BankKeys, CustomerKey } from './bank-keys.ts'
import type { IndexedField } from './blind-index.ts'

/** How a column is sealed, and where it is looked up. */
export interface SealedColumn {
  /** What kind of number it is; absent where nothing is looked up by it. */
  readonly field?: IndexedField
  /** The column that its exact value is found in. */
  readonly index?: string
  /** The column that its last four are found in. */
  readonly tail?: string
}

/** A table of customers' data with the columns that are sealed under each customer's own key. */
export interface SealedTable {
  readonly table:
    | 'customer'
    | 'customer_source'
    | 'customer_version'
    | 'relationship'
    | 'household_member'
    | 'account'
    | 'movement'
    | 'interaction'
    | 'interaction_addendum'
  /** The column that names the row beside `customer_id`. */
  readonly id: string
  readonly columns: Readonly<Record<string, SealedColumn>>
}

type Row = Readonly<Record<string, unknown>>

/** A row as it is stored: sealed, with its index columns. Without keys it stays as it is. */
export function sealRow(
  keys: BankKeys,
  own: CustomerKey | undefined,
  { table, id, columns }: SealedTable,
  row: Row,
): Record<string, unknown> {
  const sealed: Record<string, unknown> = { ...row }
  const rowId = String(row[id])
  for (const [column, { field, index, tail }] of Object.entries(columns)) {
    const value = row[column]
    const text = typeof value === 'string' ? value : undefined
    if (text !== undefined && own)
      sealed[column] = keys.sealOwn(own, { table, column, rowId }, text)
    if (field && index) sealed[index] = text === undefined ? undefined : keys.index(field, text)
    if (field && tail) sealed[tail] = text === undefined ? undefined : keys.tail(field, text)
  }
  return sealed
}

/** A row as it is opened. */
export type OpenRow = Record<string, unknown> & {
  readonly customer_id: string
  readonly own_key?: string | null
}

/** A stored row with its sealed columns opened. `own_key` is the customer's key beside the row. */
export function openRow<
  R extends { readonly customer_id: string; readonly own_key?: string | null },
>(keys: BankKeys, { table, id, columns }: SealedTable, row: R): R {
  if (!keys.seals) return row
  const own = row.own_key ? keys.customerKey(row.customer_id, row.own_key) : undefined
  const open: Record<string, unknown> = { ...row }
  const rowId = String(open[id])
  for (const column of Object.keys(columns)) {
    const stored = open[column]
    if (typeof stored !== 'string') continue
    open[column] = keys.openOwn(own, { table, column, rowId }, stored) ?? null
  }
  return open as R
}
