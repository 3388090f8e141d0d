import { type CustomerId, HoldingView, may, type OpenWork, viewMeta } from '@crm/core'
import { TRANSFER } from '../customers/index.ts'
import { customerStore } from '../customers/store.ts'
import { holdingStore } from '../holdings/store.ts'
import { interactionStore } from '../interactions/store.ts'
import type { ReadSession } from '../kit/session.ts'
import { reminderStore } from '../reminders/store.ts'

/** More than anybody holds, or has to be reminded of. */
const MOST = 200

/**
 * What waits to be done about a customer: of each room no more than its reader may know.
 *
 * @throws `customer.not_found`
 */
export async function openWorkOf(session: ReadSession, customerId: CustomerId): Promise<OpenWork> {
  await customerStore(session).get(customerId)
  const { caller, today } = session
  const open = (deed: string, room?: string) =>
    may(caller, deed) && (room === undefined || session.covers(room))
  return {
    overdueLoans: open('holding:read') ? await overdueLoans(session, customerId) : 0,
    pressingReminders: open('reminder:read', 'reminders')
      ? (await reminderStore(session).openOf(customerId, MOST)).filter(
          ({ dueOn }) => dueOn <= today,
        ).length
      : 0,
    overdueSteps: open('interaction:read', 'interactions')
      ? await interactionStore(session).overdueSteps(customerId, today)
      : 0,
    approvals: open('ownership:read') ? await requestsAbout(session, customerId) : 0,
  }
}

/** Whoever may not see how a loan stands does not hear of it this way either. */
async function overdueLoans(session: ReadSession, customerId: CustomerId): Promise<number> {
  if (session.plan(viewMeta(HoldingView)!).status !== 'show') return 0
  const { items } = await holdingStore(session).holdings({ customerId, limit: MOST })
  return items.filter(({ status }) => status === 'overdue').length
}

/** Requests to move a customer that nobody has decided yet: whoever sees whose customer it is sees them. */
async function requestsAbout(session: ReadSession, customerId: CustomerId): Promise<number> {
  const { many } = await session.db
    .selectFrom('approval')
    .select((eb) => eb.fn.countAll<number>().as('many'))
    .where('bank_id', '=', session.bankId)
    .where('subject_kind', '=', 'customer')
    .where('subject_id', '=', customerId)
    .where('kind', '=', TRANSFER)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return Number(many)
}
