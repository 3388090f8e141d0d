// One rotation of both keys in a process of its own, that may be killed at any moment.
import { bank } from '@crm/core/fixtures'
import { rotateKeys, sealBank } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { sealedPostgres } from './rotation.ts'

const [connect = ''] = process.argv.slice(2)
const store = sealedPostgres(openPostgresStore({ connect, deadline: 60_000 }))
await store.vault.ready(store.db, bank.id)
process.send?.('ready')
for (const purpose of ['customer', 'index'] as const)
  await rotateKeys(store, {
    bankId: bank.id,
    purpose,
    now: () => new Date().toISOString(),
    wait: async () => undefined,
    reseal: sealBank,
    batch: 100,
  })
await store.close()
process.exit(0)
