import { type RawBuilder, sql } from 'kysely'
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

type Row = Record<string, unknown> & { customer_id: string; own_key: string | null }

const columnsOf = ({ columns }: SealedTable): string[] =>
  Object.entries(columns).flatMap(([column, { index, tail }]) =>
    [column, index, tail].filter((name) => name !== undefined),
  )

/** True where a row is not as the bank's keys would write it now. */
function isStale(keys: BankKeys, { columns }: SealedTable, row: Row): boolean {
  if (!keys.seals)
    return Object.entries(columns).some(
      ([column, { index }]) => index && row[column] !== null && row[index] === null,
    )
  const algorithm = keys.active('customer').suite.algorithm
  const prefix = `${keys.active('index').version}.`
  return Object.entries(columns).some(([column, { index, tail }]) => {
    const stored = row[column]
    if (typeof stored !== 'string') return false
    if (readSealed(stored)?.algorithm !== algorithm) return true
    if (index && !String(row[index]).startsWith(prefix)) return true
    return tail !== undefined && row[tail] !== null && !String(row[tail]).startsWith(prefix)
  })
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
    const stale = rows.filter((row) => isStale(keys, spec, row))
    if (stale.length > 0) written += await writeAnew(store, keys, spec, stale)
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
    select ${sql.join([...new Set(names)].map((name) => sql.ref(`t.${name}`)))}, own.wrapped as own_key
    from ${sql.table(spec.table)} as t
    left join customer_key as own
      on own.bank_id = t.bank_id and own.customer_id = t.customer_id
    where t.bank_id = ${bankId}
      and (t.customer_id, ${sql.ref(`t.${spec.id}`)}) > (${customerId}, ${rowId})
    order by t.customer_id, ${sql.ref(`t.${spec.id}`)}
    limit ${limit}`.execute(store.db)
  return rows
}

async function writeAnew(
  store: Store,
  keys: BankKeys,
  spec: SealedTable,
  rows: readonly Row[],
): Promise<number> {
  const columns = columnsOf(spec)
  return store.transaction(
    async (tx) => {
      const owners = await customerKeys(
        tx,
        keys,
        rows.map(({ customer_id }) => customer_id),
      )
      const fresh = rows.map((row) => {
        const sealed = sealRow(keys, owners.get(row.customer_id), spec, openRow(keys, spec, row))
        const was = Object.fromEntries(columns.map((name) => [`was_${name}`, row[name]]))
        return { ...sealed, own_key: undefined, ...was }
      })
      const typed = ['customer_id', spec.id, ...columns, ...columns.map((name) => `was_${name}`)]
      const shape = sql.raw([...new Set(typed)].map((name) => `"${name}" text`).join(', '))
      const set = sql.join(columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)}`))
      const same = sql.join(
        columns.map(
          (name): RawBuilder<unknown> =>
            sql`${sql.ref(`t.${name}`)} is not distinct from ${sql.ref(`r.was_${name}`)}`,
        ),
        sql` and `,
      )
      const done = await sql`
        update ${sql.table(spec.table)} as t set ${set}
        from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as r(${shape})
        where t.bank_id = ${keys.bankId} and t.customer_id = r.customer_id
          and ${sql.ref(`t.${spec.id}`)} = ${sql.ref(`r.${spec.id}`)} and ${same}`.execute(tx)
      return Number(done.numAffectedRows ?? 0n)
    },
    { deadline: 60_000 },
  )
}
