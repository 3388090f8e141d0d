import type { Store } from '@crm/server'
import { sql } from 'kysely'

/** The tables that hold the bank itself; the record of calls and the outbox tell of runs, not of it. */
const tables = [
  'bank',
  'branch',
  'branch_path',
  'staff',
  'customer',
  'account',
  'account_holder',
  'holding',
  'movement',
  'customer_facts',
  'delivery',
  'rejection',
  'reminder',
] as const

/** Moments differ from run to run, and say nothing of what was kept. */
const moments: Partial<Record<(typeof tables)[number], string>> = {
  bank: "- 'created_at'",
  customer: "- 'updated_at'",
  delivery: "- 'started_at' - 'finished_at'",
}

/** One text for all rows of each table, whatever their order: equal texts, equal tables. */
export async function storeChecksums(store: Store): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of tables) {
    const row = sql.raw(`(to_jsonb(t) ${moments[table] ?? ''})::text`)
    const { rows } = await sql<{ sum: string | null }>`
      select md5(string_agg(md5(${row}), '' order by md5(${row}))) || ' ' || count(*) as sum
      from ${sql.table(table)} t`.execute(store.db)
    sums[table] = rows[0]?.sum ?? 'empty'
  }
  return sums
}
