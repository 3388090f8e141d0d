import type { CustomerDraft } from '@crm/core'
import { RowRefused } from '@crm/core'
import { keepCustomerPlaces } from '../access/store.ts'
import type { Sink } from '../kit/sink.ts'
import { upsertRows } from '../kit/store/upsert.ts'
import { nameKeys } from './name-keys.ts'
import { sealedCustomer } from './sealed.ts'

const target = {
  table: 'customer',
  key: ['bank_id', 'customer_id'],
  versioned: true,
  sealed: sealedCustomer,
  columns: {
    bank_id: 'text',
    customer_id: 'text',
    kind: 'text',
    name: 'text',
    name_pinyin: 'text',
    name_initials: 'text',
    gender: 'text',
    born_on: 'date',
    birthday_calendar: 'text',
    id_number: 'text',
    phone: 'text',
    village: 'text',
    address: 'text',
    branch_id: 'text',
    manager_id: 'text',
    opened_on: 'date',
    status: 'text',
    source: 'text',
    source_key: 'text',
  },
} as const

/** Customers; one at an office that is not there is refused. */
export const customerSink: Sink<CustomerDraft> = async (rows, context) => {
  const { db, bankId, sourceName, idOf, refuse } = context
  const offices = await db
    .selectFrom('branch')
    .select('branch_id')
    .where('bank_id', '=', bankId)
    .execute()
  const known = new Set(offices.map(({ branch_id }) => branch_id))
  const values: Record<string, unknown>[] = []
  for (const { line, draft } of rows) {
    const branch_id = await idOf('brn', draft.branchKey)
    if (!known.has(branch_id)) {
      refuse(line, new RowRefused('row.branch_unknown', undefined, draft.branchKey))
      continue
    }
    const keys = nameKeys(draft.name)
    values.push({
      bank_id: bankId,
      customer_id: await idOf('cus', draft.key),
      kind: draft.kind,
      name: draft.name,
      name_pinyin: keys.pinyin,
      name_initials: keys.initials,
      gender: draft.gender,
      born_on: draft.bornOn,
      birthday_calendar: draft.birthdayCalendar,
      id_number: draft.idNumber,
      phone: draft.phone,
      village: draft.village,
      address: draft.address,
      branch_id,
      manager_id: draft.managerKey === undefined ? '' : await idOf('stf', draft.managerKey),
      opened_on: draft.openedOn,
      status: draft.status,
      source: sourceName,
      source_key: draft.key,
    })
  }
  if (context.dry) return 0
  const changed = await upsertRows(db, target, values, context.keys)
  if (changed > 0)
    await keepCustomerPlaces(
      db,
      bankId,
      values.map(({ customer_id }) => String(customer_id)),
    )
  return changed
}
