import type { Closing, DueReminder, LocalDate, ReminderId, ReminderView } from '@crm/core'
import { type Action, useAction } from '../kit/use-action.ts'
import { type Pages, usePages } from '../kit/use-pages.ts'

/** Open reminders to act on by a day, the most at stake first. */
export const useDueReminders = (asOf: LocalDate): Pages<DueReminder> =>
  usePages(['reminders', 'due', asOf], (crm, cursor, signal) =>
    crm.reminders.listDue({ asOf, limit: 20, ...(cursor && { cursor }) }, { signal }),
  )

/** Close a reminder of the version that was seen. */
export const useCloseReminder = (): Action<
  [id: ReminderId, as: Closing, version: number],
  ReminderView
> => useAction((crm, id, as, version) => crm.reminders.close(id, as, { version }))

/** Take the closing of a reminder back. */
export const useReopenReminder = (): Action<[id: ReminderId, version: number], ReminderView> =>
  useAction((crm, id, version) => crm.reminders.reopen(id, { version }))
