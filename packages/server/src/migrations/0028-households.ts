import type { Migration } from '../kit/store/migrate.ts'

/** Who lives and decides together. The household itself names nobody; each membership stands with its customer. */
export default {
  id: '0028-households',
  up: [
    `create table household (
      bank_id text not null,
      household_id text not null,
      version int not null default 1,
      cause text not null,
      formed_on date,
      split_from text,
      ended_on date,
      joined_into text,
      sizes jsonb not null default '[]',
      primary key (bank_id, household_id)
    )`,
    `create table household_member (
      bank_id text not null,
      customer_id text not null,
      membership_id text not null,
      household_id text not null,
      role text not null,
      from_on date,
      to_on date,
      number text,
      source text not null,
      source_key text not null default '',
      row_hash text not null default '',
      reason text,
      added_by text,
      added_at timestamptz not null,
      end_reason text,
      ended_by text,
      primary key (bank_id, customer_id, membership_id)
    )`,
    `create unique index household_member_now on household_member (bank_id, customer_id)
      where to_on is null`,
    `create index household_member_house on household_member (bank_id, household_id)`,
  ],
} satisfies Migration
