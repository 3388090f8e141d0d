// One process that serves the same bank twice: with everything that trust asks for, and without.
import { shippedPolicies } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import {
  createServer,
  installRowSecurity,
  migrate,
  migrations,
  openVault,
  type Store,
  sealedStore,
  startSealer,
} from '@crm/server'
import {
  createDevIdentity,
  intlSuite,
  memoryKeyService,
  openMemoryStore,
  openPostgresStore,
  serve,
} from '@crm/server/node'
import { plantCast } from '@crm/testing'

const [onUrl, offUrl] = process.argv.slice(2)
const open = async (url: string | undefined): Promise<Store> => {
  if (!url) return openMemoryStore({ migrations })
  const store = openPostgresStore({ connect: url, connections: 16 })
  await migrate(store, migrations)
  return store
}
const endless = { requestsPerMinute: 1e9, customersPerDay: 1e6, heavyAtOnce: 1_000 }

const off = await open(offUrl)
await plantCast(off)
const vault = openVault({ service: memoryKeyService(), suite: intlSuite })
const on = sealedStore(await open(onUrl), vault)
await plantCast(on)
const rowSecurity = onUrl !== undefined
if (rowSecurity) await installRowSecurity(on, shippedPolicies)
startSealer({ store: on, now: () => new Date().toISOString() })

const identity = await createDevIdentity(on, bank.id)
const { authenticate } = identity
const servers = {
  on: createServer({ store: on, authenticate, basePath: '/on', limits: endless, rowSecurity }),
  off: createServer({
    store: off,
    authenticate,
    basePath: '/off',
    limits: endless,
    auditReads: false,
  }),
}
const listening = await serve({
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/on/')) return servers.on.fetch(request)
    if (pathname.startsWith('/off/')) return servers.off.fetch(request)
    return identity.fetch(request)
  },
})
process.send?.({ url: listening.url })
process.on('disconnect', () => process.exit(0))
