import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database.ts'
import type { BankKeys } from '../keys/bank-keys.ts'
import { customerKeys } from '../keys/customer-keys.ts'
import { type SealedTable, sealRow } from '../keys/sealed-table.ts'

/** A table to put rows into by their key, and how its columns are typed in SQL. */
export interface UpsertTarget {
  readonly table: keyof Database
  /** SQL types by column, `bank_id` included. */
  readonly columns: Readonly<Record<string, string>>
  readonly key: readonly string[]
  /** True where a changed row counts its versions. */
  readonly versioned?: boolean
  /** Which of its columns are sealed. */
  readonly sealed?: SealedTable
  /** Set with each row that is written, and no part of what tells a changed row. */
  readonly stamps?: Readonly<Record<string, RawBuilder<unknown>>>
}

/**
 * Put rows in by key: new ones are inserted, changed ones updated, equal ones left alone (told by a
 * digest kept beside the row; a keyed one of the plain values where columns are sealed, since an open
 * digest of a phone number is as good as the number). The batch is one statement with one parameter.
 *
 * @returns how many were new or changed
 */
export async function upsertRows(
  db: Kysely<Database>,
  { table, columns, key, versioned = false, sealed, stamps = {} }: UpsertTarget,
  plain: readonly Readonly<Record<string, unknown>>[],
  keys?: BankKeys,
): Promise<number> {
  if (plain.length === 0) return 0
  if (sealed && !keys) throw new Error(`${table} has sealed columns and was given no keys`)
  const marked = sealed !== undefined && keys?.seals === true
  const rows = sealed && keys ? await sealRows(db, keys, sealed, plain) : plain
  const names = [...Object.keys(columns), ...(sealed ? indexColumns(sealed) : [])]
  const typeOf = (name: string) => columns[name] ?? 'text'
  const list = sql.join(names.map((name) => sql.ref(name)))
  const types = sql.raw(
    [...names, ...(marked ? ['row_hash'] : [])]
      .map((name) => `"${name}" ${typeOf(name)}`)
      .join(', '),
  )
  const others = names.filter((name) => !key.includes(name))
  const stamped = Object.keys(stamps)
  const changes = sql.join([
    ...[...others, ...stamped].map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`),
    sql`row_hash = excluded.row_hash`,
    ...(versioned ? [sql`version = held.version + 1`] : []),
  ])
  const into = sql.join([list, sql.ref('row_hash'), ...stamped.map((name) => sql.ref(name))])
  const mark = marked ? sql`r.row_hash` : sql`md5(r::text)`
  const result = await sql`
    insert into ${sql.table(table)} as held (${into})
    select ${sql.join([list, mark, ...Object.values(stamps)])}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${types})
    on conflict (${sql.join(key.map((name) => sql.ref(name)))}) do update set ${changes}
    where held.row_hash is distinct from excluded.row_hash`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

const indexColumns = ({ columns }: SealedTable): string[] =>
  Object.values(columns).flatMap(({ index, tail }) =>
    [index, tail].filter((name) => name !== undefined),
  )

async function sealRows(
  db: Kysely<Database>,
  keys: BankKeys,
  sealed: SealedTable,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Record<string, unknown>[]> {
  const owners = await customerKeys(
    db,
    keys,
    rows.map((row) => String(row.customer_id)),
  )
  return rows.map((row) => ({
    ...sealRow(keys, owners.get(String(row.customer_id)), sealed, row),
    ...(keys.seals && { row_hash: keys.rowMark(JSON.stringify(row)) }),
  }))
}
