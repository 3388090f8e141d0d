import { sql } from 'kysely'
import { expectSound, retentionChecks } from '../configuration/job-checks.ts'
import type { Store } from '../store/store.ts'
import { recordSystem } from './record.ts'

/** How long rows of the audit are kept, in days. Never less than a year where customers are concerned. */
export interface AuditRetention {
  /** Rows about a customer. */
  readonly customerDays: number
  /** Everything else. */
  readonly otherDays: number
}

/**
 * Three years for both: 银行保险机构数据安全管理办法 (2024), article 43, asks for one year for sensitive
 * data and three where processing is joint or entrusted.
 */
export const auditRetention: AuditRetention = { customerDays: 1_096, otherDays: 1_096 }

const DAY = 86_400_000

/**
 * Delete the rows of whole seals that are past their time. The seals stay: the chain goes on without a
 * gap, and says itself that rows were let go and when. That they were is put on record.
 *
 * @returns how many rows went
 * @throws `config.refused` in production, for less than the law's time
 */
export async function expireAudit(
  store: Store,
  {
    bankId,
    now,
    retention = auditRetention,
  }: {
    readonly bankId: string
    readonly now: string
    readonly retention?: AuditRetention
  },
): Promise<number> {
  expectSound(retentionChecks, retention)
  const days = Math.max(retention.customerDays, retention.otherDays)
  const before = new Date(Date.parse(now) - days * DAY).toISOString()
  const keys = await store.vault.ready(store.db, bankId)
  return store.transaction(
    async (tx) => {
      const last = await tx
        .selectFrom('audit_seal')
        .select(['n', 'last_epoch', 'last_tx', 'last_seq'])
        .where('bank_id', '=', bankId)
        .where('at', '<', before)
        .orderBy('n', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!last) return 0
      await sql`select set_config('crm.audit_expiry', 'on', true)`.execute(tx)
      const gone = await sql`delete from audit_event where bank_id = ${bankId}
        and (epoch, tx_id, seq) <= (${last.last_epoch}::int, ${last.last_tx}::xid8,
          ${last.last_seq}::bigint)`.execute(tx)
      await tx
        .updateTable('audit_seal')
        .set({ expired: true })
        .where('bank_id', '=', bankId)
        .where('n', '<=', last.n)
        .where('expired', '=', false)
        .execute()
      const rows = Number(gone.numAffectedRows)
      if (rows > 0)
        await recordSystem(tx, keys, {
          event_id: `aud_expired_${last.n}`,
          at: now,
          action: 'access.expireAudit',
          object_kind: 'audit',
          object_id: `seal ${last.n}`,
          result: `${rows} rows`,
        })
      return rows
    },
    { deadline: 120_000 },
  )
}
