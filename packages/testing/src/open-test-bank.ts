import { bank } from '@crm/core/fixtures'
import { migrations, type Store } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { bankOver, type TestBank, type TestBankOptions } from './bank.ts'
import { plantCast } from './plant.ts'

/** How to open a test bank in Node. */
export interface NodeBankOptions extends TestBankOptions {
  /** Another store, already migrated and empty: a PostgreSQL, say. In memory, unless given. */
  readonly store?: Store
}

/**
 * A real CRM in memory with the cast in it: the real server on a real PostgreSQL engine, no
 * network, a clock that stands. An answer that breaks its schema fails, as it should in a test.
 */
export async function openTestBank(options: NodeBankOptions = {}): Promise<TestBank> {
  if (options.store) await plantCast(options.store)
  const fill = { name: `cast of ${bank.id}`, with: plantCast }
  return bankOver(options.store ?? (await openMemoryStore({ migrations, fill })), options)
}
