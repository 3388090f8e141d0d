import { guardErrors, type Instant } from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import { readPosition, START, type StoredEvent, toStoredEvent } from './outbox.ts'

/** An event that a consumer would not take, however often it was tried. */
export interface DeadLetter {
  readonly consumer: string
  readonly event: StoredEvent
  readonly tries: number
  /** The code of the last failure. */
  readonly failure: string
}

/** Which dead letters. */
export interface DeadLetterQuery {
  readonly bankId: string
  readonly consumer: string
  /** The position of the last one seen. */
  readonly after?: string
  /** At most 100. */
  readonly limit?: number
}

/** A consumer's dead letters, oldest first. @throws `page.cursor_invalid` for an unknown position */
export async function listDeadLetters(
  db: Kysely<Database>,
  { bankId, consumer, after = START, limit = 100 }: DeadLetterQuery,
): Promise<readonly DeadLetter[]> {
  const [txId, seq] = readPosition(after)
  const rows = await db
    .selectFrom('outbox_retry')
    .innerJoin('outbox_event', (join) =>
      join
        .onRef('outbox_event.bank_id', '=', 'outbox_retry.bank_id')
        .onRef('outbox_event.seq', '=', 'outbox_retry.seq'),
    )
    .selectAll('outbox_event')
    .select(['outbox_retry.tries', 'outbox_retry.failure'])
    .where('outbox_retry.bank_id', '=', bankId)
    .where('outbox_retry.consumer', '=', consumer)
    .where('outbox_retry.status', '=', 'dead')
    .where(sql<boolean>`(outbox_retry.tx_id, outbox_retry.seq) > (${txId}::xid8, ${seq}::bigint)`)
    .orderBy('outbox_retry.tx_id')
    .orderBy('outbox_retry.seq')
    .limit(Math.min(limit, 100))
    .execute()
  return rows.map((row) => ({
    consumer,
    event: toStoredEvent(row),
    tries: row.tries,
    failure: row.failure,
  }))
}

/**
 * Have a dead letter delivered again, with its own key and twelve new tries, at the next run. It comes
 * after events of the same customer that have gone on without it.
 *
 * @throws `outbox.dead_letter_unknown`
 */
export async function replayDeadLetter(
  db: Kysely<Database>,
  letter: { readonly bankId: string; readonly consumer: string; readonly position: string },
  now: Instant,
): Promise<void> {
  const { bankId, consumer, position } = letter
  const [txId, seq] = readPosition(position)
  const changed = await db
    .updateTable('outbox_retry')
    .set({ status: 'waiting', tries: 0, next_at: now })
    .where('bank_id', '=', bankId)
    .where('consumer', '=', consumer)
    .where(sql<boolean>`(tx_id, seq) = (${txId}::xid8, ${seq}::bigint)`)
    .where('status', '=', 'dead')
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) throw guardErrors.deadLetterUnknown(consumer, position)
}
