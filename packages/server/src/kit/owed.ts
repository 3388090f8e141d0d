import { accessErrors, isSteppedUp, obligationsFor, type PolicyRow } from '@crm/core'
import type { ReadSession } from './session.ts'

/**
 * Hold a caller to what the policies ask for opening one customer: a purpose, a second factor. Whoever
 * looks after the customer owes nothing; whom no policy asks anything pays no query for it.
 *
 * @throws `access.purpose_required`, `access.step_up_required`
 */
export async function expectOwed(session: ReadSession, customerId: string): Promise<void> {
  if (!customerId.startsWith('cus_') || !session.owesAnything('customer')) return
  const row = await placeOf(session, customerId)
  if (!row) return
  const owed = obligationsFor(session.policies, session.caller, 'customer', row)
  if (owed.reason && session.origin.purpose === '') throw accessErrors.purposeRequired()
  if (owed.stepUp && !isSteppedUp(session.caller, session.ports.now()))
    throw accessErrors.stepUpRequired()
}

/** Where a customer belongs today, as policies see it; nothing for one that is not there. */
export async function placeOf(
  session: Pick<ReadSession, 'db' | 'bankId' | 'today'>,
  customerId: string,
): Promise<PolicyRow | undefined> {
  const customer = await session.db
    .selectFrom('customer')
    .select(['branch_id', 'manager_id'])
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  if (!customer) return undefined
  const owners = await session.db
    .selectFrom('customer_owner')
    .select('staff_id')
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customerId)
    .where('from_on', '<=', session.today)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', session.today)]))
    .execute()
  return {
    branchId: customer.branch_id,
    managerId: customer.manager_id,
    ownerIds: owners.map(({ staff_id }) => staff_id),
  }
}
