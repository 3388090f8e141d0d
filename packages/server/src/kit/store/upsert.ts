import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'

/** A table to put rows into by their key, and how its columns are typed in SQL. */
export interface UpsertTarget {
  readonly table: keyof Database
  /** SQL types by column, `bank_id` included. */
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  /** True where a changed row counts its versions. */
  readonly versioned?: boolean
}

/**
 * Put rows in by key: new ones are inserted, changed ones updated, equal ones left alone (told by a
 * digest kept beside the row). The whole batch is one statement with one parameter.
 *
 * @returns how many were new or changed
 */
export async function upsertRows(
  db: Kysely<Database>,
  { table, columns, key, versioned = false }: UpsertTarget,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<number> {
  if (rows.length === 0) return 0
  const names = Object.keys(columns)
  const list = sql.join(names.map((name) => sql.ref(name)))
  const types = sql.raw(names.map((name) => `"${name}" ${columns[name]}`).join(', '))
  const others = names.filter((name) => !key.includes(name))
  const changes = sql.join([
    ...others.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`),
    sql`row_hash = excluded.row_hash`,
    ...(versioned ? [sql`version = held.version + 1`] : []),
  ])
  const result = await sql`
    insert into ${sql.table(table)} as held (${list}, row_hash)
    select ${list}, md5(r::text)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${types})
    on conflict (${sql.join(key.map((name) => sql.ref(name)))}) do update set ${changes}
    where held.row_hash is distinct from excluded.row_hash`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}
