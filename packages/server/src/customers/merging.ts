import { sql } from 'kysely'
import { keepCustomerPlaces } from '../access/store.ts'
import { familiesAmong } from './families.ts'
import { inherit, type Making, settle } from './golden.ts'
import { holdGolden } from './golden-row.ts'
import { edgesAmong, rootsBy, shareAsSurvivors, sharesBefore, writeShares } from './merge-rows.ts'
import type { SharesBefore } from './merge-tables.ts'
import { recordsOf, rulesOf } from './source-rows.ts'

/** Two customers to be held to be one. */
export interface Joining {
  readonly mergeId: string
  readonly survivorId: string
  readonly mergedId: string
  readonly reason: string
  readonly evidence?: string | undefined
}

/** Merges to be taken back. */
export interface Parting {
  readonly mergeId: string
  readonly mergedId: string
}

/** Whose records are others now. */
export type Touched = readonly string[]

/**
 * Hold customers to be one, each pair by itself: nothing moves, who is merged stands where the survivor
 * does, and the survivor's record is made of what the sources of both say. Neither of a pair may stand in
 * another pair of the same call, nor be merged already.
 *
 * @returns everybody of the families that are others now
 */
export async function joinCustomers(making: Making, pairs: readonly Joining[]): Promise<Touched> {
  if (pairs.length === 0) return []
  const { db, keys, bankId, at, byStaffId } = making
  const named = pairs.flatMap(({ survivorId, mergedId }) => [survivorId, mergedId])
  const before = await familiesAmong(db, bankId, named)
  const ids = before.everybody(named)
  const golden = await holdGolden(db, keys, bankId, ids)
  // What one source alone said of either has to be known as its word, before there are two.
  const records = await recordsOf(db, keys, bankId, ids)
  await inherit(making, { ids, golden, fresh: [] }, records)

  const shares = await sharesBefore(db, bankId, ids)
  const rows = pairs.map((pair) => ({
    merge_id: pair.mergeId,
    customer_id: pair.mergedId,
    into_id: pair.survivorId,
    reason: pair.reason,
    evidence: pair.evidence ?? null,
    owners: shares.get(pair.mergedId) ?? [],
  }))
  await sql`
    insert into customer_merge (bank_id, customer_id, merge_id, into_id, at, by_staff_id, reason,
      evidence, owners)
    select ${bankId}, r.customer_id, r.merge_id, r.into_id, ${at}::timestamptz, ${byStaffId}, r.reason,
      r.evidence, r.owners
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id text, merge_id text,
      into_id text, reason text, evidence text, owners jsonb)`.execute(db)
  await standAnew(making, ids)
  await settleAnew(making, [...new Set(pairs.map(({ survivorId }) => survivorId))])
  return ids
}

/**
 * Take merges back, in whatever order they were made: each who was merged stands by themselves again, as
 * if it had never been, with all that their sources said meanwhile.
 *
 * @returns everybody of the families that are others now
 */
export async function partCustomers(
  making: Making,
  partings: readonly Parting[],
  reason: string,
): Promise<Touched> {
  if (partings.length === 0) return []
  const { db, keys, bankId, at, byStaffId } = making
  const named = partings.map(({ mergedId }) => mergedId)
  const before = await familiesAmong(db, bankId, named)
  const ids = before.everybody(named)
  await holdGolden(db, keys, bankId, ids)
  const { rows } = await sql<{ id: string; owners: readonly SharesBefore[] }>`
    update customer_merge set undone_at = ${at}::timestamptz, undone_by = ${byStaffId},
      undone_reason = ${reason}
    where bank_id = ${bankId} and undone_at is null and customer_id = any(${named}::text[])
      and merge_id = any(${partings.map(({ mergeId }) => mergeId)}::text[])
    returning customer_id as id, owners`.execute(db)
  await standAnew(making, ids)
  await writeShares(db, bankId, new Map(rows.map(({ id, owners }) => [id, owners])))
  const survivors = [...new Set(named.map((id) => before.rootOf(id)))]
  await settleAnew(making, [...survivors, ...named])
  return ids
}

/** Who stands for whom among these customers, by the merges that hold now. */
async function standAnew({ db, bankId }: Making, ids: readonly string[]): Promise<void> {
  const roots = rootsBy(await edgesAmong(db, bankId, ids), ids)
  const rows = [...roots].map(([id, root]) => ({ id, root: root === id ? null : root }))
  await sql`
    update customer as c set merged_into = r.root,
      branch_id = case when r.root is null then coalesce(c.apart_branch_id, c.branch_id)
        else c.branch_id end,
      manager_id = case when r.root is null then coalesce(c.apart_manager_id, c.manager_id)
        else c.manager_id end,
      apart_branch_id = case when r.root is not null
        then coalesce(c.apart_branch_id, c.branch_id) end,
      apart_manager_id = case when r.root is not null
        then coalesce(c.apart_manager_id, c.manager_id) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, root text)
    where c.bank_id = ${bankId} and c.customer_id = any(${[...ids]}::text[]) and c.customer_id = r.id
      and c.merged_into is distinct from r.root`.execute(db)
}

/** Decide anew who these customers are, where those merged into them stand, and who shares them. */
async function settleAnew(making: Making, ids: readonly string[]): Promise<void> {
  const { db, keys, bankId } = making
  const { rules, today } = await rulesOf(db, bankId)
  const families = await familiesAmong(db, bankId, ids)
  const all = [...new Set(ids.flatMap((id) => [id, families.rootOf(id)]))]
  const golden = await holdGolden(db, keys, bankId, all)
  // Whom one source alone knows again, nobody contradicts any more.
  await db
    .deleteFrom('customer_conflict')
    .where('bank_id', '=', bankId)
    .where('customer_id', '=', sql<string>`any(${all}::text[])`)
    .execute()
  await settle(making, { ids: all, golden, fresh: [], families, rules, today })
  await keepCustomerPlaces(db, bankId, all)
  await shareAsSurvivors(db, bankId, all)
}
