import { type BranchDraft, clashingDuties, lookOf, RowRefused, type StaffDraft } from '@crm/core'
import { sql } from 'kysely'
import type { Sink } from '../kit/sink.ts'
import { keepStaffHistory } from './history.ts'

/**
 * Offices: the tree's paths are laid anew with each batch, since a parent may come after its child. One
 * whose name is easily taken for another's is told.
 */
export const branchSink: Sink<BranchDraft> = async (rows, { db, bankId, idOf, warn, dry }) => {
  if (dry) return 0
  const offices = await db
    .selectFrom('branch')
    .select(['branch_id', 'name'])
    .where('bank_id', '=', bankId)
    .execute()
  const looks = new Map(offices.map(({ branch_id, name }) => [lookOf(name), branch_id]))
  let accepted = 0
  for (const { line, draft } of rows) {
    const branch_id = await idOf('brn', draft.key)
    const parent_id = draft.parentKey === undefined ? null : await idOf('brn', draft.parentKey)
    const look = lookOf(draft.name)
    if ((looks.get(look) ?? branch_id) !== branch_id) warn(line, 'row.looks_alike')
    looks.set(look, branch_id)
    const attributes = JSON.stringify(draft.attributes ?? {})
    const result = await sql`
      insert into branch as held (bank_id, branch_id, parent_id, name, attributes)
      values (${bankId}, ${branch_id}, ${parent_id}, ${draft.name}, ${attributes}::jsonb)
      on conflict (bank_id, branch_id) do update
      set parent_id = excluded.parent_id, name = excluded.name, attributes = excluded.attributes
      where (held.parent_id, held.name, held.attributes)
        is distinct from (excluded.parent_id, excluded.name, excluded.attributes)`.execute(db)
    accepted += Number(result.numAffectedRows ?? 0n)
  }
  if (accepted > 0) {
    await db.deleteFrom('branch_path').where('bank_id', '=', bankId).execute()
    await sql`
      with recursive path (ancestor_id, descendant_id) as (
        select branch_id, branch_id from branch where bank_id = ${bankId}
        union
        select path.ancestor_id, b.branch_id from path
        join branch b on b.bank_id = ${bankId} and b.parent_id = path.descendant_id
      )
      insert into branch_path select ${bankId}, ancestor_id, descendant_id from path`.execute(db)
  }
  return accepted
}

/** Staff; somebody at an office that is not there is refused. */
export const staffSink: Sink<StaffDraft> = async (rows, context) => {
  const { db, bankId, idOf, refuse, isPromised, dry } = context
  const offices = await db
    .selectFrom('branch')
    .select('branch_id')
    .where('bank_id', '=', bankId)
    .execute()
  const known = new Set(offices.map(({ branch_id }) => branch_id))
  let accepted = 0
  for (const { line, draft } of rows) {
    const branch_id = await idOf('brn', draft.branchKey)
    if (!known.has(branch_id) && !isPromised(branch_id)) {
      refuse(line, new RowRefused('row.branch_unknown', undefined, draft.branchKey))
      continue
    }
    const clash = clashingDuties(draft.roles)
    if (clash) {
      refuse(line, new RowRefused('row.duties_clash', undefined, clash.join(' ')))
      continue
    }
    if (dry) continue
    const staff_id = await idOf('stf', draft.key)
    const roles = JSON.stringify(draft.roles)
    const result = await sql`
      insert into staff as held (bank_id, staff_id, person_id, name, branch_id, roles)
      values (${bankId}, ${staff_id}, ${draft.personId}, ${draft.name}, ${branch_id}, ${roles}::jsonb)
      on conflict (bank_id, staff_id) do update set person_id = excluded.person_id,
        name = excluded.name, branch_id = excluded.branch_id, roles = excluded.roles
      where (held.person_id, held.name, held.branch_id, held.roles)
        is distinct from (excluded.person_id, excluded.name, excluded.branch_id, excluded.roles)
    `.execute(db)
    const changed = Number(result.numAffectedRows ?? 0n)
    if (changed > 0) await keepStaffHistory(db, bankId, [staff_id])
    accepted += changed
  }
  return accepted
}
