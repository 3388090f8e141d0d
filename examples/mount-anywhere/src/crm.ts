import { principalOf, zhouMin } from '@crm/core/fixtures'
import { type CrmServer, createServer, migrations } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'

/**
 * A CRM to mount, over the cast in memory. A real host opens its own store and says who is asking
 * from its own session; here the branch head always is.
 */
export async function openCrm(basePath: string): Promise<CrmServer> {
  const store = await openMemoryStore({ migrations, fill: { name: 'cast', with: plantCast } })
  return createServer({ store, basePath, authenticate: async () => principalOf(zhouMin) })
}
