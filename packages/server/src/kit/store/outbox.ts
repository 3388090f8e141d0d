import { kitErrors } from '@crm/core'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../../database.ts'
import type { KitTables } from './tables.ts'

/** Something that changed, told in the transaction that changed it. */
export interface OutboxEvent {
  readonly bankId: string
  readonly room: string
  readonly deed: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly customerId?: string
  /** Whose customer it is at this moment, so that a listener's scope can be held to it. */
  readonly branchId?: string
  readonly managerId?: string
}

/** An event as it is read back. */
export interface StoredEvent extends OutboxEvent {
  /** Where to go on from, after this event. */
  readonly position: string
  readonly branchId: string
  readonly managerId: string
  readonly at: string
}

/** Before the first event there ever was. */
export const START = '0.0'

/** Leave events in the outbox; they are readable once the transaction has committed. */
export async function appendEvents(
  tx: Transaction<Database>,
  events: readonly OutboxEvent[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    bank_id: event.bankId,
    room: event.room,
    deed: event.deed,
    subject_kind: event.subjectKind,
    subject_id: event.subjectId,
    customer_id: event.customerId ?? null,
    branch_id: event.branchId ?? '',
    manager_id: event.managerId ?? '',
  }))
  await tx.insertInto('outbox_event').values(rows).execute()
}

/**
 * A bank's events after a position, oldest first. An event is given out only when every transaction
 * that began before its own has ended, so a position never has to go back for one that commits late:
 * numbers are drawn at the insert, and a larger one may well become visible first. A long write
 * anywhere in the database therefore delays events; it loses none.
 *
 * @throws `page.cursor_invalid` for a position that was not given out here
 */
export async function readEventsAfter(
  db: Kysely<Database>,
  bankId: string,
  position: string = START,
  limit = 100,
): Promise<StoredEvent[]> {
  const [txId, seq] = readPosition(position)
  const rows = await settled(db, bankId)
    .selectAll()
    .where(sql<boolean>`(tx_id, seq) > (${txId}::xid8, ${seq}::bigint)`)
    .orderBy('tx_id')
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(toStoredEvent)
}

/** The event behind a row. */
export const toStoredEvent = (row: Selectable<KitTables['outbox_event']>): StoredEvent => ({
  position: `${row.tx_id}.${row.seq}`,
  bankId: row.bank_id,
  room: row.room,
  deed: row.deed,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  ...(row.customer_id !== null && { customerId: row.customer_id }),
  branchId: row.branch_id,
  managerId: row.manager_id,
  at: row.at,
})

/** Where a listener begins who wants only what is still to come. */
export async function latestPosition(db: Kysely<Database>, bankId: string): Promise<string> {
  const last = await settled(db, bankId)
    .select(['tx_id', 'seq'])
    .orderBy('tx_id', 'desc')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ? `${last.tx_id}.${last.seq}` : START
}

const settled = (db: Kysely<Database>, bankId: string) =>
  db
    .selectFrom('outbox_event')
    .where('bank_id', '=', bankId)
    .where(sql<boolean>`tx_id < pg_snapshot_xmin(pg_current_snapshot())`)

/** The parts of a position. @throws `page.cursor_invalid` */
export function readPosition(position: string): [txId: string, seq: string] {
  const [, txId, seq] = /^(\d{1,19})\.(\d{1,18})$/.exec(position) ?? []
  if (txId === undefined || seq === undefined) throw kitErrors.cursorInvalid()
  return [txId, seq]
}
