import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type BackupFacts, type BackupLine, type DrillLine, Instant, RPO_MINUTES } from '@crm/core'
import * as z from 'zod/mini'
import type { KeyService } from '../../kit/keys/key-service.ts'
import { isSignedBy } from '../keys/sign.ts'
import { readManifest } from './manifest.ts'

/** Where backups lie, and who signed them. */
export interface StandingOptions {
  readonly folder: string
  readonly service: KeyService
  /** How much work the bank is ready to lose, in minutes; 30 unless told otherwise. */
  readonly rpoMinutes?: number
}

/** As many backups as a screen needs. */
const TOLD = 10

const DrillRecord = z.object({
  record: z.object({
    drill: z.literal('crm.drill.1'),
    at: Instant,
    rows: z.int(),
    restoreMs: z.int(),
    tablesThatDiffer: z.int(),
  }),
  signature: z.object({
    keyId: z.string(),
    algorithm: z.enum(['Ed25519', 'SM2-SM3']),
    signature: z.string(),
  }),
})

/**
 * What a folder says of the bank's backups, for `createServer({ backups })`: the newest of them with
 * their size and rows, whether each is signed, whole and tried, and the record of the last drill. It
 * looks at names, sizes and signatures; `crm verify` reads every byte.
 */
export const backupStanding =
  ({ folder, service, rpoMinutes = RPO_MINUTES }: StandingOptions): (() => Promise<BackupFacts>) =>
  async () => {
    const files = existsSync(folder) ? readdirSync(folder).sort().reverse() : []
    const manifests = files.filter((file) => /^crm-\d{8}T\d{6}Z\.json$/.test(file)).slice(0, TOLD)
    const read = await Promise.all(manifests.map((file) => lineOf(join(folder, file), service)))
    const [newest] = files.filter((file) => /^drill-.*\.json$/.test(file))
    const drill = newest && (await drillOf(join(folder, newest), service))
    return {
      rpoMinutes,
      backups: read.filter((line) => line !== undefined),
      ...(drill && { drill }),
    }
  }

/** One backup; nothing where its manifest is not this bank's: then it is no backup of it. */
async function lineOf(file: string, service: KeyService): Promise<BackupLine | undefined> {
  const manifest = await readManifest(file, service).catch(() => undefined)
  if (!manifest) return undefined
  const { engine, takenAt, rowCounts, archive, tried = false } = manifest
  const path = join(dirname(file), basename(archive.file))
  const whole = existsSync(path) && statSync(path).size === archive.bytes
  return {
    takenAt: takenAt as Instant,
    engine,
    bytes: archive.bytes,
    rows: Object.values(rowCounts).reduce((sum, count) => sum + count, 0),
    verified: tried && whole,
  }
}

async function drillOf(file: string, service: KeyService): Promise<DrillLine | undefined> {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly record: unknown }
    const { record, signature } = DrillRecord.parse(kept)
    const bytes = new TextEncoder().encode(JSON.stringify(kept.record))
    const signed = isSignedBy(await service.verifyingKeys(), bytes, signature)
    const { at, rows, restoreMs, tablesThatDiffer } = record
    return { at, rows, restoreMs, sound: signed && tablesThatDiffer === 0 }
  } catch {
    // What cannot be read is no record: the screen asks for a drill.
    return undefined
  }
}
