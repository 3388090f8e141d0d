import type { Migration } from '../kit/store/migrate.ts'

/** Which business day a file is of and what became of it; what each source told last, key by key. */
export default {
  id: '0018-business-days',
  up: [
    `alter table delivery
      add column layout text not null default '',
      add column day date,
      add column revision int not null default 0,
      add column part int not null default 1,
      add column parts int not null default 1,
      add column holds text not null default 'changes',
      add column attempt int not null default 1,
      add column corrects text,
      add column reason text,
      add column facts jsonb`,
    `create index delivery_day on delivery (bank_id, source, layout, day)`,
    `create table source_row (
      bank_id text not null,
      source text not null,
      layout text not null,
      row_id text not null,
      told_on date not null,
      told_revision int not null,
      gone_on date,
      primary key (bank_id, source, layout, row_id)
    )`,
    `alter table movement add column gone_on date`,
  ],
} satisfies Migration
