import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CrmError } from '@crm/core'
import type { KeyService } from '../../kit/keys/key-service.ts'
import type { Store } from '../../kit/store/store.ts'
import { migrations } from '../../migrations/index.ts'
import { backupContext, hashFile, readArchive, writeArchive } from './archive.ts'
import { factsOf } from './count-rows.ts'
import { backupErrors } from './errors.ts'
import { keepBackup, type TakenBackup } from './keep-backup.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { fetchSegment, quietConnect } from './quiet-connect.ts'
import { expectNewest, type KnownHeads } from './rollback.ts'

/**
 * The folder that holds PostgreSQL's own programs.
 *
 * @throws `backup.programs_missing`
 */
export function postgresBin(given?: string): string {
  const root = '/usr/lib/postgresql'
  const packaged = (existsSync(root) ? readdirSync(root) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
  const places = given ? [given] : [...packaged, ...(process.env.PATH ?? '').split(delimiter)]
  const found = places.find((place) => existsSync(join(place, 'pg_basebackup')))
  if (found) return found
  throw new CrmError(
    'backup.programs_missing',
    500,
    `pg_basebackup is not in ${given ?? 'any usual place'}. Install PostgreSQL's client programs.`,
    { looked: given ?? '' },
  )
}

/** Run a program to its end; what it wrote to standard error is in the failure. */
function ended(child: ChildProcess, name: string): Promise<void> {
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk}`.slice(-2_000)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve()
      reject(backupErrors.damaged(`${name} ended with ${code}: ${words.trim().split('\n').at(-1)}`))
    })
  })
}

/** How a PostgreSQL server is backed up. */
export interface PostgresBackupOptions {
  /** A store on it, for the counts and for the customers' keys. */
  readonly store: Store
  /** `postgres://…` of a role that may replicate. */
  readonly connect: string
  readonly folder: string
  readonly service: KeyService
  /** Where PostgreSQL's programs are, if not in the usual places. */
  readonly bin?: string
  readonly now?: () => Date
}

/**
 * A base backup of a running PostgreSQL, sealed on its way: nothing lies in the clear in between. The
 * counts in its manifest were true a moment before; recovery adds what came after.
 */
export async function backupPostgres(options: PostgresBackupOptions): Promise<TakenBackup> {
  const { store, connect, folder, service, now = () => new Date() } = options
  const bin = postgresBin(options.bin)
  const takenAt = now().toISOString()
  const began = performance.now()
  const kept = await keepBackup({
    store,
    folder,
    service,
    takenAt,
    facts: await factsOf(store),
    async write(file, key) {
      const quiet = quietConnect(connect)
      const how = ['-D', '-', '-F', 't', '-X', 'fetch', '-c', 'fast', '--no-password']
      const child = spawn(join(bin, 'pg_basebackup'), ['-d', quiet.connect, ...how], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: quiet.env,
      })
      const end = ended(child, 'pg_basebackup')
      const [written] = await Promise.all([writeArchive(file, child.stdout as Readable, key), end])
      return written
    },
  })
  return { ...kept, heldMs: Math.round(performance.now() - began) }
}

/** A receiver of the server's log on another disk or machine. */
export interface WalReceiver {
  readonly stop: () => Promise<void>
}

/**
 * Receive the log as it is written. With `synchronous`, and its name in the server's
 * `synchronous_standby_names`, a commit is acknowledged only when it is on the receiver's disk too:
 * nothing that was acknowledged is lost with the server. A receiver that is down then holds commits up;
 * watch it, and take its name out to go on without.
 */
export function receiveWal(options: {
  readonly connect: string
  readonly folder: string
  readonly slot: string
  readonly synchronous?: boolean
  readonly bin?: string
  readonly onEnd?: (code: number | null) => void
}): WalReceiver {
  const { folder, slot, synchronous = true, onEnd } = options
  const quiet = quietConnect(options.connect)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const words = ['-d', quiet.connect, '-D', folder, '-S', slot, '--create-slot', '--if-not-exists']
  const program = join(postgresBin(options.bin), 'pg_receivewal')
  const env = { ...quiet.env, PGAPPNAME: slot }
  const made = spawn(program, [...words, '--no-password'], { stdio: 'ignore', env })
  let child: ChildProcess = made
  let stopped = false
  made.once('close', () => {
    if (stopped) return
    const how = ['-d', quiet.connect, '-D', folder, '-S', slot, '--no-password']
    child = spawn(program, [...how, ...(synchronous ? ['--synchronous'] : [])], {
      stdio: 'ignore',
      env,
    })
    child.once('close', (code) => onEnd?.(code))
  })
  return {
    async stop() {
      stopped = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
      child.kill('SIGTERM')
      await gone
    },
  }
}

/**
 * Unpack a base backup into an empty folder, checked file by file, ready for the server to recover from
 * the received log: start PostgreSQL on it, and it goes to the last transaction that was received.
 *
 * @throws `backup.damaged`, `backup.not_signed`, `backup.newer_schema`, `backup.target_not_empty`,
 *   `backup.rolls_back` where no log leads on from an older backup
 */
export async function restorePostgres(
  options: KnownHeads & {
    readonly manifestFile: string
    readonly service: KeyService
    readonly into: string
    /** The folder of {@link receiveWal}; without it, the state at the time of the backup. */
    readonly wal?: string
    readonly bin?: string
  },
): Promise<Manifest> {
  const { manifestFile, service, into, wal } = options
  const bin = postgresBin(options.bin)
  if (existsSync(into) && readdirSync(into).length > 0) throw backupErrors.notEmpty(into)
  const manifest = await readManifest(manifestFile, service)
  if (manifest.engine !== 'postgres') throw backupErrors.otherForm(manifest.engine)
  const known = new Set(migrations.map(({ id }) => id))
  const newer = manifest.schema.filter((id) => !known.has(id))
  if (newer.length > 0) throw backupErrors.newerSchema(newer)
  if (wal === undefined) await expectNewest(manifestFile, manifest, service, options)
  const { file, sha256 } = manifest.archive
  const path = join(dirname(manifestFile), basename(file))
  if (!existsSync(path) || (await hashFile(path)).sha256 !== sha256)
    throw backupErrors.damaged('the archive is not the one that was signed')
  const key = await service.unwrap(manifest.wrapped, backupContext(file))
  mkdirSync(into, { recursive: true, mode: 0o700 })
  const tar = spawn('tar', ['-x', '-C', into], { stdio: ['pipe', 'ignore', 'pipe'] })
  const end = ended(tar, 'tar')
  await Promise.all([pipeline(Readable.from(readArchive(path, key)), tar.stdin!), end])
  await ended(
    spawn(join(bin, 'pg_verifybackup'), ['-n', into], { stdio: ['ignore', 'ignore', 'pipe'] }),
    'pg_verifybackup',
  )
  if (wal !== undefined) {
    writeFileSync(join(into, 'recovery.signal'), '')
    writeFileSync(join(into, 'postgresql.auto.conf'), fetchSegment(resolve(wal)))
  }
  return manifest
}

/**
 * Prove that a backup of a server can be restored: signature, hash, key, and every file against the
 * server's own list, unpacked into a folder that is gone afterwards.
 */
export async function verifyPostgres(options: {
  readonly manifestFile: string
  readonly service: KeyService
  readonly bin?: string
}): Promise<Manifest> {
  const place = mkdtempSync(join(tmpdir(), 'crm-verify-'))
  try {
    return await restorePostgres({ ...options, into: join(place, 'data'), acceptRollback: true })
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
