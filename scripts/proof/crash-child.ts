// One import into a folder, in a process of its own that may be killed at any moment.
import { importFolder, migrate, migrations } from '@crm/server'
import { openEmbeddedStore, openSourceFolder } from '@crm/server/node'
import { berka } from '../sources/berka.ts'

const [data = '', files = '', mode = 'import'] = process.argv.slice(2)
try {
  const store = await openEmbeddedStore({ folder: data })
  process.send?.({ open: process.pid })
  if (mode === 'hold') await new Promise(() => setInterval(() => {}, 60_000))
  await migrate(store, migrations)
  await importFolder({ store, source: berka, folder: openSourceFolder(files), batch: 1_000 })
  await store.close()
  process.send?.({ done: true })
  process.exit(0)
} catch (error) {
  const { code, context } = error as { code?: string; context?: unknown }
  process.send?.({ failed: code ?? String(error), context })
  process.exit(1)
}
