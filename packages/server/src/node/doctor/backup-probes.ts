import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readManifest } from '../backup/manifest.ts'
import { backupStanding } from '../backup/standing.ts'
import { type Finding, found, type Looked } from './finding.ts'

const DRILL_DAYS = 183
const DAY = 86_400_000
const unknown = found(
  undefined,
  '未指定备份目录(--backups)',
  'no folder of backups was given (--backups)',
)

async function standing({ store, backupFolder }: Looked) {
  const { service } = store.vault
  return backupFolder && service ? backupStanding({ folder: backupFolder, service })() : undefined
}

async function freshBackup(looked: Looked): Promise<Finding> {
  const facts = await standing(looked)
  if (!facts) return unknown
  const [newest] = facts.backups
  if (!newest) return found(false, '没有可用的备份', 'there is no backup of this bank')
  const minutes = Math.round((Date.parse(looked.now) - Date.parse(newest.takenAt)) / 60_000)
  const tried = newest.verified
  return found(
    tried && minutes <= facts.rpoMinutes,
    `最近备份在 ${minutes} 分钟前,${tried ? '已试恢复' : '未通过校验'}(上限 ${facts.rpoMinutes})`,
    `the newest is ${minutes} minutes old, ${tried ? 'tried' : 'not sound'} (${facts.rpoMinutes} at most)`,
  )
}

async function recentDrill(looked: Looked): Promise<Finding> {
  const facts = await standing(looked)
  if (!facts) return unknown
  if (!facts.drill) return found(false, '没有演练记录', 'there is no record of a drill')
  const { at, sound, restoreMs } = facts.drill
  const days = Math.floor((Date.parse(looked.now) - Date.parse(at)) / DAY)
  return found(
    sound && days <= DRILL_DAYS,
    `${days} 天前演练,恢复 ${restoreMs} 毫秒,记录${sound ? '有效' : '无效'}`,
    `drilled ${days} days ago, back in ${restoreMs} ms, its record is ${sound ? 'sound' : 'not sound'}`,
  )
}

async function backupKey({ store, backupFolder }: Looked): Promise<Finding> {
  const { service } = store.vault
  if (!backupFolder || !service) return unknown
  const files = existsSync(backupFolder) ? readdirSync(backupFolder).sort().reverse() : []
  const newest = files.find((file) => /^crm-\d{8}T\d{6}Z\.json$/.test(file))
  if (!newest) return found(false, '没有备份', 'there is no backup')
  const { wrapped } = await readManifest(join(backupFolder, newest), service)
  const keys = await store.db.selectFrom('data_key').select('master_key_id').distinct().execute()
  const shared = keys.some(({ master_key_id }) => master_key_id === wrapped.keyId)
  return found(
    !shared,
    `备份主密钥:${wrapped.keyId}`,
    `the backup’s master key is ${wrapped.keyId}`,
  )
}

/** Looks at backups and drills. */
export const backupProbes = { freshBackup, recentDrill, backupKey }
