import type { Migration } from '../kit/store/migrate.ts'

/**
 * A name as it sounds, and from its end; indexes that hold names in the order they are shown, so that a
 * page of a million customers is read and not sorted.
 */
export default {
  id: '0025-search',
  up: [
    `alter table customer
      add column name_sound text not null default '',
      add column name_reversed text generated always as (reverse(name)) stored`,
    `drop index customer_name`,
    `drop index customer_pinyin`,
    `drop index customer_initials`,
    ...['name', 'name_pinyin', 'name_initials', 'name_sound', 'name_reversed'].map(
      (column) =>
        `create index customer_by_${column} on customer
          (bank_id, ${column} collate "C", customer_id collate "C")`,
    ),
    `create index customer_by_village on customer
      (bank_id, village collate "C", name collate "C", customer_id collate "C")`,
    `create index customer_firm on customer (bank_id, name collate "C") where kind = 'firm'`,
  ],
} satisfies Migration
