import type { Migration } from '../kit/store/migrate.ts'

/** A manager's book in the order of names, so that its first page is read and not sorted. */
export default {
  id: '0029-book',
  up: [
    `create index customer_in_book on customer
      (bank_id, manager_id, name collate "C", customer_id collate "C")`,
    `drop index customer_manager`,
  ],
} satisfies Migration
