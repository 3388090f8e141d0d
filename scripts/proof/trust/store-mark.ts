import { createHash } from 'node:crypto'
import type { Store } from '@crm/server'
import { sql } from 'kysely'

/** Every table with its columns. */
export async function columnsOf(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' order by table_name, ordinal_position`.execute(store.db)
  const found = new Map<string, string[]>()
  for (const { table, column } of rows) {
    const columns = found.get(table) ?? []
    columns.push(column)
    found.set(table, columns)
  }
  return found
}

/** A mark of what stands in each table, but for those left out: two that are equal stand for equal rows. */
export async function markStore(
  store: Store,
  leaveOut: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const marks = new Map<string, string>()
  for (const table of (await columnsOf(store)).keys()) {
    if (leaveOut.includes(table)) continue
    const { rows } = await sql<{
      row: string
    }>`select t::text as row from ${sql.table(table)} as t order by 1`.execute(store.db)
    const hash = createHash('sha256')
    for (const { row } of rows) hash.update(`${row}\n`)
    marks.set(table, hash.digest('hex'))
  }
  return marks
}

/** The tables that two marks differ in. */
export const changedBetween = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] =>
  [...after].filter(([table, mark]) => before.get(table) !== mark).map(([table]) => table)
