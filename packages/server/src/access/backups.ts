import { accessErrors, type BackupStanding, type Instant, judgeBackups } from '@crm/core'
import { auditRowsAfter, lastSeal, START } from '../kit/audit/seal.ts'
import type { ReadSession } from '../kit/session.ts'

/**
 * How backups, the last drill and the seals of the audit stand now. Backups are files beside the
 * store, so the host says what it knows of them; the seals are in the store itself.
 *
 * @throws `access.backups_untold`
 */
export async function backupsOf(session: ReadSession): Promise<BackupStanding> {
  const { backups, db, bankId, ports } = session
  if (!backups) throw accessErrors.backupsUntold()
  const facts = await backups()
  const last = await lastSeal(db, bankId)
  const [unsealed] = await auditRowsAfter(db, bankId, last?.last ?? START, 1, false)
  const seals = {
    seals: last?.n ?? 0,
    ...(last && { sealedAt: last.at as Instant }),
    ...(unsealed && { unsealedSince: unsealed.at as Instant }),
  }
  return judgeBackups(facts, seals, ports.now())
}
