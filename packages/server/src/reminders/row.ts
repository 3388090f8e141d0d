import type { Reminder } from '@crm/core'
import type { Selectable } from 'kysely'
import { withoutNulls } from '../kit/row.ts'
import type { ReminderTables } from './tables.ts'

/** The columns that make a reminder. */
export const reminderColumns = [
  'reminder.reminder_id',
  'reminder.customer_id',
  'reminder.version',
  'reminder.branch_id',
  'reminder.manager_id',
  'reminder.kind',
  'reminder.due_on',
  'reminder.show_on',
  'reminder.reason',
  'reminder.stake_fen',
  'reminder.status',
  'reminder.closed_by',
  'reminder.closed_at',
] as const

/** The reminder behind a row. */
export const toReminder = (
  row: Omit<Selectable<ReminderTables['reminder']>, 'bank_id' | 'subject' | 'occurrence'>,
): Reminder =>
  withoutNulls({
    id: row.reminder_id,
    customerId: row.customer_id,
    version: row.version,
    branchId: row.branch_id,
    managerId: row.manager_id === '' ? null : row.manager_id,
    kind: row.kind,
    dueOn: row.due_on,
    showOn: row.show_on,
    reason: row.reason,
    stakeFen: row.stake_fen,
    status: row.status,
    closedBy: row.closed_by,
    closedAt: row.closed_at,
  }) as Reminder
