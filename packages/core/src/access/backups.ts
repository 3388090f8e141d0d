import * as z from 'zod/mini'
import { Instant, Reason } from '../kit/index.ts'

/** One backup as it lies in its folder. */
export const BackupLine = z.strictObject({
  takenAt: Instant,
  engine: z.enum(['pglite', 'postgres']),
  bytes: z.int(),
  rows: z.int(),
  /** Signed by a key of this bank, whole on the disk, and restored once to try it. */
  verified: z.boolean(),
})
export interface BackupLine extends z.infer<typeof BackupLine> {}

/** The last restore drill, as its signed record tells it. */
export const DrillLine = z.strictObject({
  at: Instant,
  rows: z.int(),
  restoreMs: z.int(),
  /** Its record is signed by a key of this bank, and every table came back whole. */
  sound: z.boolean(),
})
export interface DrillLine extends z.infer<typeof DrillLine> {}

/** What the host knows of its backups: the newest first. */
export interface BackupFacts {
  /** How much work the bank is ready to lose, in minutes. */
  readonly rpoMinutes: number
  readonly backups: readonly BackupLine[]
  readonly drill?: DrillLine | undefined
}

/** How far the audit is sealed. */
export const SealStanding = z.strictObject({
  seals: z.int(),
  sealedAt: z.optional(Instant),
  /** When the oldest row was written that no seal holds yet. */
  unsealedSince: z.optional(Instant),
})
export interface SealStanding extends z.infer<typeof SealStanding> {}

/** How calm one may be: nothing to do, something to look at, something to do now. */
export const BackupState = z.enum(['quiet', 'warn', 'alarm'])
export type BackupState = z.infer<typeof BackupState>

/** How the bank's backups, drills and seals stand at a moment. */
export const BackupStanding = z.strictObject({
  at: Instant,
  state: BackupState,
  /** Why it is not quiet, the gravest first; empty when it is. */
  reasons: z.array(z.strictObject({ state: BackupState, reason: Reason })),
  rpoMinutes: z.int(),
  backups: z.array(BackupLine),
  drill: z.optional(DrillLine),
  seals: SealStanding,
})
export interface BackupStanding extends z.infer<typeof BackupStanding> {}

/**
 * The recovery point that holds where the host says nothing: half an hour (商业银行业务连续性监管指引,
 * article 25).
 */
export const RPO_MINUTES = 30
/** Recoverability is verified regularly (金规〔2024〕24号, article 45): twice a year, and never three years without. */
const DRILL_DAYS = { warn: 183, alarm: 3 * 365 }
/** The sealer looks each second; a lag of minutes means that it stands still. */
const SEAL_MINUTES = { warn: 2, alarm: 15 }

type Told = BackupStanding['reasons'][number]

const tell = (state: BackupState, code: string, facts: Told['reason']['facts'] = {}): Told => ({
  state,
  reason: { code, facts },
})
const minutesBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))

function ofBackups({ backups, rpoMinutes, drill }: BackupFacts, at: Instant): Told[] {
  const [newest] = backups
  if (!newest) return [tell('alarm', 'backup.none')]
  const minutes = minutesBetween(newest.takenAt, at)
  const told: Told[] = []
  if (minutes > rpoMinutes)
    told.push(
      tell(minutes > 2 * rpoMinutes ? 'alarm' : 'warn', 'backup.old', { minutes, rpoMinutes }),
    )
  // Who has drilled has restored one: then what is not tried by itself is no alarm.
  const tried = drill?.sound === true || backups.some(({ verified }) => verified)
  if (!tried) told.push(tell('alarm', 'backup.none_verified'))
  else if (!newest.verified) told.push(tell('warn', 'backup.not_verified'))
  return told
}

function ofDrill({ drill }: BackupFacts, at: Instant): Told[] {
  if (!drill) return [tell('warn', 'backup.no_drill')]
  if (!drill.sound) return [tell('alarm', 'backup.drill_unsound')]
  const days = Math.floor(minutesBetween(drill.at, at) / 1_440)
  if (days <= DRILL_DAYS.warn) return []
  return [tell(days > DRILL_DAYS.alarm ? 'alarm' : 'warn', 'backup.drill_old', { days })]
}

function ofSeals({ seals, unsealedSince }: SealStanding, at: Instant): Told[] {
  if (unsealedSince === undefined) return []
  const minutes = minutesBetween(unsealedSince, at)
  if (minutes < SEAL_MINUTES.warn) return []
  if (seals === 0) return [tell('warn', 'backup.never_sealed')]
  const state = minutes >= SEAL_MINUTES.alarm ? 'alarm' : 'warn'
  return [tell(state, 'backup.seal_behind', { minutes })]
}

const gravity: Readonly<Record<BackupState, number>> = { alarm: 0, warn: 1, quiet: 2 }

/** Judge what is known of backups, the last drill and the audit's seals at a moment. */
export function judgeBackups(facts: BackupFacts, seals: SealStanding, at: Instant): BackupStanding {
  const reasons = [...ofBackups(facts, at), ...ofDrill(facts, at), ...ofSeals(seals, at)].sort(
    (a, b) => gravity[a.state] - gravity[b.state],
  )
  return {
    at,
    state: reasons[0]?.state ?? 'quiet',
    reasons,
    rpoMinutes: facts.rpoMinutes,
    backups: [...facts.backups],
    ...(facts.drill && { drill: facts.drill }),
    seals,
  }
}
