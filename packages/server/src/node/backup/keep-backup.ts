import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { KeyService } from '../../kit/keys/key-service.ts'
import type { Store } from '../../kit/store/store.ts'
import { backupContext } from './archive.ts'
import type { StoreFacts } from './count-rows.ts'
import { keepKeys } from './keys-archive.ts'
import { type Manifest, writeManifest } from './manifest.ts'

/** A backup that was taken. */
export interface TakenBackup {
  readonly manifestFile: string
  readonly manifest: Manifest
  /** How long the store's one connection was held, in milliseconds. */
  readonly heldMs: number
}

const manifestName = (takenAt: string): string =>
  `crm-${takenAt.replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}.json`

/** What a backup is made of, whatever the engine. */
export interface BackupParts {
  readonly store: Store
  readonly folder: string
  readonly service: KeyService
  readonly takenAt: string
  readonly facts: StoreFacts
  /** It is tried as it is written, before it is signed. */
  readonly tried?: boolean
  /** Write the archive, sealed with this key. What it throws ends the backup. */
  readonly write: (file: string, key: Uint8Array) => Promise<{ sha256: string; bytes: number }>
}

/**
 * Write an archive under another name until it is whole, then keys, then the signed manifest that makes it
 * a backup. What fails leaves nothing behind: drafts that nobody takes away fill a disk.
 */
export async function keepBackup(
  parts: BackupParts,
): Promise<Pick<TakenBackup, 'manifestFile' | 'manifest'>> {
  const { store, folder, service, takenAt, facts, tried = false, write } = parts
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const manifestFile = join(folder, manifestName(takenAt))
  const whole = manifestFile.replace(/json$/, 'crmbak')
  const file = basename(whole)
  const key = randomBytes(32)
  let left = `${whole}.new`
  try {
    const written = await write(left, key)
    renameSync(left, whole)
    left = whole
    const manifest: Manifest = {
      form: 'crm.backup.1',
      engine: store.engine,
      takenAt,
      engineVersion: facts.engineVersion,
      schema: [...facts.schema],
      rowCounts: { ...facts.rowCounts },
      auditHeads: { ...facts.auditHeads },
      archive: { file, ...written },
      ...(tried && { tried }),
      wrapped: await service.wrap('backup', key, backupContext(file)),
    }
    // Without its keys a store is worth nothing, so they come before it.
    await keepKeys(store, folder, service, takenAt)
    await writeManifest(manifestFile, manifest, service)
    return { manifestFile, manifest }
  } catch (error) {
    rmSync(left, { force: true })
    throw error
  }
}
