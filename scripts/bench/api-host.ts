// One process that serves the customer card twice: as the product does, and bare, for comparison.
import { bank } from '@crm/core/fixtures'
import { createServer, migrate, migrations, type Store, sealedStore } from '@crm/server'
import { createDevIdentity, openMemoryStore, openPostgresStore, serve } from '@crm/server/node'
import { plantCast, testVault } from '@crm/testing'

const [url] = process.argv.slice(2)
const bareStore: Store = url
  ? openPostgresStore({ connect: url })
  : await openMemoryStore({ migrations })
const store = sealedStore(bareStore, testVault())
if (url) await migrate(store, migrations)
await plantCast(store)

const identity = await createDevIdentity(store, bank.id)
const limits = { requestsPerMinute: 1e9 }
const { authenticate } = identity
const full = createServer({ store, authenticate, basePath: '/full', limits })

/** The same row through the same store, with nothing around it. */
async function bare(id: string): Promise<Response> {
  const row = await store.db
    .selectFrom('customer')
    .selectAll()
    .where('bank_id', '=', bank.id)
    .where('customer_id', '=', id)
    .executeTakeFirst()
  return Response.json(row)
}

const listening = await serve({
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/full/')) return full.fetch(request)
    if (pathname.startsWith('/bare/')) return bare(pathname.slice('/bare/customers/'.length))
    if (pathname === '/floor') return Response.json({ floor: true })
    return identity.fetch(request)
  },
})
process.send?.({ url: listening.url })
process.on('disconnect', () => process.exit(0))
