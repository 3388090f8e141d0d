import { accessErrors, isSteppedUp, obligationsFor, type PolicyRow } from '@crm/core'
import type { RowBudget, Who } from './limits/daily.ts'
import type { Guard } from './limits/guard.ts'
import type { ReadSession } from './session.ts'

/**
 * Hold a caller to what the policies ask for opening customers by their ids: a purpose, a second factor. Whoever
 * looks after the customer owes nothing; whom no policy asks anything pays no query for it.
 *
 * @throws `access.purpose_required`, `access.step_up_required`
 */
export async function expectOwed(
  session: ReadSession,
  subjectIds: readonly string[],
): Promise<void> {
  const customerIds = subjectIds.filter((id) => id.startsWith('cus_'))
  if (customerIds.length === 0 || !session.owesAnything('customer')) return
  for (const row of (await placesOf(session, customerIds)).values()) {
    const owed = obligationsFor(session.policies, session.caller, 'customer', row)
    if (owed.reason && session.origin.purpose === '') throw accessErrors.purposeRequired()
    if (owed.stepUp && !isSteppedUp(session.caller, session.ports.now()))
      throw accessErrors.stepUpRequired()
  }
}

/** Whom a call asks for by a list of ids. */
export const listedIn = ({ query }: Record<string, unknown>): readonly string[] => {
  const { ids } = (query ?? {}) as { ids?: unknown }
  return typeof ids === 'string' ? ids.split(',') : []
}

type PlaceSession = Pick<ReadSession, 'db' | 'bankId' | 'today'>

/** Where customers belong today, as policies see them; those who are not there are left out. */
async function placesOf(
  session: PlaceSession,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, PolicyRow>> {
  const customers = await session.db
    .selectFrom('customer')
    .select(['customer_id', 'branch_id', 'manager_id'])
    .where('bank_id', '=', session.bankId)
    .where('customer_id', 'in', customerIds)
    .execute()
  if (customers.length === 0) return new Map()
  const owners = await session.db
    .selectFrom('customer_owner')
    .select(['customer_id', 'staff_id'])
    .where('bank_id', '=', session.bankId)
    .where('customer_id', 'in', customerIds)
    .where('from_on', '<=', session.today)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', session.today)]))
    .execute()
  return new Map(
    customers.map(({ customer_id, branch_id, manager_id }) => [
      customer_id,
      {
        branchId: branch_id,
        managerId: manager_id,
        ownerIds: owners
          .filter((owner) => owner.customer_id === customer_id)
          .map(({ staff_id }) => staff_id),
      },
    ]),
  )
}

/**
 * Count whose data leave with this answer. Above the day's budget it does not leave at all.
 *
 * @returns whose budget they are on
 * @throws `access.budget_spent`
 */
export async function charge(
  { budget, guard }: { readonly budget: RowBudget; readonly guard: Guard },
  session: ReadSession,
  customerIds: ReadonlySet<string>,
): Promise<Who> {
  const { who } = session
  if (customerIds.size === 0) return who
  const most = guard.limits.customersPerDay
  const budgeted = session.owesAnything('customer')
  const fits = await budget.charge(
    session.db,
    who,
    customerIds,
    most,
    budgeted ? (tx, fresh, shown) => expectWithinBudgets(session, tx, fresh, shown) : undefined,
  )
  if (!fits) throw accessErrors.budgetSpent('customers', most)
  return who
}

/**
 * Hold a caller to the budgets of the policies that give them these customers: how many such customers a
 * day. Those whom a policy gives without a budget are not counted. `shown` are the day's customers so far.
 *
 * @throws `access.budget_spent`
 */
async function expectWithinBudgets(
  session: ReadSession,
  db: ReadSession['db'],
  fresh: readonly string[],
  shown: () => Promise<readonly string[]>,
): Promise<void> {
  const least = Math.min(...(await budgetsOf(session, db, fresh)))
  if (least === Number.POSITIVE_INFINITY) return
  const all = [...new Set([...(await shown()), ...fresh])]
  if ((await budgetsOf(session, db, all)).length > least)
    throw accessErrors.budgetSpent('customers', least)
}

/** The budgets that these customers are under; one entry for each that is under any. */
async function budgetsOf(
  session: ReadSession,
  db: ReadSession['db'],
  customerIds: readonly string[],
): Promise<number[]> {
  const { bankId, today } = session
  const places = await placesOf({ db, bankId, today }, customerIds)
  return [...places.values()].flatMap((row) => {
    const { rowBudget } = obligationsFor(session.policies, session.caller, 'customer', row)
    return rowBudget === undefined ? [] : [rowBudget]
  })
}
