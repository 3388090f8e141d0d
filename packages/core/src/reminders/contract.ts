import * as z from 'zod/mini'
import { CustomerView } from '../customers/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Closing, ReminderId, ReminderView } from './reminder.ts'

/** A reminder with the customer it is for. */
export const DueReminder = z.strictObject({ reminder: ReminderView, customer: CustomerView })
export type DueReminder = z.infer<typeof DueReminder>

const params = z.strictObject({ id: ReminderId })
export const reminderContract = {
  listDue: {
    method: 'GET',
    path: '/reminders/due',
    needs: 'reminder:read',
    query: z.strictObject({ ...pageQuery, asOf: LocalDate }),
    returns: page(DueReminder),
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
  get: {
    method: 'GET',
    path: '/reminders/:id',
    needs: 'reminder:read',
    params,
    returns: ReminderView,
    errors: ['reminder.not_found'],
    discloses: true,
  },
  close: {
    method: 'POST',
    path: '/reminders/:id/close',
    needs: 'reminder:write',
    params,
    body: z.strictObject({ as: Closing }),
    returns: ReminderView,
    errors: ['reminder.not_found', 'reminder.already_closed'],
    writes: true,
    expects: 'version',
    discloses: true,
  },
  reopen: {
    method: 'POST',
    path: '/reminders/:id/reopen',
    needs: 'reminder:write',
    params,
    returns: ReminderView,
    errors: ['reminder.not_found', 'reminder.still_open'],
    writes: true,
    expects: 'version',
    discloses: true,
  },
} as const satisfies Contract
