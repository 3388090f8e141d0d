// A bank of its own in a shared store, with customers whose numbers lie open until they are sealed.

import type { KeyService } from '../packages/server/src/kit/keys/key-service.ts'
import { openVault, type VaultOptions } from '../packages/server/src/kit/keys/vault.ts'
import { type Store, sealedStore } from '../packages/server/src/kit/store/store.ts'
import { gmSuite } from '../packages/server/src/node/keys/gm-suite.ts'
import { intlSuite } from '../packages/server/src/node/keys/intl-suite.ts'
import { memoryKeyService } from '../packages/server/src/node/keys/memory-key-service.ts'
import { newBankId } from './migrated-store.ts'

/** The same key service under names of its own: others in the store have master keys as well. */
const named = (service: KeyService, name: string): KeyService => ({
  ...service,
  wrap: async (purpose, key, context) => {
    const { keyId, wrapped } = await service.wrap(purpose, key, context)
    return { keyId: `${name}/${keyId}`, wrapped }
  },
  unwrap: ({ keyId, wrapped }, context) =>
    service.unwrap({ keyId: keyId.replace(`${name}/`, ''), wrapped }, context),
  destroy: (keyId) => service.destroy(keyId.replace(`${name}/`, '')),
})

/** Open a bank without customers over a store, with master keys of its own. */
export function newSealedBank(bare: Store, more: Partial<VaultOptions> = {}) {
  const bankId = newBankId()
  const service = named(memoryKeyService(), bankId)
  const options = { service, suite: intlSuite, alsoOpens: [gmSuite], ...more }
  const vault = openVault(options)
  const store = sealedStore(bare, vault)
  return {
    bankId,
    service,
    options,
    vault,
    store,
    ready: () => vault.ready(bare.db, bankId),
    /** Put customers in as they lay before there were keys. */
    plant: async (...people: readonly Readonly<Record<string, string>>[]) => {
      const rows = people.map((person, at) => ({
        bank_id: bankId,
        customer_id: `cus_${at + 1}`,
        branch_id: 'brn_town',
        kind: 'person',
        name: '李桂芳',
        opened_on: '2020-01-01',
        source: 'core',
        source_key: String(at),
        ...person,
      }))
      for (const row of rows) await bare.db.insertInto('customer').values(row).execute()
    },
    /** What is stored of the customers, in order. */
    stored: () =>
      bare.db
        .selectFrom('customer')
        .select(['customer_id', 'phone', 'phone_index', 'phone_tail', 'id_number', 'address'])
        .where('bank_id', '=', bankId)
        .orderBy('customer_id')
        .execute(),
    set: (customerId: string, values: Readonly<Record<string, string | null>>) =>
      bare.db
        .updateTable('customer')
        .set(values)
        .where('bank_id', '=', bankId)
        .where('customer_id', '=', customerId)
        .execute(),
    /** The customers' own keys as they are stored. */
    ownKeys: () =>
      bare.db
        .selectFrom('customer_key')
        .select(['customer_id', 'wrapped'])
        .where('bank_id', '=', bankId)
        .orderBy('customer_id')
        .execute(),
    /** The bank's data keys as they are stored. */
    dataKeys: () =>
      bare.db
        .selectFrom('data_key')
        .select(['key_id', 'status', 'wrapped', 'master_key_id'])
        .where('bank_id', '=', bankId)
        .orderBy('key_id')
        .execute(),
  }
}
