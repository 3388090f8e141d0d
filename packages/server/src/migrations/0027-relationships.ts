import type { Migration } from '../kit/store/migrate.ts'

/** Who is what to whom: one row at either end, so that each stands with its own customer. */
export default {
  id: '0027-relationships',
  up: [
    `create table relationship (
      bank_id text not null,
      customer_id text not null,
      relationship_id text not null,
      version int not null default 1,
      other_id text,
      other_name text,
      other_kind text,
      role text not null,
      share_bp int,
      amount_fen bigint,
      from_on date,
      to_on date,
      source text not null,
      source_key text not null default '',
      row_hash text not null default '',
      reason text,
      added_by text,
      added_at timestamptz not null,
      end_reason text,
      ended_by text,
      undoable text not null default '',
      withdrawn boolean not null default false,
      primary key (bank_id, customer_id, relationship_id)
    )`,
    `create index relationship_ends on relationship (bank_id, relationship_id)`,
    `create index relationship_other on relationship (bank_id, other_id)`,
  ],
} satisfies Migration
