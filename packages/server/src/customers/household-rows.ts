import type { HouseholdMember, LocalDate, Membership } from '@crm/core'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { customerKeys } from '../kit/keys/customer-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { openRow, sealRow } from '../kit/keys/sealed-table.ts'
import { withoutNulls } from '../kit/row.ts'
import type { RelationshipTables } from './relationship-tables.ts'
import { sealedMembership } from './sealed.ts'

type Row = Selectable<RelationshipTables['household_member']> & { readonly own_key: string | null }

/** Where households are kept. */
export interface HouseholdPlace {
  readonly db: Kysely<Database>
  readonly keys: BankKeys
  readonly bankId: string
}

/** The membership behind a row. */
export function toMember(keys: BankKeys, stored: Row): HouseholdMember {
  const row = openRow(keys, sealedMembership, stored)
  return withoutNulls({
    householdId: row.household_id,
    customerId: row.customer_id,
    role: row.role,
    fromOn: row.from_on,
    toOn: row.to_on,
    number: row.number,
    reason: row.reason,
    endReason: row.end_reason,
  }) as HouseholdMember
}

/** Every membership there ever was, of these households and these people, whoever sees it. */
export async function membershipsOf(
  { db, keys, bankId }: HouseholdPlace,
  householdIds: readonly string[],
  customerIds: readonly string[],
): Promise<readonly HouseholdMember[]> {
  const rows = await db
    .selectFrom('household_member')
    .selectAll('household_member')
    .select(ownKey('household_member'))
    .where('household_member.bank_id', '=', bankId)
    .where(({ or, eb }) =>
      or([
        eb('household_member.household_id', 'in', [...householdIds, '']),
        eb('household_member.customer_id', 'in', [...customerIds, '']),
      ]),
    )
    .orderBy(sql`coalesce(household_member.from_on, '0001-01-01'::date)`)
    .orderBy('household_member.membership_id')
    .execute()
  return rows.map((row) => toMember(keys, row))
}

/** Who writes a change down, and why. */
export interface HouseholdWriting {
  readonly source: string
  readonly at: string
  readonly reason?: string | undefined
  readonly byStaffId?: string | undefined
  readonly newId: () => string
  /** The number of the household register, for those that begin. */
  readonly number?: string | undefined
}

/** Write a change of memberships: what was never is gone, what is over ends, what is new begins. */
export async function writeChange(
  { db, keys, bankId }: HouseholdPlace,
  { ended, begun, dropped }: Record<'ended' | 'begun' | 'dropped', readonly Membership[]>,
  { source, at, reason, byStaffId, newId, number }: HouseholdWriting,
): Promise<void> {
  for (const { householdId, customerId } of dropped)
    await db
      .deleteFrom('household_member')
      .where('bank_id', '=', bankId)
      .where('household_id', '=', householdId)
      .where('customer_id', '=', customerId)
      .where('to_on', 'is', null)
      .execute()
  for (const { householdId, customerId, toOn } of ended)
    await db
      .updateTable('household_member')
      .set({ to_on: toOn ?? null, end_reason: reason ?? null, ended_by: byStaffId ?? null })
      .where('bank_id', '=', bankId)
      .where('household_id', '=', householdId)
      .where('customer_id', '=', customerId)
      .where('to_on', 'is', null)
      .execute()
  if (begun.length === 0) return
  const owners = await customerKeys(
    db,
    keys,
    begun.map(({ customerId }) => customerId),
  )
  const rows = begun.map((one) => ({
    ...sealRow(keys, owners.get(one.customerId), sealedMembership, {
      customer_id: one.customerId,
      membership_id: newId(),
      household_id: one.householdId,
      role: one.role,
      from_on: one.fromOn ?? null,
      number: number ?? null,
      source,
      reason: reason ?? null,
      added_by: byStaffId ?? null,
      added_at: at,
    }),
    bank_id: bankId,
  }))
  await db
    .insertInto('household_member')
    .values(rows as never)
    .execute()
}

/** A household by itself, and how many belong to it. */
export interface StoredHousehold {
  readonly id: string
  readonly version: number
  readonly cause: 'number' | 'hand' | 'split'
  readonly formedOn?: LocalDate
  readonly splitFromId?: string
  readonly endedOn?: LocalDate
  readonly joinedIntoId?: string
  readonly sizes: readonly (readonly [LocalDate | null, number])[]
}

/** One household by itself; it names nobody. */
export async function householdRow(
  { db, bankId }: Pick<HouseholdPlace, 'db' | 'bankId'>,
  id: string,
): Promise<StoredHousehold> {
  const row = await db
    .selectFrom('household')
    .selectAll()
    .where('bank_id', '=', bankId)
    .where('household_id', '=', id)
    .executeTakeFirstOrThrow()
  return withoutNulls({
    id: row.household_id,
    version: row.version,
    cause: row.cause,
    formedOn: row.formed_on,
    splitFromId: row.split_from,
    endedOn: row.ended_on,
    joinedIntoId: row.joined_into,
    sizes: row.sizes,
  }) as unknown as StoredHousehold
}

/** How many belong to a household from which day on, null for as long as anybody knows. */
function sizesOf(
  all: readonly { readonly from_on: string | null; readonly to_on: string | null }[],
): readonly (readonly [LocalDate | null, number])[] {
  const steps = new Map<string, number>()
  const step = (day: string, by: number) => steps.set(day, (steps.get(day) ?? 0) + by)
  for (const { from_on, to_on } of all) {
    step(from_on ?? '', 1)
    if (to_on !== null) step(to_on, -1)
  }
  let n = 0
  return [...steps]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, by]) => {
      n += by
      return [day === '' ? null : (day as LocalDate), n] as const
    })
}

/** Count a household anew; one that nobody belongs to has ended. */
export async function countHousehold(
  { db, bankId }: Pick<HouseholdPlace, 'db' | 'bankId'>,
  id: string,
  joinedInto?: string,
): Promise<void> {
  const all = await db
    .selectFrom('household_member')
    .select(['from_on', 'to_on'])
    .where('bank_id', '=', bankId)
    .where('household_id', '=', id)
    .execute()
  const sizes = sizesOf(all)
  const [last, n] = sizes.at(-1) ?? [null, 0]
  await db
    .updateTable('household')
    .set({
      version: sql<number>`version + 1`,
      sizes: JSON.stringify(sizes),
      ended_on: n === 0 ? last : null,
      joined_into: n === 0 ? (joinedInto ?? null) : null,
    })
    .where('bank_id', '=', bankId)
    .where('household_id', '=', id)
    .execute()
}
