import { sql } from 'kysely'
import type { Store } from '../../kit/store/store.ts'

/** What is in a store: the engine, the schema, how many rows of what, how far the audit goes. */
export interface StoreFacts {
  readonly engineVersion: string
  readonly schema: readonly string[]
  readonly rowCounts: Readonly<Record<string, number>>
  readonly auditHeads: Readonly<Record<string, { readonly n: number; readonly seal: string }>>
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Count every table of a store, by any means of asking it. */
export async function countRows(ask: (sql: string) => Promise<Rows>): Promise<StoreFacts> {
  const [version] = await ask('show server_version')
  const tables = await ask(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`)
  const rowCounts: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await ask(`select count(*)::int as n from "${String(name)}"`)
    rowCounts[String(name)] = Number(row?.n)
  }
  const has = (table: string) => table in rowCounts
  const schema = has('schema_migration')
    ? await ask('select id from schema_migration order by id')
    : []
  const heads = has('audit_seal')
    ? await ask(`select distinct on (bank_id) bank_id, n, seal from audit_seal
        order by bank_id, n desc`)
    : []
  return {
    engineVersion: String(version?.server_version),
    schema: schema.map(({ id }) => String(id)),
    rowCounts,
    auditHeads: Object.fromEntries(
      heads.map(({ bank_id, n, seal }) => [String(bank_id), { n: Number(n), seal: String(seal) }]),
    ),
  }
}

/** The same of a store that is open. */
export const factsOf = (store: Store): Promise<StoreFacts> =>
  countRows(async (text) => (await sql.raw<Rows[number]>(text).execute(store.db)).rows)

/** The tables whose counts are not the same. */
export const differentCounts = (
  expected: StoreFacts['rowCounts'],
  found: StoreFacts['rowCounts'],
): readonly string[] =>
  [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((table) => expected[table] !== found[table])
    .sort()
