export { remindOfBirthday } from './birthday.ts'
export { closeReminder, reopenReminder } from './close.ts'
export { DueReminder, reminderContract } from './contract.ts'
export { reminderDocs } from './contract-docs.ts'
export { type Activity, remindOfDormancy } from './dormancy.ts'
export { reminderErrors } from './errors.ts'
export { remindOfMaturity } from './maturity.ts'
export { type BookEntry, planReminders } from './plan.ts'
export {
  Closing,
  Reminder,
  type ReminderDraft,
  ReminderId,
  ReminderKind,
  ReminderView,
} from './reminder.ts'
export { remindOfRepayment } from './repayment.ts'
export { type ReminderSettings, reminderDefaults } from './settings.ts'
