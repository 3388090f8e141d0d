import type { RecordKind } from '@crm/core'
import { sql } from 'kysely'
import type { Store } from '../kit/store/store.ts'

const DEADLINE = 60_000

/** The tables that grow with a kind of record. */
const tablesOf: Readonly<Record<RecordKind, readonly string[]>> = {
  branches: ['branch'],
  staff: ['staff'],
  customers: ['customer', 'customer_key', 'customer_source', 'customer_place'],
  accounts: ['account', 'account_holder', 'customer_key'],
  relationships: ['relationship'],
  households: ['household', 'household_member'],
  holders: ['account_holder'],
  holdings: ['holding'],
  movements: ['movement', 'customer_key'],
}

/**
 * Have the engine look at the tables that a file fills: until it has, it takes them for empty, and reads
 * all of a table to find the rows of each batch.
 */
export async function lookAtTables(store: Store, records: RecordKind): Promise<void> {
  const tables = [...tablesOf[records], 'source_row'].map((table) => sql.table(table))
  await store.transaction((tx) => sql`analyze ${sql.join(tables)}`.execute(tx), {
    deadline: DEADLINE,
  })
}

/** After the first batch, the eighth, the sixty-fourth …: a table that doubles needs no other plan. */
export const isTimeToLook = (batches: number): boolean =>
  Number.isInteger(Math.log2(batches) / 3) && batches > 0
