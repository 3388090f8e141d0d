import {
  type CustomerId,
  type Holding,
  HoldingView,
  may,
  type OpenWork,
  type Reminder,
  viewMeta,
} from '@crm/core'
import { TRANSFER } from '../customers/index.ts'
import { interactionStore } from '../interactions/store.ts'
import type { ReadSession } from '../kit/session.ts'

/** What is known already of a customer whose open work is counted. */
export interface Known {
  readonly customerId: CustomerId
  readonly holdings: readonly Holding[]
  readonly reminders: readonly Reminder[]
}

/** What waits to be done about a customer in sight: of each room no more than its reader may know. */
export async function openWorkOf(
  session: ReadSession,
  { customerId, holdings, reminders }: Known,
): Promise<OpenWork> {
  const seesStatus = session.plan(viewMeta(HoldingView)!).status === 'show'
  const hasSteps = may(session.caller, 'interaction:read') && session.covers('interactions')
  return {
    overdueLoans: seesStatus ? holdings.filter(({ status }) => status === 'overdue').length : 0,
    pressingReminders: reminders.filter(({ dueOn }) => dueOn <= session.today).length,
    overdueSteps: hasSteps
      ? await interactionStore(session).overdueSteps(customerId, session.today)
      : 0,
    approvals: may(session.caller, 'ownership:read') ? await requestsAbout(session, customerId) : 0,
  }
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
