import { type Source, sourceErrors } from '@crm/core'
import type { Store } from '../kit/store/store.ts'

/**
 * Make sure that the bank of a source is there, and its offices and people where no file tells of them.
 *
 * @throws `source.other_bank` where the store belongs to another
 */
export async function prepareBank(
  store: Store,
  { bank, branches = [], staff = [], businessDate }: Source,
) {
  const there = await store.db.selectFrom('bank').select('bank_id').execute()
  const other = there.find(({ bank_id }) => bank_id !== bank.id)
  if (other) throw sourceErrors.otherBank(bank.id, other.bank_id)
  await store.db
    .insertInto('bank')
    .values({
      bank_id: bank.id,
      name: bank.name,
      currency: bank.currency,
      business_date: businessDate ?? '1900-01-01',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  for (const { id, name, parentId } of branches) {
    const row = { bank_id: bank.id, branch_id: id, name, parent_id: parentId ?? null }
    const self = { bank_id: bank.id, ancestor_id: id, descendant_id: id }
    await store.db
      .insertInto('branch')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await store.db
      .insertInto('branch_path')
      .values(self)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  for (const { id, personId, name, branchId, roles } of staff)
    await store.db
      .insertInto('staff')
      .values({
        bank_id: bank.id,
        staff_id: id,
        person_id: personId,
        name,
        branch_id: branchId,
        roles: JSON.stringify(roles),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}
