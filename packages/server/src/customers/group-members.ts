import type { CustomerId, LocalDate } from '@crm/core'
import { sql } from 'kysely'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { findHousehold } from './household-store.ts'
import { expectRelated, walk } from './relationship-walk.ts'

/** Who is added up together, and how many are not. */
export interface GroupMembers {
  readonly ids: readonly CustomerId[]
  readonly leftOut: number
}

/** How far a group with joint liability is followed. */
const FAR = 12

/**
 * The members of a customer's group whose holdings the caller may add up: in sight for their accounts
 * too, and not against being added up, as they are who took back their consent to profiling.
 */
export async function groupMembers(
  session: ReadSession,
  id: CustomerId,
  of: 'household' | 'joint-liability',
  on: LocalDate,
): Promise<GroupMembers> {
  const { ids, leftOut } = await (of === 'household'
    ? ofHousehold(session, id, on)
    : ofJointLiability(session, id, on))
  const willing = await addable(session, ids)
  return { ids: willing, leftOut: leftOut + ids.length - willing.length }
}

async function ofHousehold(session: ReadSession, id: CustomerId, on: LocalDate) {
  const household = await findHousehold(session, id, on)
  // Who belongs to none stands alone.
  if (!household) return { ids: [id], leftOut: 0 }
  return {
    ids: household.members.map(({ customer }) => customer.id),
    leftOut: household.leftOut,
  }
}

async function ofJointLiability(session: ReadSession, asked: CustomerId, on: LocalDate) {
  const id = await expectRelated(session, asked)
  const { customerIds, leftOut } = await walk(session, id, {
    on,
    steps: FAR,
    along: ({ relationship }) => relationship.role === 'joint-liability',
  })
  return { ids: customerIds, leftOut }
}

async function addable(
  session: ReadSession,
  ids: readonly CustomerId[],
): Promise<readonly CustomerId[]> {
  const rows = await session.db
    .selectFrom('customer')
    .select('customer_id')
    .where(inSight(session, 'account', 'customer'))
    .where('customer_id', 'in', [...ids, ''])
    .where(
      sql<boolean>`coalesce((select said.act from consent_record as said
        where said.bank_id = customer.bank_id and said.customer_id in (
            select t.customer_id from customer as t where t.bank_id = customer.bank_id
              and (t.customer_id = customer.customer_id or t.merged_into = customer.customer_id))
          and said.purpose = 'profiling'
        order by said.at desc, said.consent_id desc limit 1), '') <> 'withdrawn'`,
    )
    .execute()
  const found = new Set<string>(rows.map(({ customer_id }) => customer_id))
  return ids.filter((id) => found.has(id))
}
