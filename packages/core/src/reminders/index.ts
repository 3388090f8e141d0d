export { closeReminder, reopenReminder } from './close.ts'
export { DueReminder, reminderContract } from './contract.ts'
export { reminderErrors } from './errors.ts'
export {
  Closing,
  Reminder,
  type ReminderDraft,
  ReminderId,
  ReminderKind,
  ReminderView,
} from './reminder.ts'
