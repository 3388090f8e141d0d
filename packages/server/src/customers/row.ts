import type { Customer } from '@crm/core'
import type { Selectable } from 'kysely'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { openRow } from '../kit/keys/sealed-table.ts'
import { withoutNulls } from '../kit/row.ts'
import { sealedCustomer } from './sealed.ts'
import type { CustomerTables } from './tables.ts'

/** The columns that make a customer. */
export const customerColumns = [
  'customer.customer_id',
  'customer.version',
  'customer.kind',
  'customer.name',
  'customer.gender',
  'customer.born_on',
  'customer.birthday_calendar',
  'customer.id_number',
  'customer.phone',
  'customer.village',
  'customer.address',
  'customer.branch_id',
  'customer.manager_id',
  'customer.opened_on',
  'customer.status',
] as const

type Column = (typeof customerColumns)[number] extends `customer.${infer Name}` ? Name : never

/** A customer's row, as selected by {@link customerColumns}. */
export type CustomerRow = Pick<Selectable<CustomerTables['customer']>, Column> & {
  readonly own_key: string | null
}

/** The golden record less what lies sealed: for night work that has no use for it. */
export const toCustomerInTheClear = (row: Omit<CustomerRow, 'own_key'>): Customer =>
  toRecord({ ...row, id_number: null, phone: null, address: null })

/** The golden record behind a row. */
export const toCustomer = (keys: BankKeys, stored: CustomerRow): Customer =>
  toRecord(openRow(keys, sealedCustomer, stored))

const toRecord = (row: Omit<CustomerRow, 'own_key'>): Customer =>
  withoutNulls({
    id: row.customer_id,
    version: row.version,
    kind: row.kind,
    name: row.name,
    gender: row.gender,
    bornOn: row.born_on,
    birthdayCalendar: row.birthday_calendar,
    idNumber: row.id_number,
    phone: row.phone,
    village: row.village,
    address: row.address,
    branchId: row.branch_id,
    managerId: row.manager_id === '' ? null : row.manager_id,
    openedOn: row.opened_on,
    status: row.status,
  }) as Customer
