import { CrmError } from '../kit/index.ts'

export const reminderErrors = {
  notFound: (id: string) =>
    new CrmError('reminder.not_found', 404, `There is no reminder ${id}.`, { id }),
  alreadyClosed: (id: string) =>
    new CrmError('reminder.already_closed', 409, `Reminder ${id} is already closed.`, { id }),
  stillOpen: (id: string) =>
    new CrmError('reminder.still_open', 409, `Reminder ${id} is open as it is.`, { id }),
}
