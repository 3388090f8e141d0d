import type { Instant } from '@crm/core'
import type { Kysely } from 'kysely'
import type { Database } from '../../database.ts'
import type { Store } from '../store/store.ts'

/** How long a taken event's id is remembered, in days. Senders give up long before. */
export const KEEP_WEBHOOKS_DAYS = 8

/** One event of one sender. */
export interface ReceivedWebhook {
  readonly bankId: string
  /** Who sends: two senders may well use the same id. */
  readonly source: string
  readonly id: string
}

/**
 * Take an event, once. Call it in the transaction of what the event causes: if that is undone, the
 * event is not taken either, and the sender's next try has its effect.
 *
 * @returns false for an event that was taken before: answer well, and do nothing
 */
export async function takeWebhook(
  db: Kysely<Database>,
  { bankId, source, id }: ReceivedWebhook,
  now: Instant,
): Promise<boolean> {
  const taken = await db
    .insertInto('webhook_seen')
    .values({ bank_id: bankId, source, event_id: id, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return taken.numInsertedOrUpdatedRows === 1n
}

/**
 * Night work: forget events that nobody sends again.
 *
 * @param days at least seven
 * @returns how many were forgotten
 */
export async function forgetOldWebhooks(
  store: Store,
  now: Instant,
  days: number = KEEP_WEBHOOKS_DAYS,
): Promise<number> {
  const before = new Date(Date.parse(now) - Math.max(7, days) * 86_400_000).toISOString()
  const gone = await store.transaction((tx) =>
    tx.deleteFrom('webhook_seen').where('seen_at', '<', before).executeTakeFirst(),
  )
  return Number(gone.numDeletedRows)
}
