import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import { expectSound, sealerChecks } from '../configuration/job-checks.ts'
import { type Repeated, repeat } from '../repeat.ts'
import { isUniqueViolation } from '../store/sql-error.ts'
import type { Store } from '../store/store.ts'
import { type AuditRow, auditFields, auditText } from './text.ts'

/** A sealed stretch of the audit: which rows, in which order, after which seal. */
export interface AuditSeal {
  readonly bankId: string
  /** Counts the seals of a bank from 1, without a gap. */
  readonly n: number
  readonly at: string
  /** Where it ends: epoch, transaction, row. */
  readonly last: readonly [epoch: number, txId: string, seq: number]
  readonly rows: number
  /** `seq:digest` of each row, shortened: enough to name a row that is missing or strange. */
  readonly marks: string
  /** The digest of the rows' digests. */
  readonly root: string
  readonly previous: string
  /** What the next seal stands on. */
  readonly seal: string
  readonly keyId: string
  readonly algorithm: 'Ed25519' | 'SM2-SM3'
  readonly signature: string
}

/** A row as the sealer and the verifier read it. */
export interface PlacedRow extends AuditRow {
  readonly epoch: number
  readonly tx_id: string
  readonly seq: number
  readonly mark: string
}

const MOST_ROWS = 1_000
const DIGEST_LETTERS = 10
/** Before the first seal. */
export const GENESIS = 'crm.audit.1'

/** What is hashed and signed of a seal. */
export const sealText = (
  seal: Pick<AuditSeal, 'bankId' | 'n' | 'at' | 'last' | 'rows' | 'marks' | 'root' | 'previous'>,
): string =>
  JSON.stringify([
    seal.bankId,
    seal.n,
    seal.at,
    seal.last,
    seal.rows,
    seal.marks,
    seal.root,
    seal.previous,
  ])

/** The root of these rows and their marks, in order. */
export function rootOf(
  rows: readonly PlacedRow[],
  digest: (text: string) => string,
): { readonly root: string; readonly marks: string } {
  const digests = rows.map((row) => digest(auditText(row) + row.mark))
  const marks = rows.map(({ seq }, at) => `${seq}:${digests[at]!.slice(0, DIGEST_LETTERS)}`)
  return { root: digest(digests.join('')), marks: marks.join(' ') }
}

const columns = [...auditFields, 'epoch', 'tx_id', 'seq', 'mark'] as const

/**
 * Rows of the audit after a place, in the order they became visible. Only what is settled: no
 * transaction that is still open can put a row before one that was given out.
 */
export function auditRowsAfter(
  db: Kysely<Database>,
  bankId: string,
  [epoch, txId, seq]: AuditSeal['last'],
  limit: number,
  settledOnly = true,
): Promise<PlacedRow[]> {
  return db
    .selectFrom('audit_event')
    .select(columns)
    .where('bank_id', '=', bankId)
    .where(sql<boolean>`(epoch, tx_id, seq) > (${epoch}::int, ${txId}::xid8, ${seq}::bigint)`)
    .$if(settledOnly, (query) =>
      query.where(
        sql<boolean>`(epoch < crm_epoch() or tx_id < pg_snapshot_xmin(pg_current_snapshot()))`,
      ),
    )
    .orderBy('epoch')
    .orderBy('tx_id')
    .orderBy('seq')
    .limit(limit)
    .execute() as Promise<PlacedRow[]>
}

/** Before the first row. */
export const START: AuditSeal['last'] = [0, '0', 0]

/** The bank's newest seal; nothing before the first. */
export async function lastSeal(
  db: Kysely<Database>,
  bankId: string,
): Promise<AuditSeal | undefined> {
  const row = await db
    .selectFrom('audit_seal')
    .selectAll()
    .where('bank_id', '=', bankId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toSeal(row)
}

/** A stored seal. */
export const toSeal = (row: {
  bank_id: string
  n: number
  at: string
  last_epoch: number
  last_tx: string
  last_seq: number
  rows: number
  marks: string
  root: string
  previous: string
  seal: string
  key_id: string
  algorithm: string
  signature: string
}): AuditSeal => ({
  bankId: row.bank_id,
  n: row.n,
  at: row.at,
  last: [row.last_epoch, row.last_tx, row.last_seq],
  rows: row.rows,
  marks: row.marks,
  root: row.root,
  previous: row.previous,
  seal: row.seal,
  keyId: row.key_id,
  algorithm: row.algorithm as AuditSeal['algorithm'],
  signature: row.signature,
})

/**
 * Seal the next rows of a bank's audit: up to a thousand, chained to the seal before and signed by the
 * key service. Two sealers at once make one seal.
 *
 * @returns the seal, or nothing when there was nothing to seal
 */
export async function sealNext(
  store: Store,
  bankId: string,
  now: string,
): Promise<AuditSeal | undefined> {
  const { service, suite } = store.vault
  if (!service || !suite) return undefined
  const before = await lastSeal(store.db, bankId)
  const rows = await auditRowsAfter(store.db, bankId, before?.last ?? START, MOST_ROWS)
  const end = rows.at(-1)
  if (!end) return undefined
  const { root, marks } = rootOf(rows, suite.digest)
  const body = {
    bankId,
    n: (before?.n ?? 0) + 1,
    at: now,
    last: [end.epoch, end.tx_id, end.seq] as const,
    rows: rows.length,
    marks,
    root,
    previous: before?.seal ?? GENESIS,
  }
  const text = sealText(body)
  const signed = await service.sign(new TextEncoder().encode(text))
  const seal: AuditSeal = { ...body, seal: suite.digest(text), ...signed }
  try {
    await store.db.insertInto('audit_seal').values(toRow(seal)).execute()
  } catch (error) {
    if (isUniqueViolation(error)) return undefined
    throw error
  }
  return seal
}

const toRow = (seal: AuditSeal) => ({
  bank_id: seal.bankId,
  n: seal.n,
  at: seal.at,
  last_epoch: seal.last[0],
  last_tx: seal.last[1],
  last_seq: seal.last[2],
  rows: seal.rows,
  marks: seal.marks,
  root: seal.root,
  previous: seal.previous,
  seal: seal.seal,
  key_id: seal.keyId,
  algorithm: seal.algorithm,
  signature: seal.signature,
})

/** How a sealer works. */
export interface SealerOptions {
  readonly store: Store
  readonly now: () => string
  /** How often it looks, in milliseconds; every second unless told otherwise. */
  readonly everyMs?: number
  /** The second place: syslog, a queue, a file elsewhere. What it has, nobody can cut off here. */
  readonly onSeal?: (seal: AuditSeal) => Promise<void> | void
  readonly onFault?: (error: unknown) => void
}

/**
 * Seals every bank's audit as it grows, until stopped.
 *
 * @throws `config.refused` in production, for a sealer that lags or tells no second place
 */
export function startSealer(options: SealerOptions): Repeated {
  const { store, now, everyMs = 1_000, onSeal, onFault = () => undefined } = options
  expectSound(sealerChecks, { everyMs, onSeal })
  const round = async () => {
    const banks = await store.db.selectFrom('bank').select('bank_id').execute()
    for (const { bank_id } of banks)
      for (let seal = await sealNext(store, bank_id, now()); seal; ) {
        await onSeal?.(seal)
        if (seal.rows < MOST_ROWS) break
        seal = await sealNext(store, bank_id, now())
      }
  }
  const { stop } = repeat(round, { everyMs, onFault })
  return {
    async stop() {
      await stop()
      await round().catch(onFault)
    },
  }
}
