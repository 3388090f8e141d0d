// One import in a process of its own, so that its memory is the import's alone. Tells what it took, as JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { importFolder, migrate, migrations, openVault, type Store, sealedStore } from '@crm/server'
import {
  intlSuite,
  memoryKeyService,
  openMemoryStore,
  openPostgresStore,
  openSourceFolder,
} from '@crm/server/node'
import { type Kysely, sql } from 'kysely'
import { bareTables, source } from './import-files.ts'

const CUT = "with (format csv, delimiter '|', header)"
const [folder = '', connect] = process.argv.slice(2)

/** What an import took. */
export interface Took {
  readonly seconds: number
  readonly byFile: Readonly<Record<string, number>>
  readonly megabytes: number
  readonly accepted: number
  readonly again: number
  /** COPY of the files into plain tables without an index. */
  readonly bare: number
  /** COPY of what is stored in the end into tables and indexes of the same kind. */
  readonly stored: number | undefined
}

const cut = sql.raw(CUT)
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

const store = await opened()
const byFile: Record<string, number> = {}
let last = performance.now()
const options = { store, source, folder: openSourceFolder(folder) }
const load = (note?: boolean) =>
  importFolder({
    ...options,
    ...(note && {
      onProgress: ({ file, step }) => {
        const now = performance.now()
        const name = `${file} ${step}`
        byFile[name] = (byFile[name] ?? 0) + (now - last) / 1_000
        last = now
      },
    }),
  })
let accepted = 0
const first = await seconds(async () => {
  const reports = await load(true)
  accepted = reports.reduce((sum, report) => sum + report.accepted, 0)
})
const megabytes = process.resourceUsage().maxRSS / 1_024
const again = await seconds(() => load())
const { bare, stored } = await copied(store.db)
await store.close()
const told: Took = { seconds: first, byFile, megabytes, accepted, again, bare, stored }
process.stdout.write(JSON.stringify(told))

async function opened(): Promise<Store> {
  if (connect === undefined) return openMemoryStore({ migrations })
  const bare = openPostgresStore({ connect, deadline: 3_600_000 })
  const store = sealedStore(bare, openVault({ service: memoryKeyService(), suite: intlSuite }))
  await migrate(store, migrations)
  return store
}

/** The peers: what the engine takes to copy the same rows. */
async function copied<T>(db: Kysely<T>) {
  if (connect === undefined) return { bare: await copiedWithout(), stored: undefined }
  let bare = 0
  for (const [file, columns] of Object.entries(bareTables)) {
    await sql`create table ${sql.raw(columns)}`.execute(db)
    const table = sql.raw(columns.slice(0, columns.indexOf(' ')))
    const path = sql.lit(join(folder, file))
    bare += await seconds(() => sql`copy ${table} from ${path} ${cut}`.execute(db))
  }
  let stored = 0
  for (const table of ['customer', 'customer_key', 'customer_source', 'account', 'movement']) {
    const path = join(folder, `${table}.copy`)
    const [from, to] = [sql.raw(table), sql.raw(`${table}_again`)]
    await sql`create table ${to} (like ${from} including all)`.execute(db)
    await sql`copy ${from} to ${sql.lit(path)}`.execute(db)
    stored += await seconds(() => sql`copy ${to} from ${sql.lit(path)}`.execute(db))
  }
  return { bare, stored }
}

/** The embedded engine takes a file as its one device. */
async function copiedWithout(): Promise<number> {
  const beside = createRequire(new URL('../../packages/server/package.json', import.meta.url))
  const { PGlite } = await import(beside.resolve('@electric-sql/pglite'))
  const engine = await PGlite.create()
  let bare = 0
  for (const [file, columns] of Object.entries(bareTables)) {
    await engine.exec(`create table ${columns}`)
    const table = columns.slice(0, columns.indexOf(' '))
    const blob = new Blob([readFileSync(join(folder, file))])
    bare += await seconds(() => engine.query(`copy ${table} from '/dev/blob' ${CUT}`, [], { blob }))
  }
  await engine.close()
  return bare
}
