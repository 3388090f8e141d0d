import {
  type CustomerId,
  type Label,
  LabelChangeId,
  type LabelId,
  type LabelOutcome,
  labelErrors,
  may,
} from '@crm/core'
import { sql } from 'kysely'
import { customerInSight } from '../kit/scope-sql.ts'
import type { WriteSession } from '../kit/session.ts'
import { familiesAmong } from './families.ts'
import { labelStore } from './label-store.ts'

/** A label before it is made. */
export interface LabelWish {
  readonly kind: Label['kind']
  readonly name: string
  readonly shared: boolean
}

/**
 * Make a label: a list is anybody's to make, a tag of the whole bank a head of branch's.
 *
 * @throws `label.name_taken`, `label.tag_needs_manager`
 */
export async function createLabel(session: WriteSession, wish: LabelWish): Promise<Label> {
  const { kind, name, shared } = wish
  if (kind === 'tag' && !may(session.caller, 'label:manage')) throw labelErrors.tagNeedsManager()
  const id = session.ports.newId('lab')
  const { rows } = await sql<{ label_id: string }>`
    insert into label (bank_id, label_id, kind, name, shared, made_by, branch_id, made_at)
    values (${session.bankId}, ${id}, ${kind}, ${name}, ${shared || kind === 'tag'},
      ${session.caller.staffId}, ${session.caller.branchId}, ${session.ports.now()}::timestamptz)
    on conflict do nothing returning label_id`.execute(session.db)
  if (rows.length === 0) throw labelErrors.nameTaken(name)
  session.changed({ room: 'customers', deed: 'label', subjectKind: 'label', subjectId: id })
  return labelStore(session).get(id)
}

/**
 * Put customers under a label or take them off, as many at once as one likes: each that is not there for
 * the caller is refused by itself, and the rest is done. What really changed can be taken back at once.
 *
 * @throws `label.not_found`
 */
export async function changeLabelled(
  session: WriteSession,
  labelId: LabelId,
  deed: 'put' | 'take',
  given: readonly CustomerId[],
): Promise<LabelOutcome> {
  await labelStore(session).get(labelId)
  const { ids, seen } = await standingAmong(session, given)
  const changed = await apply(session, labelId, deed, [...seen])
  const refused = ids
    .filter((id) => !seen.has(id))
    .map((customerId) => ({ customerId, code: 'customer.not_found' }))
  const outcome = { changed: changed.length, unchanged: seen.size - changed.length, refused }
  if (changed.length === 0) return outcome
  const changeId = LabelChangeId.parse(session.ports.newId('lch'))
  await session.db
    .insertInto('label_change')
    .values({
      bank_id: session.bankId,
      change_id: changeId,
      label_id: labelId,
      deed,
      customer_ids: sql`${changed}::text[]`,
      by_staff_id: session.caller.staffId,
      at: session.ports.now(),
    } as never)
    .execute()
  return { changeId, ...outcome }
}

/**
 * Take back what one change did: customers who have come or gone since by another hand stay as they are.
 *
 * @throws `label.change_not_found` where it is somebody else's, or was taken back already
 */
export async function undoLabelled(
  session: WriteSession,
  id: LabelChangeId,
): Promise<LabelOutcome> {
  const { rows } = await sql<{
    label_id: LabelId
    deed: 'put' | 'take'
    customer_ids: CustomerId[]
  }>`update label_change set undone = true
    where bank_id = ${session.bankId} and change_id = ${id} and not undone
      and by_staff_id = ${session.caller.staffId}
    returning label_id, deed, customer_ids`.execute(session.db)
  const [change] = rows
  if (!change) throw labelErrors.changeNotFound(id)
  const ids = change.customer_ids
  const seen = await inSightAmong(session, ids)
  const back = change.deed === 'put' ? 'take' : 'put'
  const changed = await apply(session, change.label_id, back, [...seen])
  return {
    changed: changed.length,
    unchanged: seen.size - changed.length,
    refused: ids
      .filter((customerId) => !seen.has(customerId))
      .map((customerId) => ({ customerId, code: 'customer.not_found' })),
  }
}

/** Who is meant, and who of them is in sight; for somebody merged it is who stands for them. */
async function standingAmong(session: WriteSession, given: readonly CustomerId[]) {
  const alone = [...new Set(given)]
  const seen = await inSightAmong(session, alone)
  const missing = alone.filter((id) => !seen.has(id))
  if (missing.length === 0) return { ids: alone, seen }
  const families = await familiesAmong(session.db, session.bankId, missing)
  const ids = [...new Set(alone.map((id) => families.rootOf(id) as CustomerId))]
  return families.isEmpty ? { ids, seen } : { ids, seen: await inSightAmong(session, ids) }
}

async function inSightAmong(
  session: WriteSession,
  ids: readonly CustomerId[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ customer_id: string }>`select customer.customer_id from customer
    where customer.customer_id = any(${ids}::text[])
      and ${customerInSight(session, 'customer')}`.execute(session.db)
  return new Set(rows.map(({ customer_id }) => customer_id))
}

/** @returns whom it changed */
async function apply(
  session: WriteSession,
  labelId: LabelId,
  deed: 'put' | 'take',
  ids: readonly string[],
): Promise<readonly string[]> {
  const { bankId, caller, ports, db } = session
  const { rows } =
    deed === 'put'
      ? await sql<{ customer_id: string }>`
          insert into customer_label (bank_id, customer_id, label_id, put_by, put_at)
          select ${bankId}, id, ${labelId}, ${caller.staffId}, ${ports.now()}::timestamptz
          from unnest(${ids}::text[]) as id
          on conflict do nothing returning customer_id`.execute(db)
      : await sql<{ customer_id: string }>`
          delete from customer_label where bank_id = ${bankId} and label_id = ${labelId}
            and customer_id = any(${ids}::text[]) returning customer_id`.execute(db)
  session.changed({ room: 'customers', deed: 'label', subjectKind: 'label', subjectId: labelId })
  session.onRecord({ objectId: labelId, purpose: `${deed} ${rows.length}` })
  return rows.map(({ customer_id }) => customer_id)
}
