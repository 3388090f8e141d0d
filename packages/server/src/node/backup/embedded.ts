import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { KeyService } from '../../kit/keys/key-service.ts'
import { migrations } from '../../migrations/index.ts'
import { type EmbeddedStore, openEmbeddedStore } from '../pglite-store.ts'
import { backupContext, hashFile, readArchive, writeArchive } from './archive.ts'
import { differentCounts, factsOf } from './count-rows.ts'
import { backupErrors } from './errors.ts'
import { keepBackup, type TakenBackup } from './keep-backup.ts'
import { putKeys } from './keys-archive.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { expectNewest, type KnownHeads } from './rollback.ts'

/** How a backup is taken. */
export interface BackupOptions {
  readonly store: EmbeddedStore
  /** Where backups go: another disk, another machine's share. */
  readonly folder: string
  readonly service: KeyService
  readonly now?: () => Date
  /** False leaves out the trial restore; only where a schedule verifies elsewhere. */
  readonly verify?: boolean
}

/**
 * Back up an embedded store while it works: one moment of it, checked by loading it a second time, and
 * only then given its manifest. A file without a manifest is no backup.
 *
 * @throws `backup.counts_differ` where the trial restore does not hold what the store held
 */
export async function backupEmbedded(options: BackupOptions): Promise<TakenBackup> {
  const { store, folder, service, now = () => new Date(), verify = true } = options
  const takenAt = now().toISOString()
  const began = performance.now()
  const { image, ...facts } = await store.snapshot()
  const heldMs = Math.round(performance.now() - began)
  const kept = await keepBackup({
    store,
    folder,
    service,
    takenAt,
    facts,
    tried: verify,
    async write(file, key) {
      const written = await writeArchive(file, image, key)
      if (verify) await tryImage(image, facts.rowCounts)
      return written
    },
  })
  return { ...kept, heldMs }
}

/** Load an image where nobody is disturbed, and hold it to what it should hold. The image is used up. */
async function tryImage(image: Uint8Array, expected: Manifest['rowCounts']): Promise<void> {
  const trial = await openEmbeddedStore({
    folder: 'memory',
    image,
    handOver: true,
    deadline: 60_000,
  })
  try {
    await expectCounts(trial, expected)
  } finally {
    await trial.close()
  }
}

async function expectCounts(store: EmbeddedStore, expected: Manifest['rowCounts']): Promise<void> {
  const found = await factsOf(store)
  const different = differentCounts(expected, found.rowCounts)
  if (different.length > 0) throw backupErrors.countsDiffer(different)
}

/** The archive behind a manifest, opened, after everything that can be wrong has been looked for. */
async function openBackup(
  manifestFile: string,
  service: KeyService,
): Promise<{ readonly manifest: Manifest; readonly image: Uint8Array }> {
  const manifest = await readManifest(manifestFile, service)
  if (manifest.engine !== 'pglite') throw backupErrors.otherForm(manifest.engine)
  const known = new Set(migrations.map(({ id }) => id))
  const newer = manifest.schema.filter((id) => !known.has(id))
  if (newer.length > 0) throw backupErrors.newerSchema(newer)
  const { file, sha256, bytes } = manifest.archive
  const path = join(dirname(manifestFile), basename(file))
  if (!existsSync(path)) throw backupErrors.damaged(`there is no ${file}`)
  const found = await hashFile(path)
  if (found.sha256 !== sha256 || found.bytes !== bytes)
    throw backupErrors.damaged('the archive is not the one that was signed')
  const key = await service.unwrap(manifest.wrapped, backupContext(file))
  const chunks: Buffer[] = []
  for await (const chunk of readArchive(path, key)) chunks.push(chunk)
  return { manifest, image: new Uint8Array(Buffer.concat(chunks)) }
}

/** Prove that a backup can be restored: signature, hash, key, a trial load, row counts. */
export async function verifyEmbedded(manifestFile: string, service: KeyService): Promise<Manifest> {
  const { manifest, image } = await openBackup(manifestFile, service)
  await tryImage(image, manifest.rowCounts)
  return manifest
}

/** How a backup is put back. */
export interface RestoreOptions extends KnownHeads {
  readonly manifestFile: string
  readonly service: KeyService
  /** A folder that does not exist yet, or is empty: nothing is ever overwritten. */
  readonly into: string
}

/**
 * Restore a backup into a new folder: verified before anything is loaded, its counts compared after,
 * customers' keys taken from the newest keys beside it, so that what was shredded since stays shredded.
 *
 * @throws `backup.damaged`, `backup.not_signed`, `backup.newer_schema`, `backup.rolls_back`,
 *   `backup.target_not_empty`
 */
export async function restoreEmbedded(options: RestoreOptions): Promise<Manifest> {
  const { manifestFile, service, into } = options
  if (existsSync(into) && readdirSync(into).length > 0) throw backupErrors.notEmpty(into)
  const { manifest, image } = await openBackup(manifestFile, service)
  await expectNewest(manifestFile, manifest, service, options)
  rmSync(into, { recursive: true, force: true })
  const store = await openEmbeddedStore({ folder: into, image, handOver: true, deadline: 60_000 })
  try {
    await expectCounts(store, manifest.rowCounts)
    await putKeys(store, dirname(manifestFile), service, manifest.takenAt)
    await beginEpoch(store)
  } finally {
    await store.close()
  }
  return manifest
}

/** Transaction numbers may begin anew: what comes from now on stands after all that was restored. */
async function beginEpoch(store: EmbeddedStore): Promise<void> {
  const { rows } = await sql<{ epoch: number }>`select crm_epoch() as epoch`.execute(store.db)
  const next = (rows[0]?.epoch ?? 1) + 1
  await sql
    .raw(
      `create or replace function crm_epoch() returns int language sql immutable as 'select ${next}'`,
    )
    .execute(store.db)
}
