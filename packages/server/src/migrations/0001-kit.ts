import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0001-kit',
  up: [
    `create table bank (
      bank_id text primary key,
      name text not null,
      currency text not null,
      business_date date not null,
      time_zone text not null default 'Asia/Shanghai',
      created_at timestamptz not null default now()
    )`,
    `create table idempotency_key (
      bank_id text not null,
      actor_id text not null,
      route text not null,
      key text not null,
      fingerprint text not null,
      status int,
      body json,
      version int,
      created_at timestamptz not null default now(),
      primary key (bank_id, actor_id, route, key)
    )`,
    `create index idempotency_key_oldest on idempotency_key (created_at)`,
    `create table audit_event (
      bank_id text not null,
      event_id text not null,
      at timestamptz not null,
      actor_id text not null,
      person_id text not null,
      roles jsonb not null,
      action text not null,
      object_kind text not null,
      object_id text not null,
      customer_id text,
      field_names jsonb not null,
      purpose text not null,
      decision text not null,
      policy_id text not null,
      result text not null,
      request_id text not null,
      primary key (bank_id, event_id)
    )`,
    `create index audit_event_customer on audit_event (bank_id, customer_id, at)
      where customer_id is not null`,
    `create index audit_event_actor on audit_event (bank_id, actor_id, at)`,
    `create function audit_event_is_final() returns trigger language plpgsql as $$
      begin
        raise exception 'audit_event is written once' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger audit_event_is_final before update or delete or truncate on audit_event
      for each statement execute function audit_event_is_final()`,
    `create table outbox_event (
      bank_id text not null,
      seq bigint generated always as identity,
      tx_id xid8 not null default pg_current_xact_id(),
      room text not null,
      deed text not null,
      subject_kind text not null,
      subject_id text not null,
      customer_id text,
      branch_id text not null default '',
      manager_id text not null default '',
      at timestamptz not null default now(),
      primary key (bank_id, seq)
    )`,
    `create index outbox_event_order on outbox_event (bank_id, tx_id, seq)`,
  ],
} satisfies Migration
