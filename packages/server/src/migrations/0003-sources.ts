import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0003-sources',
  up: [
    `create table delivery (
      bank_id text not null,
      delivery_id text not null,
      source text not null,
      records text not null,
      file text not null,
      sha256 text not null,
      encoding text not null,
      lines int not null default 0,
      accepted int not null default 0,
      unchanged int not null default 0,
      rejected int not null default 0,
      status text not null,
      started_at timestamptz not null,
      finished_at timestamptz,
      primary key (bank_id, delivery_id)
    )`,
    `create index delivery_newest on delivery (bank_id, started_at desc, delivery_id desc)`,
    `create table rejection (
      bank_id text not null,
      delivery_id text not null,
      line int not null,
      column_name text,
      code text not null,
      found text,
      primary key (bank_id, delivery_id, line)
    )`,
  ],
} satisfies Migration
