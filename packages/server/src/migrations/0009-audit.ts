import type { Migration } from '../kit/store/migrate.ts'

/**
 * Rows get a keyed mark as they are written, and a place in the order in which they became visible.
 * The epoch counts the times a store was restored: transaction numbers begin anew in another cluster.
 */
export default {
  id: '0009-audit',
  up: [
    `create function crm_epoch() returns int language sql immutable as 'select 1'`,
    `alter table audit_event
      add column epoch int not null default crm_epoch(),
      add column tx_id xid8 not null default pg_current_xact_id(),
      add column seq bigint generated always as identity,
      add column session_id text not null default '',
      add column address text not null default '',
      add column before_mark text not null default '',
      add column after_mark text not null default '',
      add column mark text not null default ''`,
    `create index audit_event_order on audit_event (bank_id, epoch, tx_id, seq)`,
    `create index audit_event_at on audit_event (bank_id, at desc, event_id desc)`,
    `create table audit_seal (
      bank_id text not null,
      n bigint not null,
      at timestamptz not null,
      last_epoch int not null,
      last_tx xid8 not null,
      last_seq bigint not null,
      rows int not null,
      marks text not null,
      root text not null,
      previous text not null,
      seal text not null,
      key_id text not null,
      algorithm text not null,
      signature text not null,
      expired boolean not null default false,
      primary key (bank_id, n)
    )`,
    `create table security_alert (
      bank_id text not null,
      alert_id text not null,
      kind text not null,
      actor_id text not null,
      day date not null,
      facts jsonb not null,
      at timestamptz not null,
      primary key (bank_id, alert_id)
    )`,
    `create index security_alert_newest on security_alert (bank_id, at desc, alert_id desc)`,
    `create or replace function audit_event_is_final() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('crm.audit_expiry', true) = 'on' then
          return null;
        end if;
        raise exception 'audit_event is written once' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger audit_seal_is_final before delete or truncate on audit_seal
      for each statement execute function audit_event_is_final()`,
  ],
} satisfies Migration
