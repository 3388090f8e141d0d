// Sealed values and keys are moved to where they do not belong; none of them may be taken there.
import { bank } from '@crm/core/fixtures'
import { type Store, sealedTables } from '@crm/server'
import { sql } from 'kysely'
import { openRow } from '../../../packages/server/src/kit/keys/sealed-table.ts'

/** What came of moving values about. */
export interface SwapOutcome {
  readonly swaps: number
  /** Opened in the wrong place. */
  readonly accepted: number
  /** The same rows before anything was moved: all of them open. */
  readonly opened: number
}

type Row = Record<string, unknown> & { customer_id: string; own_key: string | null }

interface Cell {
  readonly table: number
  readonly row: Row
  readonly column: string
}

/** Every sealed value of some rows, with its owner's key beside it. */
async function cellsOf(store: Store): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const [table, spec] of sealedTables.entries()) {
    const { rows } =
      await sql<Row>`select t.*, own.wrapped as own_key from ${sql.table(spec.table)} as t
      join customer_key as own on own.bank_id = t.bank_id and own.customer_id = t.customer_id
      order by t.customer_id limit 300`.execute(store.db)
    for (const row of rows)
      for (const column of Object.keys(spec.columns))
        if (typeof row[column] === 'string') cells.push({ table, row, column })
  }
  return cells
}

/** Move values to another row, another column or another table, and keys to another customer. */
export async function swapValues(
  store: Store,
  { swaps, random }: { readonly swaps: number; readonly random: () => number },
): Promise<SwapOutcome> {
  const keys = await store.vault.ready(store.db, bank.id)
  const cells = await cellsOf(store)
  const pick = () => cells[Math.floor(random() * cells.length)]!
  const opens = ({ table, row }: Pick<Cell, 'table' | 'row'>): boolean => {
    try {
      openRow(keys, sealedTables[table]!, row)
      return true
    } catch {
      return false
    }
  }
  let accepted = 0
  let opened = 0
  for (let turn = 0; turn < swaps; turn++) {
    const to = pick()
    let from = pick()
    while (from.row[from.column] === to.row[to.column]) from = pick()
    if (opens(to)) opened += 1
    const value = { [to.column]: from.row[from.column] }
    const other = from.row.customer_id !== to.row.customer_id
    // The value alone; with the key it was sealed under; or the key alone.
    const kind = turn % 3
    const moved =
      kind === 0 || !other
        ? { ...to.row, ...value }
        : kind === 1
          ? { ...to.row, ...value, own_key: from.row.own_key }
          : { ...to.row, own_key: from.row.own_key }
    if (opens({ table: to.table, row: moved })) accepted += 1
  }
  return { swaps, accepted, opened }
}
