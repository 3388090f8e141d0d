import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0006-reminders',
  up: [
    `create table reminder (
      bank_id text not null,
      customer_id text not null,
      reminder_id text not null,
      version int not null default 1,
      branch_id text not null,
      manager_id text not null default '',
      kind text not null,
      subject text not null,
      occurrence text not null,
      due_on date not null,
      show_on date not null,
      reason jsonb not null,
      stake_fen bigint not null default 0,
      status text not null default 'open',
      closed_by text,
      closed_at timestamptz,
      primary key (bank_id, customer_id, reminder_id),
      unique (bank_id, customer_id, kind, subject, occurrence)
    )`,
    `create index reminder_open on reminder (bank_id, manager_id, show_on) where status = 'open'`,
    `create index reminder_by_id on reminder (bank_id, reminder_id)`,
  ],
} satisfies Migration
