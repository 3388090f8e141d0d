import type { Instant } from '@crm/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../../database.ts'
import { readPosition, type StoredEvent, toStoredEvent } from './outbox.ts'

/** How often an event is tried, and how long is waited in between. */
export const backoffDefaults = {
  /** Milliseconds after the first failure; twice as long after each further one … */
  firstMs: 500,
  /** … up to five minutes. */
  mostMs: 300_000,
  /** Each wait is up to this part longer or shorter, so that not all come back together. */
  spread: 0.5,
  /** After so many tries it is a dead letter. */
  tries: 12,
} as const

/** Milliseconds to wait after so many failures; chance is 0 up to, not including, 1. */
export function backoff(failures: number, chance: number): number {
  const { firstMs, mostMs, spread } = backoffDefaults
  const wait = Math.min(mostMs, firstMs * 2 ** (failures - 1))
  return Math.round(wait * (1 - spread + 2 * spread * chance))
}

/** Whose queue. */
export interface QueueOf {
  readonly bankId: string
  readonly consumer: string
}

/** An event that failed, or stands behind one that did. */
export interface Waiting {
  readonly event: StoredEvent
  readonly tries: number
}

/** What is kept in order: a customer, or the thing itself where there is none. */
export const orderKeyOf = ({ customerId, subjectKind, subjectId }: StoredEvent): string =>
  customerId ?? `${subjectKind}:${subjectId}`

const CHUNK = 100

const queue = (db: Kysely<Database>, { bankId, consumer }: QueueOf) =>
  db
    .selectFrom('outbox_retry')
    .where('outbox_retry.bank_id', '=', bankId)
    .where('outbox_retry.consumer', '=', consumer)
    .where('outbox_retry.status', '=', 'waiting')

/** Customers whose events have to queue up, since an earlier one has not been delivered. */
export async function waitingKeys(db: Kysely<Database>, of: QueueOf): Promise<Set<string>> {
  const rows = await queue(db, of).select('order_key').distinct().execute()
  return new Set(rows.map((row) => row.order_key))
}

/** The first event of each customer in the queue. */
const firstsOf = (db: Kysely<Database>, of: QueueOf) =>
  queue(db, of)
    .distinctOn('order_key')
    .select(['seq', 'tries', 'next_at'])
    .orderBy('order_key')
    .orderBy('tx_id')
    .orderBy('seq')
    .as('first')

/** The first event of each customer in the queue, where its time has come. */
export async function dueEvents(
  db: Kysely<Database>,
  of: QueueOf,
  now: Instant,
): Promise<readonly Waiting[]> {
  const rows = await db
    .selectFrom(firstsOf(db, of))
    .innerJoin('outbox_event', 'outbox_event.seq', 'first.seq')
    .selectAll('outbox_event')
    .select('first.tries')
    .where('outbox_event.bank_id', '=', of.bankId)
    .where('first.next_at', '<=', now)
    .orderBy('outbox_event.tx_id')
    .orderBy('outbox_event.seq')
    .limit(CHUNK)
    .execute()
  return rows.map((row) => ({ event: toStoredEvent(row), tries: row.tries }))
}

/** When the next event of the queue is to be tried. */
export async function nextDue(db: Kysely<Database>, of: QueueOf): Promise<Instant | undefined> {
  const row = await db
    .selectFrom(firstsOf(db, of))
    .select('first.next_at')
    .orderBy('first.next_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_at as Instant | undefined
}

/** Put an event at the end of its customer's queue. */
export async function enqueue(
  tx: Transaction<Database>,
  { bankId, consumer }: QueueOf,
  event: StoredEvent,
  row: { readonly tries: number; readonly nextAt: string; readonly failure: string },
): Promise<void> {
  const [txId, seq] = readPosition(event.position)
  await tx
    .insertInto('outbox_retry')
    .values({
      bank_id: bankId,
      consumer,
      tx_id: sql`${txId}::xid8`,
      seq: sql`${seq}::bigint`,
      order_key: orderKeyOf(event),
      tries: row.tries,
      next_at: row.nextAt,
      failure: row.failure,
    })
    .execute()
}

/** Take a delivered event out of the queue. */
export async function dequeue(
  tx: Transaction<Database>,
  { bankId, consumer }: QueueOf,
  event: StoredEvent,
): Promise<void> {
  const [, seq] = readPosition(event.position)
  await tx
    .deleteFrom('outbox_retry')
    .where('bank_id', '=', bankId)
    .where('consumer', '=', consumer)
    .where('seq', '=', sql<number>`${seq}::bigint`)
    .execute()
}

/** Write down that a queued event failed again. */
export async function failAgain(
  tx: Transaction<Database>,
  { bankId, consumer }: QueueOf,
  event: StoredEvent,
  row: {
    readonly tries: number
    readonly nextAt: string
    readonly failure: string
    readonly status: 'waiting' | 'dead'
  },
): Promise<void> {
  const [, seq] = readPosition(event.position)
  await tx
    .updateTable('outbox_retry')
    .set({ tries: row.tries, next_at: row.nextAt, failure: row.failure, status: row.status })
    .where('bank_id', '=', bankId)
    .where('consumer', '=', consumer)
    .where('seq', '=', sql<number>`${seq}::bigint`)
    .execute()
}
