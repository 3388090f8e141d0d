import type { Migration } from '../kit/store/migrate.ts'

/** What somebody used up of a day: counted where a restart cannot forget it. */
export default {
  id: '0011-limits',
  up: [
    `create table daily_count (
      bank_id text not null,
      staff_id text not null,
      day date not null,
      kind text not null,
      count int not null,
      primary key (bank_id, staff_id, day, kind)
    )`,
    `create table disclosed_customer (
      bank_id text not null,
      staff_id text not null,
      day date not null,
      customer_id text not null,
      primary key (bank_id, staff_id, day, customer_id)
    )`,
  ],
} satisfies Migration
