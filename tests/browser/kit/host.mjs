// The example's host over the cast in memory, and its built page: what a browser test opens.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bank } from '@crm/core/fixtures'
import { migrations } from '@crm/server'
import { openMemoryStore, serve } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

/** Build an example's page into a folder of its own. */
export async function buildExample(name) {
  const { NODE_ENV } = process.env
  const outDir = mkdtempSync(join(tmpdir(), `crm-${name}-`))
  await build({
    configFile: join(root, 'examples', name, 'vite.config.ts'),
    build: { outDir, emptyOutDir: true },
    logLevel: 'error',
  })
  // A build says it is for production; the host that follows in this process is not.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = NODE_ENV
  return outDir
}

/** Serve an example with the real server behind it; `fill` puts another bank than the cast's in. */
export async function openHost(
  page,
  { createHost, fill = plantCast, bankId = bank.id, server = {}, sealed = (store) => store } = {},
) {
  const make =
    createHost ?? (await import(join(root, 'examples/manager-desk/server/host.ts'))).createHost
  const store = sealed(await openMemoryStore({ migrations }))
  await fill(store)
  const host = await make({ store, bankId, page, server })
  const { url, close } = await serve({ fetch: host.fetch, port: 0 })
  return { url, store, close: () => close().then(() => store.close()) }
}
