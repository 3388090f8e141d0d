import type { Migration } from '../kit/store/migrate.ts'

/** What each source said of a customer, who was not believed, and every golden record that there was. */
export default {
  id: '0020-golden',
  up: [
    `create table customer_source (
      bank_id text not null,
      customer_id text not null,
      record_id text not null,
      source text not null,
      source_key text not null,
      said text not null,
      since jsonb not null,
      confirmed jsonb not null,
      row_hash text not null default '',
      received_at timestamptz not null default now(),
      primary key (bank_id, customer_id, record_id)
    )`,
    `create index customer_source_record on customer_source (bank_id, record_id)`,
    `create table customer_conflict (
      bank_id text not null,
      customer_id text not null,
      record_id text not null,
      field text not null,
      source text not null,
      against text not null,
      since_on date,
      primary key (bank_id, customer_id, record_id, field)
    )`,
    `create index customer_conflict_source on customer_conflict (bank_id, source, customer_id)`,
    `create table survivorship (
      bank_id text not null,
      rules jsonb not null,
      primary key (bank_id)
    )`,
    `create table customer_version (
      bank_id text not null,
      customer_id text not null,
      version_id text not null,
      version int not null,
      from_on date not null,
      at timestamptz not null,
      cause text not null,
      by_source text not null,
      by_staff_id text not null,
      record text not null,
      primary key (bank_id, customer_id, version_id)
    )`,
    `create index customer_version_order on customer_version (bank_id, customer_id, version)`,
    // What brought about the record that holds now; it moves to customer_version with what it was.
    `alter table customer
      add column since_on date not null default '1900-01-01',
      add column cause text not null default 'import',
      add column by_source text not null default '',
      add column by_staff_id text not null default ''`,
  ],
} satisfies Migration
