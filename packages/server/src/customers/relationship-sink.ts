import {
  type CustomerId,
  checkRelationship,
  inverseOf,
  kindOfRole,
  type LocalDate,
  type Party,
  type RecordKind,
  type Relationship,
  type RelationshipId,
  type RelationshipRecord,
  RowRefused,
  type Tie,
} from '@crm/core'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Drafted, Sink, SinkContext } from '../kit/sink.ts'
import { type UpsertTarget, upsertRows } from '../kit/store/upsert.ts'
import { allRelationshipsOf, forebearsOf, tieByName } from './relationship-rows.ts'
import { sealedRelationship } from './sealed.ts'

const target: UpsertTarget = {
  table: 'relationship',
  key: ['bank_id', 'customer_id', 'relationship_id'],
  versioned: true,
  sealed: sealedRelationship,
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    relationship_id: 'text',
    other_id: 'text',
    other_name: 'text',
    other_kind: 'text',
    role: 'text',
    share_bp: 'int',
    amount_fen: 'bigint',
    from_on: 'date',
    to_on: 'date',
    source: 'text',
    source_key: 'text',
  },
}

/** A row with the ids of both its ends. */
interface Named {
  readonly line: number
  readonly key: string
  readonly relationship: Relationship
}

async function nameEnds(
  { line, draft }: Drafted<RelationshipRecord>,
  { idOf, sourceName, at }: SinkContext,
): Promise<Named> {
  const { key, customerKey, otherKey, otherName, otherKind, ...facts } = draft
  const other =
    otherKey === undefined
      ? { otherName, otherKind: otherKind ?? 'person' }
      : { otherId: (await idOf('cus', otherKey)) as CustomerId }
  return {
    line,
    key,
    relationship: {
      ...facts,
      ...other,
      id: (await idOf('rel', key)) as RelationshipId,
      customerId: (await idOf('cus', customerKey)) as CustomerId,
      version: 1,
      source: sourceName,
      addedAt: at,
    } as Relationship,
  }
}

const endsOf = ({ relationship: { customerId, otherId } }: Named): readonly string[] =>
  otherId === undefined ? [customerId] : [customerId, otherId]

/** Which of these customers are there, and whether they are persons, and of what age. */
async function partiesOf(
  { db, bankId }: SinkContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Party>> {
  const rows = await db
    .selectFrom('customer')
    .select(['customer_id', 'kind', 'born_on'])
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', [...ids, ''])
    .orderBy('customer_id')
    .forNoKeyUpdate()
    .execute()
  return new Map(
    rows.map(({ customer_id, kind, born_on }) => [
      customer_id,
      { kind: kind as Party['kind'], ...(born_on !== null && { bornOn: born_on as LocalDate }) },
    ]),
  )
}

/** What a source says of who is what to whom; what cannot be is refused, line by line, for its first reason. */
export const relationshipSink: Sink<RelationshipRecord> = async (rows, context) => {
  const { db, bankId, keys, refuse, isPromised, dry, at } = context
  const named = await Promise.all(rows.map((row) => nameEnds(row, context)))
  const ids = [...new Set(named.flatMap(endsOf))]
  const parties = await partiesOf(context, ids)
  const place = { db, keys, bankId }
  const elders = named.flatMap(({ relationship }) => {
    const tie = tieByName(relationship)
    return tie.kind === 'parent' && parties.has(tie.from) ? [tie.from] : []
  })
  const stored = [...(await allRelationshipsOf(place, ids)), ...(await forebearsOf(place, elders))]
  const around = new Map(
    stored.map(({ relationship }) => [relationship.id, tieByName(relationship)]),
  )
  const taken: Named[] = []
  for (const row of named) {
    const stranger = endsOf(row).find((id) => !parties.has(id) && !isPromised(id))
    const why =
      stranger === undefined ? faultOf(row, parties, [...around.values()]) : 'row.owner_unknown'
    if (why !== undefined) {
      refuse(row.line, new RowRefused(why, undefined, row.key))
      continue
    }
    around.set(row.relationship.id, tieByName(row.relationship))
    taken.push(row)
  }
  if (dry) return 0
  await dropFormerEnds(context, taken)
  const stamps = { added_at: sql`${at}::timestamptz` }
  const written = await upsertRows(
    db,
    { ...target, stamps },
    taken.map((row) => nearOf(row, bankId)),
    keys,
  )
  const far = taken.flatMap((row) => farOf(row, bankId))
  await upsertRows(db, { ...target, stamps }, far, keys)
  return written
}

function faultOf(
  { relationship }: Named,
  parties: ReadonlyMap<string, Party>,
  around: readonly Tie[],
): string | undefined {
  const { otherId, otherName, otherKind = 'person', customerId, role } = relationship
  if (otherId === undefined && otherName === undefined) return 'relationship.other_needed'
  // Of somebody whom another file of a dry run brings nothing is known yet.
  const mine = parties.get(customerId)
  const theirs = otherId === undefined ? { kind: otherKind } : parties.get(otherId)
  if (!mine || !theirs) return undefined
  const ends =
    kindOfRole(role).first === 'other' ? { from: theirs, to: mine } : { from: mine, to: theirs }
  return checkRelationship(tieByName(relationship), ends, around)[0]?.code
}

const factsOf = ({ key, relationship }: Named, bankId: string) => ({
  bank_id: bankId,
  relationship_id: relationship.id,
  share_bp: relationship.shareBp ?? null,
  amount_fen: relationship.amountFen ?? null,
  from_on: relationship.fromOn ?? null,
  to_on: relationship.toOn ?? null,
  source: relationship.source,
  source_key: key,
})

const nearOf = (row: Named, bankId: string) => ({
  ...factsOf(row, bankId),
  customer_id: row.relationship.customerId,
  other_id: row.relationship.otherId ?? null,
  other_name: row.relationship.otherName ?? null,
  other_kind: row.relationship.otherKind ?? null,
  role: row.relationship.role,
})

function farOf(row: Named, bankId: string) {
  const { customerId, otherId, role } = row.relationship
  if (otherId === undefined) return []
  const end = { customer_id: otherId, other_id: customerId, role: inverseOf(role) }
  return [{ ...factsOf(row, bankId), ...end, other_name: null, other_kind: null }]
}

/** A record that names another customer than it did has an end too many. */
async function dropFormerEnds({ db, bankId }: SinkContext, taken: readonly Named[]): Promise<void> {
  const ends = taken.flatMap((row) =>
    endsOf(row).map((customer_id) => ({ customer_id, relationship_id: row.relationship.id })),
  )
  await sql`
    delete from relationship as r
    where r.bank_id = ${bankId}
      and r.relationship_id = any(${taken.map(({ relationship }) => relationship.id)}::text[])
      and (r.customer_id, r.relationship_id) not in (
        select customer_id, relationship_id from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb)
          as e(customer_id text, relationship_id text))`.execute(db)
}

/** What a full file does not name any more has ended on that day; what it names again goes on. */
export async function endGoneRelationships(
  db: Transaction<Database>,
  { bankId, source, layout }: { bankId: string; source: string; layout: string },
  records: RecordKind,
): Promise<void> {
  if (records !== 'relationships') return
  await sql`
    update relationship as m set to_on = r.gone_on, version = m.version + 1,
      undoable = case when r.gone_on is null then '' else 'gone' end
    from source_row as r
    where r.bank_id = ${bankId} and r.source = ${source} and r.layout = ${layout}
      and m.bank_id = r.bank_id and m.relationship_id = r.row_id
      and ((r.gone_on is not null and m.to_on is null)
        or (r.gone_on is null and m.undoable = 'gone'))`.execute(db)
}
