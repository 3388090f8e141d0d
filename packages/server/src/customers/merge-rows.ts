import type { CustomerMerge } from '@crm/core'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import { withoutNulls } from '../kit/row.ts'
import type { MergeTables, SharesBefore } from './merge-tables.ts'

/** A merge that holds: who is under whom. */
export interface Edge {
  readonly mergeId: string
  readonly mergedId: string
  readonly intoId: string
}

/** A merge as it is told. */
export const toMerge = (row: Selectable<MergeTables['customer_merge']>): CustomerMerge =>
  withoutNulls({
    id: row.merge_id,
    survivorId: row.into_id,
    mergedId: row.customer_id,
    at: row.at,
    byStaffId: row.by_staff_id,
    reason: row.reason,
    evidence: row.evidence,
    undoneAt: row.undone_at,
    undoneBy: row.undone_by,
    undoneReason: row.undone_reason,
  }) as CustomerMerge

/** The merges that hold among these customers. */
export async function edgesAmong(
  db: Kysely<Database>,
  bankId: string,
  ids: readonly string[],
): Promise<readonly Edge[]> {
  const rows = await db
    .selectFrom('customer_merge')
    .select(['merge_id', 'customer_id', 'into_id'])
    .where('bank_id', '=', bankId)
    .where('undone_at', 'is', null)
    .where('customer_id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute()
  return rows.map((row) => ({
    mergeId: row.merge_id,
    mergedId: row.customer_id,
    intoId: row.into_id,
  }))
}

/** Who stands for each of these customers, by the merges that hold. */
export function rootsBy(edges: readonly Edge[], ids: readonly string[]): Map<string, string> {
  const into = new Map(edges.map(({ mergedId, intoId }) => [mergedId, intoId]))
  const rootOf = (id: string): string => {
    let at = id
    for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next
    return at
  }
  return new Map(ids.map((id) => [id, rootOf(id)]))
}

/** The shares of these customers, all that there ever were. */
export async function sharesBefore(
  db: Kysely<Database>,
  bankId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly SharesBefore[]>> {
  const rows = await db
    .selectFrom('customer_owner')
    .select(['customer_id', 'staff_id', 'from_on', 'to_on', 'share_bp'])
    .where('bank_id', '=', bankId)
    .where('customer_id', '=', sql<string>`any(${[...ids]}::text[])`)
    .orderBy('customer_id')
    .orderBy('from_on')
    .orderBy('staff_id')
    .execute()
  const shares = new Map<string, SharesBefore[]>(ids.map((id) => [id, []]))
  for (const { customer_id, ...share } of rows) shares.get(customer_id)?.push(share)
  return shares
}

/** Give customers these shares, in place of what they have. */
export async function writeShares(
  db: Kysely<Database>,
  bankId: string,
  shares: ReadonlyMap<string, readonly SharesBefore[]>,
): Promise<void> {
  const ids = [...shares.keys()]
  if (ids.length === 0) return
  const rows = [...shares].flatMap(([customer_id, own]) =>
    own.map((share) => ({ customer_id, ...share })),
  )
  await sql`delete from customer_owner
    where bank_id = ${bankId} and customer_id = any(${ids}::text[])`.execute(db)
  await sql`insert into customer_owner (bank_id, customer_id, staff_id, from_on, to_on, share_bp)
    select ${bankId}, r.customer_id, r.staff_id, r.from_on, r.to_on, r.share_bp
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id text, staff_id text, from_on date, to_on date, share_bp int)`.execute(db)
}

/** Whoever is merged into these customers is shared as they are. */
export const shareAsSurvivors = async (
  db: Kysely<Database>,
  bankId: string,
  survivorIds: readonly string[],
): Promise<void> => {
  await sql`delete from customer_owner as o using customer as m
    where m.bank_id = ${bankId} and m.merged_into = any(${[...survivorIds]}::text[])
      and o.bank_id = m.bank_id and o.customer_id = m.customer_id`.execute(db)
  await sql`insert into customer_owner (bank_id, customer_id, staff_id, from_on, to_on, share_bp)
    select o.bank_id, m.customer_id, o.staff_id, o.from_on, o.to_on, o.share_bp
    from customer as m
    join customer_owner as o on o.bank_id = m.bank_id and o.customer_id = m.merged_into
    where m.bank_id = ${bankId} and m.merged_into = any(${[...survivorIds]}::text[])`.execute(db)
}
