import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0004-customers',
  up: [
    `create table customer (
      bank_id text not null,
      customer_id text not null,
      version int not null default 1,
      kind text not null,
      name text not null,
      name_pinyin text not null default '',
      name_initials text not null default '',
      gender text,
      born_on date,
      birthday_calendar text not null default 'unknown',
      id_number text,
      phone text,
      village text,
      address text,
      branch_id text not null,
      manager_id text not null default '',
      opened_on date not null,
      status text not null default 'active',
      source text not null,
      source_key text not null,
      row_hash text not null default '',
      updated_at timestamptz not null default now(),
      primary key (bank_id, customer_id)
    )`,
    `create index customer_name on customer (bank_id, name text_pattern_ops)`,
    `create index customer_pinyin on customer (bank_id, name_pinyin text_pattern_ops)`,
    `create index customer_initials on customer (bank_id, name_initials text_pattern_ops)`,
    `create index customer_id_number on customer (bank_id, id_number)`,
    `create index customer_phone on customer (bank_id, phone)`,
    `create index customer_manager on customer (bank_id, manager_id)`,
    `create index customer_branch on customer (bank_id, branch_id)`,
  ],
} satisfies Migration
