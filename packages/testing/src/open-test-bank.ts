import { bank } from '@crm/core/fixtures'
import { migrations, openVault, type Store, sealedStore, type Vault } from '@crm/server'
import { intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { bankOver, type TestBank, type TestBankOptions } from './bank.ts'
import { plantCast } from './plant.ts'

/** How to open a test bank in Node. */
export interface NodeBankOptions extends TestBankOptions {
  /** Another store, already migrated and empty: a PostgreSQL, say. In memory, unless given. */
  readonly store?: Store
  /** A store that has the cast already: another server over the same bank. */
  readonly over?: Store
}

/** The test bank's keys: the same in every process, so that a kept image still opens. */
export const testVault = (): Vault =>
  openVault({ service: memoryKeyService({ seed: 'the test bank' }), suite: intlSuite })

/**
 * A real CRM in memory with the cast in it: the real server on a real PostgreSQL engine, no
 * network, its values sealed, a clock that stands. An answer that breaks its schema fails, as it should in a test.
 */
export async function openTestBank(options: NodeBankOptions = {}): Promise<TestBank> {
  if (options.over) return bankOver(options.over, options)
  if (options.store) {
    await plantCast(options.store)
    return bankOver(options.store, options)
  }
  const fill = {
    name: `sealed cast of ${bank.id}`,
    with: (store: Store) => plantCast(sealedStore(store, testVault())),
  }
  const store = await openMemoryStore({ migrations, fill })
  return bankOver(sealedStore(store, testVault()), options)
}
