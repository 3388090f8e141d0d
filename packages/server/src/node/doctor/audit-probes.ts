import { sql } from 'kysely'
import { auditInStore } from '../../kit/audit/store-source.ts'
import { verifyAudit } from '../../kit/audit/verify.ts'
import { inspectDatabase } from '../../kit/configuration/database.ts'
import { isSignedBy } from '../keys/sign.ts'
import { type Finding, found, type Looked } from './finding.ts'

const DAY = 86_400_000
const THREE_YEARS = 1_096
const LAG_MINUTES = 15

/** The whole chain, row by row: what `crm audit verify` does. */
async function auditChain({ store, banks, now }: Looked): Promise<Finding> {
  const { service, suite } = store.vault
  if (!service || !suite) return found(undefined, '没有密钥服务', 'there is no key service')
  const verifyingKeys = await service.verifyingKeys()
  let rows = 0
  let seals = 0
  for (const bankId of banks) {
    const keys = await store.vault.ready(store.db, bankId)
    const options = { digest: suite.digest, isSignedBy, verifyingKeys, now, keys }
    const report = await verifyAudit(auditInStore(store, bankId), options)
    rows += report.rows
    seals += report.seals
    if (report.fault) {
      const { code, n, seq } = report.fault
      const place = `${code}, seal ${n}${seq === undefined ? '' : `, row ${seq}`}`
      return found(false, `审计被改动:${place}`, `the audit was altered: ${place}`)
    }
  }
  return found(
    seals > 0,
    `${rows} 行、${seals} 个封存,完整`,
    `${rows} rows under ${seals} seals, whole`,
  )
}

async function auditSealed({ store, now }: Looked): Promise<Finding> {
  const { rows } = await sql<{ events: number; late: number }>`select count(*)::int as events,
      count(*) filter (where at < ${new Date(Date.parse(now) - LAG_MINUTES * 60_000).toISOString()}::timestamptz
        and not exists (select 1 from audit_seal as s where s.bank_id = e.bank_id
          and (e.epoch, e.tx_id, e.seq) <= (s.last_epoch, s.last_tx, s.last_seq)))::int as late
    from audit_event as e`.execute(store.db)
  const { events = 0, late = 0 } = rows[0] ?? {}
  return found(
    events > 0 && late === 0,
    `审计 ${events} 行,逾 ${LAG_MINUTES} 分钟未封存 ${late} 行`,
    `${events} rows of audit, ${late} not sealed after ${LAG_MINUTES} minutes`,
  )
}

async function auditComplete({ store }: Looked): Promise<Finding> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_event
    where actor_id = '' or action = '' or result = '' or decision = ''`.execute(store.db)
  const n = rows[0]?.n ?? 0
  return found(n === 0, `缺要素的记录 ${n} 行`, `${n} rows lack person, kind or result`)
}

async function auditFinal({ store }: Looked): Promise<Finding> {
  const asked = { policies: [], rowSecurity: false, migrations: [] }
  const { finalTables } = await inspectDatabase(store, asked)
  const open = Object.entries(finalTables).filter(([, kept]) => !kept)
  const names = open.map(([table]) => table).join(', ')
  return open.length === 0
    ? found(true, '防改触发器均在', 'the triggers against changes are in force')
    : found(false, `缺防改触发器:${names}`, `no trigger against changes: ${names}`)
}

async function auditKept({ store, now }: Looked): Promise<Finding> {
  const since = new Date(Date.parse(now) - THREE_YEARS * DAY).toISOString()
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_seal
    where expired and at > ${since}::timestamptz`.execute(store.db)
  const n = rows[0]?.n ?? 0
  return found(
    n === 0,
    `未满三年即删除的封存段 ${n} 个`,
    `${n} stretches were let go before three years`,
  )
}

/** Looks at the audit. */
export const auditProbes = { auditChain, auditSealed, auditComplete, auditFinal, auditKept }
