import type { Migration } from '../kit/store/migrate.ts'

export default {
  id: '0007-segments',
  up: [
    `create table segment (
      bank_id text not null,
      segment_id text not null,
      version int not null default 1,
      name text not null,
      criteria jsonb not null,
      created_by text not null,
      updated_at timestamptz not null default now(),
      primary key (bank_id, segment_id),
      unique (bank_id, name)
    )`,
  ],
} satisfies Migration
