// A bank of its own in a shared store, for tests of who hears what happens there.
import type { Instant } from '@crm/core'
import { sql } from 'kysely'
import { type DispatchOptions, dispatchOutbox } from '../packages/server/src/kit/store/dispatch.ts'
import {
  appendEvents,
  type OutboxEvent,
  readEventsAfter,
  START,
} from '../packages/server/src/kit/store/outbox.ts'
import { OutboxLease } from '../packages/server/src/kit/store/outbox-lease.ts'
import type { Store } from '../packages/server/src/kit/store/store.ts'
import { newBankId } from './migrated-store.ts'

/** The moment at which these tests stand still. */
export const noon = '2026-03-05T04:00:00.000Z' as Instant

/** A bank of its own, whose dispatcher runs at noon. */
export function newToldBank(store: Store) {
  const bankId = newBankId()
  const event = (deed: string, more: Partial<OutboxEvent> = {}): OutboxEvent => ({
    bankId,
    room: 'reminders',
    deed,
    subjectKind: 'reminder',
    subjectId: 'rem_1',
    ...more,
  })
  const append = (...events: readonly OutboxEvent[]) =>
    store.transaction((tx) => appendEvents(tx, events))
  return {
    bankId,
    event,
    append,
    tell: (...deeds: readonly string[]) =>
      append(...deeds.map((deed) => event(deed, { customerId: `cus_${deed.split(' ')[0]}` }))),
    read: (after?: string, limit?: number) => readEventsAfter(store.db, bankId, after, limit),
    dispatch: (handle: DispatchOptions['handle'], more: Partial<DispatchOptions> = {}) =>
      dispatchOutbox({
        store,
        bankId,
        consumer: 'sms',
        now: () => noon,
        random: () => 0.5,
        handle,
        ...more,
      }),
    lease: (more: Partial<Parameters<typeof OutboxLease.take>[0]> = {}) =>
      OutboxLease.take({ store, bankId, consumer: 'sms', from: START, leaseMs: 60_000, ...more }),
    consumers: () =>
      store.db
        .selectFrom('outbox_consumer')
        .select(['consumer', 'position', 'fence', sql<boolean>`lease_until > now()`.as('held')])
        .where('bank_id', '=', bankId)
        .execute(),
    queue: () =>
      store.db
        .selectFrom('outbox_retry')
        .select(['order_key', 'tries', 'status', 'next_at', 'failure'])
        .where('bank_id', '=', bankId)
        .orderBy('seq')
        .execute(),
    /** The lease’s time runs out, by the database’s clock. */
    runOut: () =>
      store.db
        .updateTable('outbox_consumer')
        .set({ lease_until: sql`now() - interval '1 second'` })
        .where('bank_id', '=', bankId)
        .execute(),
  }
}
