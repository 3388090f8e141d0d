import type { Store } from './store/store.ts'

/** How long the answer to a write is kept for a repeated request, in days: a tablet may be off for a weekend. */
export const KEEP_KEYS_DAYS = 7

/**
 * Night work of the kit: forget idempotency keys that no retry will ask for again.
 *
 * @returns how many were forgotten
 */
export async function forgetOldKeys(
  store: Store,
  now: Date,
  days: number = KEEP_KEYS_DAYS,
): Promise<number> {
  const before = new Date(now.getTime() - days * 86_400_000).toISOString()
  const gone = await store.transaction((tx) =>
    tx.deleteFrom('idempotency_key').where('created_at', '<', before).executeTakeFirst(),
  )
  return Number(gone.numDeletedRows)
}
