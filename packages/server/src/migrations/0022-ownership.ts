import type { Migration } from '../kit/store/migrate.ts'

/** How customers changed hands: who gave them to whom, why, and who agreed. */
export default {
  id: '0022-ownership',
  up: [
    `create table ownership_change (
      bank_id text not null,
      customer_id text not null,
      change_id text not null,
      on_day date not null,
      deed text not null,
      from_shares jsonb not null,
      to_shares jsonb not null,
      reason text not null default '',
      by_staff_id text not null,
      at timestamptz not null,
      primary key (bank_id, customer_id, change_id)
    )`,
    `create function ownership_change_is_final() returns trigger language plpgsql as $$
      begin
        raise exception 'ownership_change is written once' using errcode = 'restrict_violation';
      end
    $$`,
    `create trigger ownership_change_is_final before update on ownership_change
      for each statement execute function ownership_change_is_final()`,
    `create index approval_subject on approval (bank_id, subject_id, kind) where status = 'pending'`,
  ],
} satisfies Migration
