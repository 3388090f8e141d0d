import { closeReminder, type Reminder, reminderContract, reopenReminder } from '@crm/core'
import { answer } from '../kit/answer.ts'
import type { WriteSession } from '../kit/session.ts'
import { reminderStore, saveReminder } from './store.ts'

const tell = (session: WriteSession, deed: string, reminder: Reminder): void => {
  const { id, customerId, branchId, managerId } = reminder
  session.changed({
    room: 'reminders',
    deed,
    subjectKind: 'reminder',
    subjectId: id,
    customer: { id: customerId, branchId, managerId },
  })
}

/** Answers `/reminders`. */
export const reminderRoom = answer('reminders', reminderContract, {
  listDue: ({ session, query }) =>
    reminderStore(session).due(query.asOf, query.limit, query.cursor),

  get: ({ session, params }) => reminderStore(session).get(params.id),

  async close({ session, params, body }) {
    const reminder = await reminderStore(session).get(params.id)
    const { caller, ports } = session
    const closed = closeReminder(reminder, body.as, caller.staffId, ports.now())
    session.expectVersion(reminder)
    const saved = await saveReminder(session, closed)
    tell(session, 'close', saved)
    return saved
  },

  async reopen({ session, params }) {
    const reminder = await reminderStore(session).get(params.id)
    const open = reopenReminder(reminder)
    session.expectVersion(reminder)
    const saved = await saveReminder(session, open)
    tell(session, 'reopen', saved)
    return saved
  },
})
