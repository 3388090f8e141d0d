import {
  AccountView,
  accessErrors,
  type CustomerId,
  CustomerView,
  type Instant,
  MovementView,
  type Unmasked,
  viewMeta,
} from '@crm/core'
import { customerStore } from '../customers/store.ts'
import { holdingStore } from '../holdings/store.ts'
import { takeDaily } from '../kit/limits/daily.ts'
import type { WriteSession } from '../kit/session.ts'

/** How long a screen may show it, in milliseconds. */
const SHOWN_MS = 60_000

/** What is asked to be shown. */
export interface UnmaskQuestion {
  readonly customerId: CustomerId
  readonly resource: 'customer' | 'account' | 'movement'
  readonly id: string
  readonly field: string
  readonly reason: string
}

const metas = {
  customer: viewMeta(CustomerView)!,
  account: viewMeta(AccountView)!,
  movement: viewMeta(MovementView)!,
}

async function recordOf(
  session: WriteSession,
  { customerId, resource, id }: UnmaskQuestion,
): Promise<object | undefined> {
  if (resource === 'customer') {
    const customer = await customerStore(session).get(customerId)
    return id === customerId || id === customer.id ? customer : undefined
  }
  const store = holdingStore(session)
  await store.expectCustomer(resource, customerId)
  return resource === 'account'
    ? store.accountById(customerId, id)
    : store.movementById(customerId, id)
}

/**
 * Show one value that the caller gets masked: counted, put on record with the reason, and gone from
 * the screen in a minute. What is hidden from them altogether stays hidden, and what they see anyway
 * needs no unmasking.
 *
 * @throws `access.nothing_to_unmask`, `access.budget_spent`, `customer.not_found`
 */
export async function unmask(session: WriteSession, asked: UnmaskQuestion): Promise<Unmasked> {
  const { resource, field, reason } = asked
  const plan = session.plan(metas[resource])
  if (plan[field] !== 'mask') throw accessErrors.nothingToUnmask()
  const record = (await recordOf(session, asked)) as Record<string, unknown> | undefined
  const value = record?.[field]
  if (typeof value !== 'string' && typeof value !== 'number') throw accessErrors.nothingToUnmask()
  const most = session.guard.limits.unmasksPerDay
  const taken = await takeDaily(session.db, session.who, 'unmask', most)
  if (taken === undefined) throw accessErrors.budgetSpent('unmaskings', most)
  session.onRecord({
    fieldNames: [`${resource}.${field}`],
    objectId: asked.customerId,
    purpose: reason,
  })
  const until = new Date(Date.parse(session.ports.now()) + SHOWN_MS).toISOString() as Instant
  return { value, until, left: most - taken }
}
