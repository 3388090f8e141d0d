import type { Migration } from '../kit/store/migrate.ts'

/** Sealed columns keep their names and hold sealed text; what is looked up by value has an index column. */
export default {
  id: '0008-keys',
  up: [
    `create table data_key (
      bank_id text not null,
      key_id text not null,
      purpose text not null,
      version int not null,
      suite text not null,
      master_key_id text not null,
      wrapped text not null,
      status text not null default 'active',
      created_at timestamptz not null default now(),
      primary key (bank_id, key_id)
    )`,
    `create table customer_key (
      bank_id text not null,
      customer_id text not null,
      wrapped text not null,
      primary key (bank_id, customer_id)
    )`,
    `drop index customer_id_number`,
    `drop index customer_phone`,
    `drop index account_number`,
    `alter table customer
      add column id_number_index text,
      add column phone_index text,
      add column phone_tail text`,
    `alter table account
      add column number_index text,
      add column number_tail text`,
    `update customer set id_number_index = upper(id_number), phone_index = phone,
      phone_tail = case when length(phone) >= 8 then right(phone, 4) end`,
    `update account set number_index = upper(number),
      number_tail = case when length(number) >= 8 then right(number, 4) end`,
    `create index customer_id_number on customer (bank_id, id_number_index)`,
    `create index customer_phone on customer (bank_id, phone_index)`,
    `create index customer_phone_tail on customer (bank_id, phone_tail)`,
    `create index account_number on account (bank_id, number_index)`,
    `create index account_number_tail on account (bank_id, number_tail)`,
  ],
} satisfies Migration
