import type { Migration } from '../kit/store/migrate.ts'

/** What came in and went out: webhooks that were taken, consumers of the outbox, what is tried again. */
export default {
  id: '0015-deliveries',
  up: [
    `create table webhook_seen (
      bank_id text not null,
      source text not null,
      event_id text not null,
      seen_at timestamptz not null,
      primary key (bank_id, source, event_id)
    )`,
    `create index webhook_seen_oldest on webhook_seen (seen_at)`,
    `create table outbox_consumer (
      bank_id text not null,
      consumer text not null,
      position text not null default '0.0',
      fence bigint not null default 0,
      lease_until timestamptz not null default '-infinity',
      primary key (bank_id, consumer)
    )`,
    `create table outbox_retry (
      bank_id text not null,
      consumer text not null,
      tx_id xid8 not null,
      seq bigint not null,
      order_key text not null,
      tries int not null default 0,
      status text not null default 'waiting',
      next_at timestamptz not null,
      failure text not null default '',
      primary key (bank_id, consumer, tx_id, seq)
    )`,
    `create index outbox_retry_order on outbox_retry
      (bank_id, consumer, status, order_key, tx_id, seq)`,
  ],
} satisfies Migration
