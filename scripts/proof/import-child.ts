// The bad rows of R22 into PostgreSQL, in a process of their own, so that its memory is the import's alone.
import { migrate, migrations, openVault, sealedStore } from '@crm/server'
import { intlSuite, memoryKeyService, openPostgresStore } from '@crm/server/node'
import { badRows } from './import/bad-rows.ts'

const [connect = '', rows = '', seed = ''] = process.argv.slice(2)
const bare = openPostgresStore({ connect, deadline: 600_000 })
const store = sealedStore(bare, openVault({ service: memoryKeyService(), suite: intlSuite }))
await migrate(store, migrations)
const lines = await badRows(store, { rows: Number(rows), engine: 'PostgreSQL', seed: Number(seed) })
await bare.close()
process.stdout.write(JSON.stringify(lines))
