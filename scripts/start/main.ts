// The demonstration behind `npm start`: opens the embedded store, loads a bank the first time, serves
// the API and the page at one address, and says who may sign in.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Source } from '@crm/core'
import { migrate, migrations, type SourceFolder } from '@crm/server'
import { openEmbeddedStore, openSourceFolder, serve } from '@crm/server/node'
import { createHost } from '../../examples/manager-desk/server/host.ts'
import { sourceOf } from '../sources/known.ts'
import { keepBackups } from './backups.ts'
import { load } from './load.ts'
import { buildPage } from './page.ts'
import { tellPeople } from './people.ts'
import { progressLine } from './progress.ts'
import { sentenceOf } from './sentence.ts'

const root = resolve(import.meta.dirname, '../..')
const help = `npm start -- [--import DIR] [--port 8790] [--data DIR]
  --import DIR  load a folder of day-end files instead of the invented bank
  --port N      listen there (8790; 0 takes any free port)
  --data DIR    keep the data there (.data/<bank> in this folder)`

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      import: { type: 'string' },
      port: { type: 'string', default: '8790' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(help)
  const began = performance.now()
  const { source, folder } = await choose(values.import)
  const page = join(root, '.data/page')
  await inTime('page built', () => buildPage(root, page))
  const data = values.data ? resolve(values.data) : join(root, '.data', source.name)
  const store = await inTime('store opened', async () => {
    const opened = await openEmbeddedStore({ folder: data })
    await migrate(opened, migrations)
    return opened
  })
  const bankId = source.bank.id
  const loaded = await store.db.selectFrom('delivery').select('status').execute()
  const complete = loaded.length > 0 && loaded.every(({ status }) => status !== 'running')
  // What was loaded whole is kept as it is; a folder that is named is looked at every time.
  if (!complete || values.import !== undefined) await load(store, source, await folder())

  const { backups, stop: stopBackups } = keepBackups(store, `${data}-backups`, `${data}-keys.json`)
  const host = await createHost({ store, bankId, page, server: { backups } })
  const { url, close } = await serve({ fetch: host.fetch, port: Number(values.port) })
  await tellPeople(store, bankId)
  console.log(
    `\n  ${source.title.zh} · ${source.title.en}, after ${((performance.now() - began) / 1_000).toFixed(1)} s`,
  )
  console.log(`\n  → ${url}\n`)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    console.log('\n  正在停止 · stopping')
    await close()
    await stopBackups()
    await store.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

interface Choice {
  readonly source: Source
  readonly folder: () => Promise<SourceFolder>
}

async function choose(path: string | undefined): Promise<Choice> {
  if (path !== undefined)
    return { source: await sourceOf(path), folder: async () => openSourceFolder(path) }
  const { shiqiao } = await import('../sources/shiqiao.ts')
  const { openShiqiao } = await import('../sources/shiqiao-files.ts')
  const folder = join(root, '.data/shiqiao-files')
  return {
    source: shiqiao,
    folder: () =>
      inTime('day-end files of the invented bank', () =>
        openShiqiao(folder, (file) => console.log(`  writing ${file}`)),
      ),
  }
}

async function inTime<T>(done: string, work: () => Promise<T>): Promise<T> {
  const progress = progressLine()
  const result = await work()
  progress.done(done)
  return result
}

start().catch((error: unknown) => {
  console.error(`\n  ${sentenceOf(error).replaceAll('\n', '\n  ')}\n`)
  process.exit(1)
})
