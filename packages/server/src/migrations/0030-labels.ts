import type { Migration } from '../kit/store/migrate.ts'

/** Tags of the bank and lists of its people, who is under them, and what was changed at once. */
export default {
  id: '0030-labels',
  up: [
    `create table label (
      bank_id text not null,
      label_id text not null,
      version int not null default 1,
      kind text not null,
      name text not null,
      shared boolean not null,
      made_by text not null,
      branch_id text not null,
      made_at timestamptz not null,
      primary key (bank_id, label_id)
    )`,
    `create unique index label_tag on label (bank_id, name) where kind = 'tag'`,
    `create unique index label_group on label (bank_id, made_by, name) where kind = 'group'`,
    `create table customer_label (
      bank_id text not null,
      customer_id text not null,
      label_id text not null,
      put_by text not null,
      put_at timestamptz not null,
      primary key (bank_id, customer_id, label_id)
    )`,
    `create index customer_label_by_label on customer_label (bank_id, label_id, customer_id)`,
    `create table label_change (
      bank_id text not null,
      change_id text not null,
      label_id text not null,
      deed text not null,
      customer_ids text[] not null,
      by_staff_id text not null,
      at timestamptz not null,
      undone boolean not null default false,
      primary key (bank_id, change_id)
    )`,
  ],
} satisfies Migration
