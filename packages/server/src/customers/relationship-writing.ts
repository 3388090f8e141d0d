import {
  because,
  type Customer,
  type CustomerId,
  checkRelationship,
  customerErrors,
  DESK,
  inverseOf,
  kindOfRole,
  type LocalDate,
  type NewRelationship,
  type Party,
  type Relationship,
  RelationshipId,
  relationshipErrors,
  type Tie,
} from '@crm/core'
import { customerKeys } from '../kit/keys/customer-keys.ts'
import { sealRow } from '../kit/keys/sealed-table.ts'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { tellOf } from './desk-word.ts'
import {
  allRelationshipsOf,
  forebearsOf,
  type StoredRelationship,
  tieByName,
} from './relationship-rows.ts'
import { expectRelated } from './relationship-walk.ts'
import { sealedRelationship } from './sealed.ts'
import { customerStore } from './store.ts'

/** Both ends, where both are customers; neither is written to unless both are in sight. */
interface Ends {
  readonly customer: Customer
  readonly other: Customer | undefined
}

async function endsOf(
  session: WriteSession,
  id: CustomerId,
  otherId: CustomerId | undefined,
): Promise<Ends> {
  await expectRelated(session, id)
  const store = customerStore(session)
  const customer = await store.get(id)
  return { customer, other: otherId === undefined ? undefined : await store.get(otherId) }
}

/** Hold both ends until the transaction is over, so that rules see what others have written. */
async function hold({ db, bankId }: WriteSession, ids: readonly string[]): Promise<void> {
  await db
    .selectFrom('customer')
    .select('customer_id')
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', ids)
    .orderBy('customer_id')
    .forNoKeyUpdate()
    .execute()
}

/** What stands around a relationship: all of either end, and the forebears of a parent. */
async function around(session: WriteSession, tie: Tie, ids: readonly string[]) {
  const found = await allRelationshipsOf(session, ids)
  const elders = tie.kind === 'parent' && ids.includes(tie.from) ? [tie.from] : []
  const before = await forebearsOf(session, elders)
  return [...found, ...before].map(({ relationship }) => tieByName(relationship))
}

const partyOf = (customer: Customer): Party => ({ kind: customer.kind, bornOn: customer.bornOn })

/** @throws `relationship.refused` with every reason against it */
async function expectSound(
  session: WriteSession,
  relationship: Relationship,
  { customer, other }: Ends,
): Promise<void> {
  const tie = tieByName(relationship)
  const theirs = other ? partyOf(other) : { kind: relationship.otherKind ?? 'person' }
  const parties =
    kindOfRole(relationship.role).first === 'other'
      ? { from: theirs, to: partyOf(customer) }
      : { from: partyOf(customer), to: theirs }
  const faults = checkRelationship(
    tie,
    parties,
    await around(session, tie, [customer.id, ...(other ? [other.id] : [])]),
  )
  if (faults.length > 0) throw relationshipErrors.refused(faults)
}

/** Write a relationship down at both its ends. */
export async function addRelationship(
  session: WriteSession,
  id: CustomerId,
  { reason, ...asked }: NewRelationship,
): Promise<Relationship> {
  if ((asked.otherId === undefined) === (asked.otherName === undefined))
    throw relationshipErrors.refused([because('relationship.other_needed')])
  const ends = await endsOf(session, id, asked.otherId)
  const { otherKind, ...given } = asked
  const relationship: Relationship = {
    ...given,
    ...(asked.otherName !== undefined && { otherKind }),
    id: RelationshipId.parse(session.ports.newId('rel')),
    version: 1,
    customerId: id,
    source: DESK,
    reason,
    addedBy: session.caller.staffId,
    addedAt: session.ports.now(),
  }
  await beyondSight(session, async () => {
    await hold(session, idsOf(ends))
    await expectSound(session, relationship, ends)
    await insert(session, relationship)
  })
  tell(session, ends, 'relate')
  return relationship
}

const idsOf = ({ customer, other }: Ends): readonly string[] =>
  other ? [customer.id, other.id] : [customer.id]

const tell = (session: WriteSession, { customer, other }: Ends, deed: string): void => {
  tellOf(session, customer, deed)
  if (other) tellOf(session, other, deed)
}

async function insert(session: WriteSession, relationship: Relationship): Promise<void> {
  const { db, keys, bankId } = session
  const { customerId, otherId, otherName, role } = relationship
  const row = {
    relationship_id: relationship.id,
    share_bp: relationship.shareBp ?? null,
    amount_fen: relationship.amountFen ?? null,
    from_on: relationship.fromOn ?? null,
    to_on: relationship.toOn ?? null,
    source: relationship.source,
    reason: relationship.reason ?? null,
    added_by: relationship.addedBy ?? null,
    added_at: relationship.addedAt,
    undoable: 'add',
  }
  const owners = await customerKeys(db, keys, [customerId])
  const near = sealRow(keys, owners.get(customerId), sealedRelationship, {
    ...row,
    customer_id: customerId,
    other_id: otherId ?? null,
    other_name: otherName ?? null,
    other_kind: relationship.otherKind ?? null,
    role,
  })
  const far = { ...row, customer_id: otherId, other_id: customerId, role: inverseOf(role) }
  const ends = otherId === undefined ? [near] : [near, far]
  await db
    .insertInto('relationship')
    .values(ends.map((end) => ({ ...end, bank_id: bankId })) as never)
    .execute()
}

/** One relationship of a customer, as whoever writes may see it. @throws `relationship.not_found` */
async function storedOf(
  session: WriteSession,
  id: CustomerId,
  relationshipId: RelationshipId,
): Promise<StoredRelationship> {
  const all = await allRelationshipsOf(session, [id])
  const found = all.find(({ relationship }) => relationship.id === relationshipId)
  if (!found) throw relationshipErrors.notFound(relationshipId)
  return found
}

/** What a change makes of a relationship. */
interface Changed {
  readonly relationship: Relationship
  readonly undoable: string
  readonly withdrawn?: boolean
}

/** Change one relationship at both its ends, as the writer saw it. */
async function change(
  session: WriteSession,
  id: CustomerId,
  relationshipId: RelationshipId,
  deed: string,
  make: (stored: StoredRelationship, ends: Ends) => Changed | Promise<Changed>,
): Promise<Relationship> {
  await expectRelated(session, id)
  const { relationship } = await storedOf(session, id, relationshipId)
  const ends = await otherInSight(session, id, relationship)
  const saved = await beyondSight(session, async () => {
    await hold(session, idsOf(ends))
    const stored = await storedOf(session, id, relationshipId)
    session.expectVersion(stored.relationship)
    const changed = await make(stored, ends)
    const version = stored.relationship.version + 1
    const { toOn, endReason, endedBy } = changed.relationship
    await session.db
      .updateTable('relationship')
      .set({
        version,
        to_on: toOn ?? null,
        end_reason: endReason ?? null,
        ended_by: endedBy ?? null,
        undoable: changed.undoable,
        withdrawn: changed.withdrawn ?? false,
      })
      .where('bank_id', '=', session.bankId)
      .where('relationship_id', '=', relationshipId)
      .execute()
    return { ...changed.relationship, version }
  })
  tell(session, ends, deed)
  return saved
}

/** A relationship whose other end is out of sight is not there for who would change it. */
async function otherInSight(
  session: WriteSession,
  id: CustomerId,
  { id: relationshipId, otherId }: Relationship,
): Promise<Ends> {
  const seen = await customerStore(session).getMany([id, ...(otherId ? [otherId] : [])])
  const customer = seen.find((one) => one.id === id)
  const other = seen.find((one) => one.id === otherId)
  if (!customer) throw customerErrors.notFound(id)
  if (otherId !== undefined && !other) throw relationshipErrors.notFound(relationshipId)
  return { customer, other }
}

/** End a relationship from a day on. */
export const endRelationship = (
  session: WriteSession,
  id: CustomerId,
  relationshipId: RelationshipId,
  { on, reason }: { readonly on: LocalDate; readonly reason: string },
): Promise<Relationship> =>
  change(session, id, relationshipId, 'unrelate', ({ relationship }) => {
    const { toOn, fromOn } = relationship
    if (toOn !== undefined) throw relationshipErrors.alreadyEnded(relationshipId)
    if (fromOn !== undefined && on <= fromOn)
      throw relationshipErrors.refused([
        because('relationship.days_reversed', { fromOn, toOn: on }),
      ])
    const ended = { toOn: on, endReason: reason, endedBy: session.caller.staffId }
    return { relationship: { ...relationship, ...ended }, undoable: 'end' }
  })

/** Take back what was last done to a relationship. */
export const undoRelationship = (
  session: WriteSession,
  id: CustomerId,
  relationshipId: RelationshipId,
): Promise<Relationship> =>
  change(session, id, relationshipId, 'relate', async ({ relationship, undoable }, ends) => {
    if (undoable === 'add') return { relationship, undoable: '', withdrawn: true }
    if (undoable !== 'end') throw relationshipErrors.nothingToUndo(relationshipId)
    const { toOn: _, endReason: __, endedBy: ___, ...open } = relationship
    await expectSound(session, open, ends)
    return { relationship: open, undoable: '' }
  })
