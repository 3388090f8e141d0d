import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import type { BankKeys, CustomerKey } from './bank-keys.ts'

const BATCH = 5_000

/** The own keys of these customers; whoever has none yet gets one. */
export async function customerKeys(
  db: Kysely<Database>,
  keys: BankKeys,
  customerIds: Iterable<string>,
): Promise<ReadonlyMap<string, CustomerKey>> {
  const wanted = [...new Set(customerIds)]
  const found = new Map<string, CustomerKey>()
  if (!keys.seals) return found
  for (let at = 0; at < wanted.length; at += BATCH) {
    const some = wanted.slice(at, at + BATCH)
    await take(db, keys, some, found)
    const without = some.filter((id) => !found.has(id))
    if (without.length === 0) continue
    const made = new Map(without.map((id) => [id, keys.newCustomerKey(id)]))
    const rows = [...made].map(([customer_id, { wrapped }]) => ({
      bank_id: keys.bankId,
      customer_id,
      wrapped,
    }))
    const stored = await sql<{
      customer_id: string
    }>`insert into customer_key (bank_id, customer_id, wrapped)
      select bank_id, customer_id, wrapped
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(bank_id text, customer_id text, wrapped text)
      on conflict do nothing returning customer_id`.execute(db)
    for (const { customer_id } of stored.rows) {
      const { key, wrapped } = made.get(customer_id)!
      found.set(customer_id, keys.keepCustomerKey(key, wrapped))
    }
    // Another transaction may have been quicker: what is stored is what counts.
    const others = without.filter((id) => !found.has(id))
    if (others.length > 0) await take(db, keys, others, found)
  }
  return found
}

async function take(
  db: Kysely<Database>,
  keys: BankKeys,
  ids: readonly string[],
  found: Map<string, CustomerKey>,
): Promise<void> {
  const rows = await db
    .selectFrom('customer_key')
    .select(['customer_id', 'wrapped'])
    .where('bank_id', '=', keys.bankId)
    .where('customer_id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
  for (const { customer_id, wrapped } of rows)
    found.set(customer_id, keys.customerKey(customer_id, wrapped))
}
