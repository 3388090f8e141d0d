import {
  type CustomerId,
  type Household,
  type HouseholdId,
  type HouseholdMember,
  holdsOn,
  householdErrors,
  type LocalDate,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { ownKey } from '../kit/keys/own-key.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familiesAmong, familyOf, isAmong } from './families.ts'
import { householdRow, toMember } from './household-rows.ts'
import { expectRelated } from './relationship-walk.ts'
import { customerStore } from './store.ts'

/** Memberships in sight: of one customer, or of one household. */
async function seen(
  session: ReadSession,
  column: 'customer_id' | 'household_id',
  id: string,
): Promise<readonly HouseholdMember[]> {
  const rows = await session.db
    .selectFrom('household_member')
    .selectAll('household_member')
    .select(ownKey('household_member'))
    .where(inSight(session, 'relationship', 'household_member'))
    .where(
      column === 'customer_id'
        ? isAmong('household_member.customer_id', await familyOf(session, id as CustomerId))
        : sql<SqlBool>`household_member.household_id = ${id}`,
    )
    .orderBy(sql`household_member.role`)
    .orderBy(sql`coalesce(household_member.from_on, '0001-01-01'::date)`)
    .orderBy('household_member.customer_id')
    .execute()
  return rows.map((row) => toMember(session.keys, row))
}

async function findId(
  session: ReadSession,
  id: CustomerId,
  on: LocalDate,
): Promise<HouseholdId | undefined> {
  await expectRelated(session, id)
  const mine = await seen(session, 'customer_id', id)
  return mine.find((one) => holdsOn(one, on))?.householdId
}

/** Which household a customer belongs to on a day. @throws `customer.not_found`, `household.none` */
export async function householdIdOf(
  session: ReadSession,
  id: CustomerId,
  on: LocalDate,
): Promise<HouseholdId> {
  const found = await findId(session, id, on)
  if (found === undefined) throw householdErrors.none(id)
  return found
}

/** A customer's household on a day, as far as the caller sees its members. @throws `customer.not_found` */
export async function findHousehold(
  session: ReadSession,
  id: CustomerId,
  on: LocalDate,
): Promise<Household | undefined> {
  const found = await findId(session, id, on)
  return found === undefined ? undefined : householdById(session, found, on)
}

/** A household by its id, as it was on a day. */
export async function householdById(
  session: ReadSession,
  householdId: HouseholdId,
  on: LocalDate,
): Promise<Household> {
  const { sizes, ...row } = await householdRow(session, householdId)
  const all = await seen(session, 'household_id', householdId)
  const people = await customerStore(session).getMany([
    ...new Set(all.map(({ customerId }) => customerId)),
    'cus_' as CustomerId,
  ])
  const families = await familiesAmong(
    session.db,
    session.bankId,
    all.map(({ customerId }) => customerId),
  )
  const known = new Map(people.map((one) => [one.id, one]))
  const lines = all.flatMap((membership) => {
    const customer = known.get(families.rootOf(membership.customerId) as CustomerId)
    return customer ? [{ membership: { ...membership, customerId: customer.id }, customer }] : []
  })
  const held = lines.filter(({ membership }) => holdsOn(membership, on))
  // Two members who are one now are counted once.
  const members = [...new Map(held.map((one) => [one.customer.id, one])).values()]
  const earlier = lines.filter(({ membership: { toOn } }) => toOn !== undefined && toOn <= on)
  const size = sizes.findLast(([day]) => day === null || day <= on)?.[1] ?? 0
  const { endedOn, joinedIntoId, ...still } = row
  return {
    ...(endedOn !== undefined && endedOn <= on ? row : still),
    asOf: on,
    members,
    earlier,
    leftOut: Math.max(0, size - held.length),
  } as unknown as Household
}
