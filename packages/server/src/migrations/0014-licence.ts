import type { Migration } from '../kit/store/migrate.ts'

/** Who holds a seat of the licence, the latest moment ever seen, and what was used on each day. */
export default {
  id: '0014-licence',
  up: [
    `create table licence_seat (
      bank_id text not null,
      staff_id text not null,
      taken_at timestamptz not null,
      last_seen_on date not null,
      freed_at timestamptz,
      freed_by text,
      primary key (bank_id, staff_id)
    )`,
    `create table licence_clock (
      bank_id text not null,
      seen_at timestamptz not null,
      licence_id text not null,
      issued_on date not null,
      primary key (bank_id)
    )`,
    `create table licence_meter (
      bank_id text not null,
      day date not null,
      subject text not null,
      amount bigint not null,
      primary key (bank_id, day, subject)
    )`,
  ],
} satisfies Migration
