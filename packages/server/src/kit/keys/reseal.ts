import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import type { Store } from '../store/store.ts'
import type { BankKeys } from './bank-keys.ts'
import { customerKeys } from './customer-keys.ts'
import { readSealed } from './sealed.ts'
import { openRow, type SealedTable, sealRow } from './sealed-table.ts'

/** How a walk over sealed rows is done. */
export interface ResealOptions {
  readonly bankId: string
  /** Rows a transaction; 1,000 unless told otherwise. */
  readonly batch?: number
  /** Go on after this key, as a walk before told it. */
  readonly after?: string
  /** Told after each batch, inside of its transaction's end. */
  readonly onBatch?: (progress: { readonly after: string; readonly rows: number }) => Promise<void>
  readonly signal?: AbortSignal
}

type Row = Record<string, unknown> & {
  customer_id: string
  own_key: string | null
  /** Which saving of the row this is: another one, and it is no longer what was read. */
  saved: string
}

/** What of a row is not as the bank's keys would write it now. */
type Stale = 'everything' | 'indexes'

const indexesOf = ({ columns }: SealedTable): string[] =>
  Object.values(columns).flatMap(({ index, tail }) =>
    [index, tail].filter((name) => name !== undefined),
  )

const columnsOf = (spec: SealedTable): string[] => [
  ...Object.keys(spec.columns),
  ...indexesOf(spec),
]

function staleOf(keys: BankKeys, { columns }: SealedTable, row: Row): Stale | undefined {
  const sealed = Object.entries(columns)
  if (!keys.seals)
    return sealed.some(
      ([column, { index }]) => index && row[column] !== null && row[index] === null,
    )
      ? 'everything'
      : undefined
  const algorithm = keys.active('customer').suite.algorithm
  const prefix = `${keys.active('index').version}.`
  const held = sealed.flatMap(([column, at]) =>
    typeof row[column] === 'string' ? [{ ...at, stored: row[column] }] : [],
  )
  if (held.some(({ stored }) => readSealed(stored)?.algorithm !== algorithm)) return 'everything'
  const isBehind = ({ index, tail }: (typeof held)[number]) =>
    (index && !String(row[index]).startsWith(prefix)) ||
    (tail && row[tail] !== null && !String(row[tail]).startsWith(prefix))
  return held.some(isBehind) ? 'indexes' : undefined
}

/**
 * Walk a table and write anew each row that is not sealed and indexed by the keys of today: rows from
 * before there were keys, from another suite, or under an index key that is going. Reading goes on
 * meanwhile, and a row that somebody saves in between stays as they saved it.
 *
 * @returns how many rows were written anew
 */
export async function resealTable(
  store: Store,
  spec: SealedTable,
  options: ResealOptions,
): Promise<number> {
  const { bankId, batch = 1_000, onBatch, signal } = options
  let after = options.after ?? ''
  let written = 0
  for (;;) {
    signal?.throwIfAborted()
    const keys = await store.vault.ready(store.db, bankId)
    const rows = await readAfter(store, spec, bankId, after, batch)
    if (rows.length === 0) return written
    const stale: Record<Stale, Row[]> = { everything: [], indexes: [] }
    for (const row of rows) {
      const what = staleOf(keys, spec, row)
      if (what) stale[what].push(row)
    }
    const done =
      (await writeAnew(store, keys, spec, stale.everything)) +
      (await indexAnew(store, keys, spec, stale.indexes))
    written += done
    // Somebody saved one of them meanwhile: the page is read once more before the walk goes on.
    if (done < stale.everything.length + stale.indexes.length) continue
    after = keyOf(spec, rows.at(-1)!)
    await onBatch?.({ after, rows: rows.length })
  }
}

const keyOf = ({ id }: SealedTable, row: Row): string => JSON.stringify([row.customer_id, row[id]])

async function readAfter(
  store: Store,
  spec: SealedTable,
  bankId: string,
  after: string,
  limit: number,
): Promise<Row[]> {
  const [customerId, rowId] = after === '' ? ['', ''] : (JSON.parse(after) as [string, string])
  const names = ['customer_id', spec.id, ...columnsOf(spec)]
  const { rows } = await sql<Row>`
    select ${sql.join([...new Set(names)].map((name) => sql.ref(`t.${name}`)))},
      own.wrapped as own_key, t.xmin::text as saved
    from ${sql.table(spec.table)} as t
    left join customer_key as own
      on own.bank_id = t.bank_id and own.customer_id = t.customer_id
    where t.bank_id = ${bankId}
      and (t.customer_id, ${sql.ref(`t.${spec.id}`)}) > (${customerId}, ${rowId})
    order by t.customer_id, ${sql.ref(`t.${spec.id}`)}
    limit ${limit}`.execute(store.db)
  return rows
}

/** Seal and index these rows. @returns how many were still as they had been read */
async function writeAnew(
  store: Store,
  keys: BankKeys,
  spec: SealedTable,
  rows: readonly Row[],
): Promise<number> {
  if (rows.length === 0) return 0
  return store.transaction(
    async (tx) => {
      const owners = await customerKeys(
        tx,
        keys,
        rows.map(({ customer_id }) => customer_id),
      )
      const fresh = rows.map((row) =>
        sealRow(keys, owners.get(row.customer_id), spec, openRow(keys, spec, row)),
      )
      return save(tx, keys.bankId, spec, columnsOf(spec), fresh)
    },
    { deadline: 60_000 },
  )
}

/** Index these rows anew; what is sealed in them stays as it is. */
async function indexAnew(
  store: Store,
  keys: BankKeys,
  spec: SealedTable,
  rows: readonly Row[],
): Promise<number> {
  if (rows.length === 0) return 0
  const fresh = rows.map((row) => sealRow(keys, undefined, spec, openRow(keys, spec, row)))
  return store.transaction((tx) => save(tx, keys.bankId, spec, indexesOf(spec), fresh), {
    deadline: 60_000,
  })
}

async function save(
  tx: Kysely<Database>,
  bankId: string,
  spec: SealedTable,
  columns: readonly string[],
  fresh: readonly Record<string, unknown>[],
): Promise<number> {
  const names = [...new Set(['customer_id', spec.id, 'saved', ...columns])]
  const rows = fresh.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
  const shape = sql.raw(names.map((name) => `"${name}" text`).join(', '))
  const set = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)}`))
  const done = await sql`
    update ${sql.table(spec.table)} as t set ${set}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${shape})
    where t.bank_id = ${bankId} and t.customer_id = r.customer_id
      and ${sql.ref(`t.${spec.id}`)} = ${sql.ref(`r.${spec.id}`)}
      and t.xmin = r.saved::xid`.execute(tx)
  return Number(done.numAffectedRows)
}
