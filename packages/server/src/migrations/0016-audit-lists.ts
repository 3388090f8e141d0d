import type { Migration } from '../kit/store/migrate.ts'

/** A list that was shown names whose data it held: a hundred people at a glance are a hundred people seen. */
export default {
  id: '0016-audit-lists',
  up: [
    `alter table audit_event add column customer_ids jsonb not null default '[]'`,
    `create index audit_event_listed on audit_event using gin (customer_ids jsonb_path_ops)
      where customer_ids <> '[]'::jsonb`,
  ],
} satisfies Migration
