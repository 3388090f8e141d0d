import type { StaffId } from '../access/index.ts'
import type { Instant } from '../kit/index.ts'
import { reminderErrors } from './errors.ts'
import type { Closing, Reminder } from './reminder.ts'

/**
 * Close an open reminder. A closed one stays as it was closed.
 *
 * @throws `reminder.already_closed`
 */
export function closeReminder(reminder: Reminder, as: Closing, by: StaffId, at: Instant): Reminder {
  if (reminder.status !== 'open') throw reminderErrors.alreadyClosed(reminder.id)
  return { ...reminder, status: as, closedBy: by, closedAt: at }
}

/**
 * Take a closing back: the reminder is open again, as if nobody had closed it.
 *
 * @throws `reminder.still_open`
 */
export function reopenReminder(reminder: Reminder): Reminder {
  if (reminder.status === 'open') throw reminderErrors.stillOpen(reminder.id)
  const { closedBy: _by, closedAt: _at, ...rest } = reminder
  return { ...rest, status: 'open' }
}
