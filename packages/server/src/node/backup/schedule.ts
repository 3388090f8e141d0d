import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { backupChecks, expectSound } from '../../kit/configuration/job-checks.ts'
import { type Repeated, repeat } from '../../kit/repeat.ts'
import { type BackupOptions, backupEmbedded } from './embedded.ts'
import type { TakenBackup } from './keep-backup.ts'

/** Which backups are kept: the last of each of so many hours, and of so many days. */
export interface BackupRetention {
  readonly hours: number
  readonly days: number
}

/** A day of hours and two weeks of days. */
export const backupRetention: BackupRetention = { hours: 24, days: 14 }

const stampOf = (file: string): string | undefined => /^crm-(\d{8}T\d{6}Z)\.json$/.exec(file)?.[1]

/**
 * The manifests in a folder that need not be kept any more. The newest always is, and the one just taken,
 * which is not the newest by its name where the clock was set back.
 */
export function expendable(
  files: readonly string[],
  { hours, days }: BackupRetention = backupRetention,
  justTaken?: string,
): readonly string[] {
  const backups = files
    .map((file) => ({ file, stamp: stampOf(file) }))
    .filter((one): one is { file: string; stamp: string } => one.stamp !== undefined)
    .sort((a, b) => (a.stamp < b.stamp ? 1 : -1))
  const kept = new Set<string>(backups[0] ? [backups[0].file] : [])
  for (const [letters, most] of [
    [11, hours],
    [8, days],
  ] as const) {
    const seen = new Set<string>()
    for (const { file, stamp } of backups) {
      const slot = stamp.slice(0, letters)
      if (seen.has(slot) || seen.size >= most) continue
      seen.add(slot)
      kept.add(file)
    }
  }
  return backups.map(({ file }) => file).filter((file) => file !== justTaken && !kept.has(file))
}

const DAY_MS = 86_400_000

/**
 * Archives without a manifest that are a day older than the backup just taken: a power cut left them, and
 * they are no backup. Younger ones may still be being written.
 */
export function orphans(files: readonly string[], now: Date): readonly string[] {
  const whole = new Set(files)
  const before = new Date(now.getTime() - DAY_MS).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return files.filter((file) => {
    const [, name, stamp = ''] = /^(crm-(\d{8}T\d{6}Z))\.crmbak(?:\.new)?$/.exec(file) ?? []
    return name !== undefined && stamp < before && !whole.has(`${name}.json`)
  })
}

/** How backups go on by themselves. */
export interface ScheduleOptions extends BackupOptions {
  /** 15 unless told otherwise: what a power cut can cost an embedded store. */
  readonly everyMinutes?: number
  readonly retention?: BackupRetention
  readonly onTaken?: (backup: TakenBackup) => void
  /** A backup that failed is tried again at the next turn; somebody should hear of it. */
  readonly onFault?: (error: unknown) => void
}

/**
 * Back up at once and then every so many minutes, until stopped; never two at a time.
 *
 * @throws `config.refused` in production, where the plan keeps too little or lies beside the data
 */
export function scheduleBackups(options: ScheduleOptions): Repeated {
  const { everyMinutes = 15, retention, folder, onTaken, onFault = () => undefined } = options
  const data = options.store.origin?.folder
  expectSound(backupChecks, {
    everyMinutes,
    days: retention?.days ?? backupRetention.days,
    folder: resolve(folder),
    ...(data !== undefined && { data }),
  })
  const turn = async () => {
    const taken = await backupEmbedded(options)
    const files = existsSync(folder) ? readdirSync(folder) : []
    for (const file of expendable(files, retention, basename(taken.manifestFile)))
      for (const name of [file, file.replace(/json$/, 'crmbak')])
        rmSync(join(folder, name), { force: true })
    for (const file of orphans(files, new Date(taken.manifest.takenAt)))
      rmSync(join(folder, file), { force: true })
    onTaken?.(taken)
  }
  return repeat(turn, { everyMs: everyMinutes * 60_000, onFault, inBackground: true })
}
