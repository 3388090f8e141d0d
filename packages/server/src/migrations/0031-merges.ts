import type { Migration } from '../kit/store/migrate.ts'

/**
 * Who was held to be whom, and until when. No row changes hands: a merged customer keeps theirs, and
 * stands where the survivor does for as long as it holds.
 */
export default {
  id: '0031-merges',
  up: [
    `alter table customer
      add column merged_into text,
      add column apart_branch_id text,
      add column apart_manager_id text`,
    `create index customer_merged on customer (bank_id, merged_into, customer_id)
      where merged_into is not null`,
    `create table customer_merge (
      bank_id text not null,
      customer_id text not null,
      merge_id text not null,
      into_id text not null,
      at timestamptz not null,
      by_staff_id text not null,
      reason text not null,
      evidence text,
      owners jsonb not null,
      undone_at timestamptz,
      undone_by text,
      undone_reason text,
      primary key (bank_id, customer_id, merge_id)
    )`,
    `create unique index customer_merge_holds on customer_merge (bank_id, customer_id)
      where undone_at is null`,
    `create index customer_merge_into on customer_merge (bank_id, into_id)`,
    `create index customer_merge_id on customer_merge (bank_id, merge_id)`,
  ],
} satisfies Migration
