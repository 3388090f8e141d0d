// One process that serves the bank as a bank would: everything on, and stopped by SIGTERM.
import { shippedPolicies } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import {
  authenticateJwt,
  createServer,
  dispatchOutbox,
  installRowSecurity,
  migrate,
  migrations,
  repeat,
  type Store,
  sealedStore,
  startSealer,
  systemPorts,
} from '@crm/server'
import { openMemoryStore, openPostgresStore, serve } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'
import { importJWK } from 'jose'
import { AUDIENCE, type HostAsked, ISSUER } from './asked.ts'

const asked = JSON.parse(process.argv[2] ?? '{}') as HostAsked
const { postgres, connections = 16, first = true, patience, crowd } = asked

async function open(): Promise<Store> {
  if (!postgres) return sealedStore(await openMemoryStore({ migrations }), testVault())
  const store = sealedStore(
    openPostgresStore({ connect: postgres, connections, ...(patience && { patience }) }),
    testVault(),
  )
  if (first) await migrate(store, migrations)
  return store
}
const store = await open()
if (first) await plantCast(store)
if (first && postgres) await installRowSecurity(store, shippedPolicies)

const { now } = systemPorts
const sealer = startSealer({ store, now })
const stopping = new AbortController()
const sender = repeat(
  () =>
    dispatchOutbox({
      store,
      bankId: bank.id,
      consumer: 'proof',
      now,
      signal: stopping.signal,
      // Somebody else's system takes its time.
      handle: () => new Promise((done) => setTimeout(done, 2)),
    }),
  { everyMs: 50, onFault: (error) => console.error(String(error)) },
)
const crm = createServer({
  store,
  authenticate: authenticateJwt({
    keys: (await importJWK(asked.key, 'ES256')) as CryptoKey,
    issuer: ISSUER,
    audience: AUDIENCE,
  }),
  rowSecurity: postgres !== undefined,
  limits: { requestsPerMinute: 1e9, customersPerDay: 1e6, heavyAtOnce: 1_000 },
  ...(crowd && { crowd }),
})
const listening = await serve({ ...crm, port: 0 })
process.on('SIGTERM', async () => {
  stopping.abort()
  await listening.close()
  await Promise.all([sender.stop(), sealer.stop()])
  await store.close()
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url: listening.url })
