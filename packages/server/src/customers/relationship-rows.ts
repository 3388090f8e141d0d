import { type CustomerId, type LocalDate, type Relationship, type Tie, tieOf } from '@crm/core'
import { type Kysely, type Selectable, type SqlBool, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { openRow } from '../kit/keys/sealed-table.ts'
import { withoutNulls } from '../kit/row.ts'
import { customerInSight, inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familiesAmong } from './families.ts'
import type { RelationshipTables } from './relationship-tables.ts'
import { sealedRelationship } from './sealed.ts'

type Row = Selectable<RelationshipTables['relationship']> & { readonly own_key: string | null }

const toRelationship = (keys: BankKeys, stored: Row): Relationship => {
  const row = openRow(keys, sealedRelationship, stored)
  return withoutNulls({
    id: row.relationship_id,
    version: row.version,
    customerId: row.customer_id,
    otherId: row.other_id,
    otherName: row.other_name,
    otherKind: row.other_kind,
    role: row.role,
    shareBp: row.share_bp,
    amountFen: row.amount_fen,
    fromOn: row.from_on,
    toOn: row.to_on,
    source: row.source,
    reason: row.reason,
    addedBy: row.added_by,
    addedAt: row.added_at,
    endReason: row.end_reason,
    endedBy: row.ended_by,
  }) as Relationship
}

/** A relationship as it is stored, with what may be taken back of it. */
export interface StoredRelationship {
  readonly relationship: Relationship
  readonly undoable: string
}

/** A relationship in sight, and whether the other party is. */
export interface SeenRelationship extends StoredRelationship {
  readonly otherSeen: boolean
}

const holdsOn = (day: LocalDate) =>
  sql<SqlBool>`(relationship.from_on is null or relationship.from_on <= ${day}::date)
    and (relationship.to_on is null or relationship.to_on > ${day}::date)`

const order = ['relationship.added_at', 'relationship.relationship_id'] as const

/** What these customers' relationships are, on a day or ever, as far as the caller sees the customers. */
export async function relationshipsOf(
  session: ReadSession,
  ids: readonly string[],
  on?: LocalDate,
): Promise<readonly SeenRelationship[]> {
  const seen = sql<boolean>`(relationship.other_id is null or exists (
    select 1 from customer as named
    join customer as other on other.bank_id = named.bank_id
      and other.customer_id = coalesce(named.merged_into, named.customer_id)
    where named.bank_id = ${session.bankId} and named.customer_id = relationship.other_id
      and ${customerInSight(session, 'other')}))`
  const rows = await session.db
    .selectFrom('relationship')
    .selectAll('relationship')
    .select(ownKey('relationship'))
    .select(seen.as('other_seen'))
    .where(inSight(session, 'relationship', 'relationship'))
    .where(
      sql<SqlBool>`relationship.customer_id in (select t.customer_id from customer as t
        where t.bank_id = ${session.bankId} and t.customer_id = any(${[...ids]}::text[])
        union all select t.customer_id from customer as t
        where t.bank_id = ${session.bankId} and t.merged_into = any(${[...ids]}::text[]))`,
    )
    .where('relationship.withdrawn', '=', false)
    .$if(on !== undefined, (query) => query.where(holdsOn(on as LocalDate)))
    .orderBy(order[0])
    .orderBy(order[1])
    .execute()
  const found = rows.map((row) => ({
    relationship: toRelationship(session.keys, row),
    undoable: row.undoable,
    otherSeen: row.other_seen,
  }))
  return asSurvivors(session, found)
}

/** Every relationship these customers ever had, whoever sees it: for rules that have to know all. */
export async function allRelationshipsOf(
  { db, keys, bankId }: { db: Kysely<Database>; keys: BankKeys; bankId: string },
  ids: readonly string[],
): Promise<readonly StoredRelationship[]> {
  const families = await familiesAmong(db, bankId, ids)
  const rows = await db
    .selectFrom('relationship')
    .selectAll('relationship')
    .select(ownKey('relationship'))
    .where('relationship.bank_id', '=', bankId)
    .where('relationship.customer_id', 'in', [...families.everybody(ids), ''])
    .where('relationship.withdrawn', '=', false)
    .orderBy(order[0])
    .orderBy(order[1])
    .execute()
  const found = rows.map((row) => ({
    relationship: toRelationship(keys, row),
    undoable: row.undoable,
  }))
  return asSurvivors({ db, bankId }, found)
}

/** Each between those who stand for the two; what was between two who are one now is nothing any more. */
async function asSurvivors<Found extends StoredRelationship>(
  { db, bankId }: { readonly db: Kysely<Database>; readonly bankId: string },
  found: readonly Found[],
): Promise<readonly Found[]> {
  const parties = found.flatMap(({ relationship: { customerId, otherId } }) => [
    customerId,
    ...(otherId === undefined ? [] : [otherId]),
  ])
  const families = await familiesAmong(db, bankId, parties)
  if (families.isEmpty) return found
  return found.flatMap((one) => {
    const { customerId, otherId } = one.relationship
    const relationship = {
      ...one.relationship,
      customerId: families.rootOf(customerId) as CustomerId,
      ...(otherId !== undefined && { otherId: families.rootOf(otherId) as CustomerId }),
    }
    return relationship.otherId === relationship.customerId ? [] : [{ ...one, relationship }]
  })
}

/** How many generations are looked through for somebody's own forebears. */
const GENERATIONS = 12

/** The relationships by which these people have parents, and those have parents. */
export async function forebearsOf(
  place: Parameters<typeof allRelationshipsOf>[0],
  ids: readonly string[],
): Promise<readonly StoredRelationship[]> {
  const found: StoredRelationship[] = []
  const seen = new Set(ids)
  let front = [...seen]
  for (let depth = 0; depth < GENERATIONS && front.length > 0; depth += 1) {
    const next: string[] = []
    for (const one of await allRelationshipsOf(place, front)) {
      const { role, otherId } = one.relationship
      if (role !== 'parent' || otherId === undefined) continue
      found.push(one)
      if (!seen.has(otherId)) next.push(otherId)
      seen.add(otherId)
    }
    front = next
  }
  return found
}

/** A relationship as rules compare it: somebody who is no customer is the same where the name is. */
export const tieByName = (relationship: Relationship): Tie =>
  tieOf(relationship, `name:${relationship.otherName ?? relationship.id}`)
