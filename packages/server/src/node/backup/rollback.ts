import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { KeyService } from '../../kit/keys/key-service.ts'
import { backupErrors } from './errors.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** What a restore is told of how far the audit had come. */
export interface KnownHeads {
  /** The newest seals that are known of elsewhere, by bank: a restore says how far it goes back. */
  readonly knownHeads?: Readonly<Record<string, number>>
  /** Go back all the same. */
  readonly acceptRollback?: boolean
}

/**
 * Hold a backup to the newest seal that is known: told by the caller, or written in any signed manifest
 * beside it. An old backup that is passed off as the last would take the audit back with it.
 *
 * @throws `backup.rolls_back` with the number of seals
 */
export async function expectNewest(
  manifestFile: string,
  { auditHeads }: Manifest,
  service: KeyService,
  { knownHeads = {}, acceptRollback = false }: KnownHeads,
): Promise<void> {
  if (acceptRollback) return
  const known: Record<string, number> = { ...knownHeads }
  const folder = dirname(manifestFile)
  for (const file of readdirSync(folder).filter((name) => /^crm-\w+\.json$/.test(name))) {
    // What is damaged or another's beside it says nothing of this bank.
    const other = await readManifest(join(folder, file), service).catch(() => undefined)
    for (const [bankId, { n }] of Object.entries(other?.auditHeads ?? {}))
      known[bankId] = Math.max(n, known[bankId] ?? 0)
  }
  const back = Object.entries(known).map(([bankId, n]) => n - (auditHeads[bankId]?.n ?? 0))
  const most = Math.max(0, ...back)
  if (most > 0) throw backupErrors.rollsBack(most)
}
