import { describe, expect, it } from 'vitest'
import type { Instant } from '../kit/index.ts'
import { type BackupFacts, type BackupLine, judgeBackups, RPO_MINUTES } from './backups.ts'

const at = '2026-03-05T02:00:00.000Z' as Instant
const before = (minutes: number) =>
  new Date(Date.parse(at) - minutes * 60_000).toISOString() as Instant
const backup = (minutes: number, verified = true): BackupLine => ({
  takenAt: before(minutes),
  engine: 'pglite',
  bytes: 1_000,
  rows: 10,
  verified,
})
const drill = (days: number, sound = true) => ({
  at: before(days * 1_440),
  rows: 10,
  restoreMs: 900,
  sound,
})
const well: BackupFacts = { rpoMinutes: RPO_MINUTES, backups: [backup(5)], drill: drill(10) }
const judge = (facts: Partial<BackupFacts>, seals = {}) => {
  const { state, reasons } = judgeBackups({ ...well, ...facts }, { seals: 9, ...seals }, at)
  return [state, ...reasons.map(({ reason }) => reason.code)]
}

describe('the backups of the bank', () => {
  it.each<[string, Partial<BackupFacts>, object, readonly string[]]>([
    ['are quiet when fresh, verified and drilled', {}, {}, ['quiet']],
    ['are quiet at the recovery point itself', { backups: [backup(30)] }, {}, ['quiet']],
    ['want a look past it', { backups: [backup(31)] }, {}, ['warn', 'backup.old']],
    ['are an alarm past twice of it', { backups: [backup(61)] }, {}, ['alarm', 'backup.old']],
    ['are an alarm when there are none', { backups: [] }, {}, ['alarm', 'backup.none']],
    [
      'want a look when the newest is not verified',
      { backups: [backup(5, false), backup(20)] },
      {},
      ['warn', 'backup.not_verified'],
    ],
    [
      'are an alarm when none is verified',
      { backups: [backup(5, false)], drill: undefined },
      {},
      ['alarm', 'backup.none_verified', 'backup.no_drill'],
    ],
    ['want a drill', { drill: undefined }, {}, ['warn', 'backup.no_drill']],
    [
      'want a drill again after half a year',
      { drill: drill(184) },
      {},
      ['warn', 'backup.drill_old'],
    ],
    ['are an alarm three years after', { drill: drill(1_096) }, {}, ['alarm', 'backup.drill_old']],
    [
      'are an alarm when the drill failed',
      { drill: drill(1, false) },
      {},
      ['alarm', 'backup.drill_unsound'],
    ],
    ['leave the sealer its moment', {}, { unsealedSince: before(1) }, ['quiet']],
    ['notice a sealer that lags', {}, { unsealedSince: before(2) }, ['warn', 'backup.seal_behind']],
    [
      'notice a sealer that stands still',
      {},
      { unsealedSince: before(15) },
      ['alarm', 'backup.seal_behind'],
    ],
    [
      'say where nothing is sealed at all',
      {},
      { seals: 0, unsealedSince: before(900) },
      ['warn', 'backup.never_sealed'],
    ],
    [
      'name the gravest first',
      { backups: [], drill: undefined },
      {},
      ['alarm', 'backup.none', 'backup.no_drill'],
    ],
  ])('%s', (_name, facts, seals, told) => {
    expect(judge(facts, seals)).toEqual(told)
  })
})
