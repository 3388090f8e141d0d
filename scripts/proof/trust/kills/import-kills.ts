// R05: an import is killed again and again, taken up again, and must end as if nothing had happened.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFolder, migrate, migrations, type Store } from '@crm/server'
import {
  openEmbeddedStore,
  openMemoryStore,
  openPostgresStore,
  openSourceFolder,
} from '@crm/server/node'
import { sql } from 'kysely'
import type { PostgresServer } from '../../../../tests/postgres-server.ts'
import { shiqiao } from '../../../sources/shiqiao.ts'
import { writeShiqiaoFiles } from '../../../sources/shiqiao-files.ts'
import { killMany } from './lives.ts'

/** How much is killed how often. */
export interface ImportKills {
  readonly movements: number
  /** Kills on each engine. */
  readonly kills: number
  readonly random: () => number
  /** Nothing where PostgreSQL cannot be had. */
  readonly postgres: PostgresServer | undefined
}

/** What came of it. */
export interface ImportOutcome {
  readonly lines: number
  readonly kills: number
  /** Rows that an undisturbed import has, and a killed one has not. */
  readonly lost: number
  /** Rows that only a killed one has. */
  readonly doubled: number
  /** Times that the ledger and the tables did not agree after a kill. */
  readonly torn: number
  readonly slowestOpenMs: number
}

const tables = ['branch', 'staff', 'customer', 'account', 'account_holder', 'holding', 'movement']
/** Kinds of record of which each accepted line is one row. */
const counted = { customers: 'customer', accounts: 'account', movements: 'movement' } as const

/** Every row of the bank's tables by a mark of its content; moments of writing left out. */
async function marks(store: Store): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const table of tables) {
    const { rows } = await sql<{ mark: string }>`
      select md5((to_jsonb(t) - 'updated_at')::text) as mark from ${sql.table(table)} t`.execute(
      store.db,
    )
    for (const { mark } of rows)
      found.set(`${table} ${mark}`, (found.get(`${table} ${mark}`) ?? 0) + 1)
  }
  return found
}

const beyond = (some: Map<string, number>, others: Map<string, number>): number =>
  [...some].reduce((sum, [mark, n]) => sum + Math.max(0, n - (others.get(mark) ?? 0)), 0)

/** The kinds whose lines in the ledger are not as many as their rows. */
async function disagreements(store: Store): Promise<number> {
  const parts = Object.entries(counted).map(
    ([records, table]) => sql`
      select coalesce((select sum(accepted) from delivery where records = ${records}), 0)
        = (select count(*) from ${sql.table(table)}) as fits`,
  )
  const { rows } = await sql<{ fits: boolean }>`${sql.join(parts, sql` union all `)}`.execute(
    store.db,
  )
  return rows.filter(({ fits }) => !fits).length
}

/** Kill imports on both engines. */
export async function killImports(options: ImportKills): Promise<ImportOutcome> {
  const { movements, kills, random, postgres } = options
  const root = mkdtempSync(join(tmpdir(), 'crm-kills-'))
  const files = join(root, 'files')
  const accounts = Math.ceil(movements / 13)
  const customers = Math.ceil(accounts / 2)
  await writeShiqiaoFiles(files, undefined, { movements, accounts, customers })
  const clean = await openMemoryStore({ migrations })
  const image = await clean.image()
  const began = performance.now()
  const folder = openSourceFolder(files)
  const reports = await importFolder({
    store: clean,
    source: shiqiao,
    folder,
    batch: 100,
    rejectThreshold: 1,
  })
  // So that all kills together reach from the first line to the last.
  const within = (1.2 * (performance.now() - began)) / kills
  const expected = await marks(clean)
  await clean.close()

  let killed = 0
  let lost = 0
  let doubled = 0
  let torn = 0
  let slowestOpenMs = 0
  const places: readonly [string, () => Promise<Store>][] = [
    [join(root, 'store'), () => openEmbeddedStore({ folder: join(root, 'store') })],
    ...(postgres
      ? [await postgresPlace(postgres)].map(
          (connect) => [connect, async () => openPostgresStore({ connect })] as const,
        )
      : []),
  ] as never
  const made = await openEmbeddedStore({ folder: places[0]![0], image })
  await made.close()
  for (const [place, open] of places) {
    const after = async () => {
      const from = performance.now()
      const store = await open()
      await store.health()
      slowestOpenMs = Math.max(slowestOpenMs, performance.now() - from)
      torn += await disagreements(store)
      await store.close()
    }
    killed += await killMany({ deed: 'import', place, other: files, kills, within, random, after })
    const store = await open()
    const found = await marks(store)
    lost += beyond(expected, found)
    doubled += beyond(found, expected)
    torn += await disagreements(store)
    await store.close()
  }
  rmSync(root, { recursive: true, force: true })
  const lines = reports.reduce((sum, report) => sum + report.lines, 0)
  return { lines, kills: killed, lost, doubled, torn, slowestOpenMs: Math.round(slowestOpenMs) }
}

async function postgresPlace(postgres: PostgresServer): Promise<string> {
  const connect = await postgres.createDatabase()
  const store = openPostgresStore({ connect })
  await migrate(store, migrations)
  await store.close()
  return connect
}
