import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCrmError } from '@crm/core'
import pg from 'pg'
import type { KeyService } from '../../kit/keys/key-service.ts'
import type { Store } from '../../kit/store/store.ts'
import { openPostgresStore } from '../postgres-store.ts'
import { factsOf } from './count-rows.ts'
import { type BackupOptions, backupEmbedded, restoreEmbedded } from './embedded.ts'
import { backupErrors } from './errors.ts'
import type { TakenBackup } from './keep-backup.ts'
import type { Manifest } from './manifest.ts'
import {
  backupPostgres,
  type PostgresBackupOptions,
  postgresBin,
  restorePostgres,
} from './postgres.ts'

/** What a drill showed, as its record says it. Times in milliseconds. */
export interface DrillRecord {
  readonly drill: 'crm.drill.1'
  /** When the backup was taken. */
  readonly at: string
  /** Rows of all tables in it. */
  readonly rows: number
  readonly backupMs: number
  /** From the backup to its rows counted in the restored store. */
  readonly restoreMs: number
  readonly tablesThatDiffer: number
  readonly auditHeads: Manifest['auditHeads']
}

interface Drilled {
  readonly taken: TakenBackup
  /** When the backup was there, by the monotonic clock. */
  readonly backedUp: number
  readonly tablesThatDiffer: number
}

async function timed(drill: () => Promise<Drilled>): Promise<DrillRecord> {
  const began = performance.now()
  const { taken, backedUp, tablesThatDiffer } = await drill()
  const { takenAt, rowCounts, auditHeads } = taken.manifest
  return {
    drill: 'crm.drill.1',
    at: takenAt,
    rows: Object.values(rowCounts).reduce((sum, count) => sum + count, 0),
    backupMs: Math.round(backedUp - began),
    restoreMs: Math.round(performance.now() - backedUp),
    tablesThatDiffer,
    auditHeads,
  }
}

/** Work in a folder that is gone afterwards, however it ends: it holds a whole bank. */
async function inPassing<T>(work: (place: string) => Promise<T>): Promise<T> {
  const place = mkdtempSync(join(tmpdir(), 'crm-drill-'))
  try {
    return await work(place)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/**
 * Back an embedded store up, restore it beside, and compare: for the process that has it open.
 *
 * @throws `backup.damaged`, `backup.counts_differ` where the backup itself cannot be trusted
 */
export const drillEmbedded = (options: BackupOptions): Promise<DrillRecord> =>
  timed(async () => {
    const { service } = options
    const taken = await backupEmbedded(options)
    const backedUp = performance.now()
    const tablesThatDiffer = await inPassing(async (place) => {
      try {
        await restoreEmbedded({
          manifestFile: taken.manifestFile,
          service,
          into: join(place, 'store'),
        })
        return 0
      } catch (error) {
        if (!isCrmError(error) || error.code !== 'backup.counts_differ') throw error
        return (error.context.tables as readonly string[]).length
      }
    })
    return { taken, backedUp, tablesThatDiffer }
  })

/**
 * Back a server up, restore it beside, start PostgreSQL on what was restored, and compare. The bank works
 * meanwhile: a table is as it should be with any count between those before and after the backup.
 *
 * @throws `backup.drill_failed` where the restored server does not come up
 */
export const drillPostgres = (options: PostgresBackupOptions): Promise<DrillRecord> =>
  timed(async () => {
    const bin = postgresBin(options.bin)
    const taken = await backupPostgres({ ...options, bin })
    const after = await countOf(options.store)
    const backedUp = performance.now()
    const { manifestFile, manifest } = taken
    const tablesThatDiffer = await inPassing(async (place) => {
      const into = join(place, 'data')
      const { service } = options
      await restorePostgres({ manifestFile, service, into, acceptRollback: true, bin })
      const found = await onRestored({ place, into, bin, connect: options.connect }, countOf)
      const names = new Set([manifest.rowCounts, after, found].flatMap(Object.keys))
      return [...names].filter((name) => {
        const around = [manifest.rowCounts[name] ?? 0, after[name] ?? 0]
        const count = found[name] ?? -1
        return count < Math.min(...around) || count > Math.max(...around)
      }).length
    })
    return { taken, backedUp, tablesThatDiffer }
  })

const countOf = async (store: Store) => (await factsOf(store)).rowCounts

interface Restored {
  readonly place: string
  readonly into: string
  readonly bin: string
  readonly connect: string
}

/** What reaches the restored server: its own socket, in a folder that only its user enters. */
const settings = (place: string): string => {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`
  return `listen_addresses = ''
unix_socket_directories = ${text(place)}
hba_file = ${text(join(place, 'hba.conf'))}
ident_file = ${text(join(place, 'ident.conf'))}
ssl = off
archive_mode = off
synchronous_standby_names = ''
shared_preload_libraries = ''
`
}

/** How long a restored server may take to come up, in milliseconds. */
const UP_MS = 600_000

async function onRestored<T>(
  { place, into, bin, connect }: Restored,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  writeFileSync(join(place, 'postgresql.conf'), settings(place))
  writeFileSync(join(place, 'hba.conf'), 'local all all trust\n')
  writeFileSync(join(place, 'ident.conf'), '')
  // What the bank set for its own server is none of the drill's.
  writeFileSync(join(into, 'postgresql.auto.conf'), '')
  const user = ownUser(place)
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', into, '-c', `config_file=${join(place, 'postgresql.conf')}`],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: place, ...user },
  )
  const end = endOf(server)
  // Where it is and who asks are as the live server's; only the way there is another.
  const { user: name, database } = new pg.Client(connect)
  const store = openPostgresStore({
    connect: { host: place, port: 5432, user: name, database },
    deadline: 600_000,
  })
  try {
    await isUp(store, end)
    return await work(store)
  } finally {
    await store.close()
    server.kill('SIGINT')
    await end
  }
}

/** PostgreSQL does not run as root; then it runs as the user of its own name. */
function ownUser(place: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }))
  let user: { readonly uid: number; readonly gid: number }
  try {
    user = { uid: id('-u'), gid: id('-g') }
  } catch {
    throw backupErrors.drillFailed('there is no user postgres to run it as; do not run it as root')
  }
  for (const path of [place, ...filesIn(place)]) chownSync(path, user.uid, user.gid)
  return user
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? [path, ...filesIn(path)] : [path]
  })

/** Resolves with why, once the server is gone. */
function endOf(server: ChildProcess): Promise<Error> {
  let words = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-2_000)
  })
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(backupErrors.drillFailed(error.message)))
    server.once('close', () => resolve(backupErrors.drillFailed(lastWords(words))))
  })
}

const lastWords = (words: string): string =>
  words
    .trim()
    .split('\n')
    .findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? 'it ended'

/** Wait until the server answers. @throws `backup.drill_failed` once it is gone, or late */
async function isUp(store: Store, end: Promise<Error>): Promise<void> {
  let gone: Error | undefined
  void end.then((why) => {
    gone = why
  })
  const until = performance.now() + UP_MS
  while ((await store.health()).status === 'down') {
    if (gone) throw gone
    if (performance.now() > until) throw backupErrors.drillFailed('it did not come up')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Keep the signed record of a drill beside the backup, where `BackupStatus` finds it. @returns its file */
export async function keepDrillRecord(
  folder: string,
  record: DrillRecord,
  service: KeyService,
): Promise<string> {
  const signature = await service.sign(new TextEncoder().encode(JSON.stringify(record)))
  const file = join(folder, `drill-${record.at.replaceAll(':', '')}.json`)
  writeFileSync(file, JSON.stringify({ record, signature }, undefined, 2), { mode: 0o600 })
  return file
}
