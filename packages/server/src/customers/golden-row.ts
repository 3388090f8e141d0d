import { type Customer, type GoldenCause, type GoldenFields, goldenFields } from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { type UpsertTarget, upsertRows } from '../kit/store/upsert.ts'
import { nameKeys } from './name-keys.ts'
import { customerColumns, toCustomer } from './row.ts'
import { sealedCustomer } from './sealed.ts'

const target: UpsertTarget = {
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
    name_sound: 'text',
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
}

/** What made a golden record as it is. */
export interface Cause {
  readonly cause: GoldenCause
  /** The source that was heard. */
  readonly bySource: string
  /** Who did it; empty for a source. */
  readonly byStaffId: string
  readonly at: string
}

/** A golden record, and whose word stands first in it. */
export interface GoldenRecord {
  readonly customerId: string
  readonly fields: GoldenFields
  readonly source: string
  readonly sourceKey: string
}

/** A golden record as it is stored, with what made it so. */
export interface StoredGolden extends GoldenRecord {
  readonly version: number
  readonly sinceOn: string
  readonly cause: Cause
  /** Their time is over and their data are gone: nothing makes them whole again. */
  readonly isErased: boolean
}

/** The fields of a customer, always in one order. */
export const fieldsOf = (customer: Partial<Customer>): GoldenFields =>
  Object.fromEntries(
    goldenFields.flatMap((field) =>
      customer[field] === undefined ? [] : [[field, customer[field]]],
    ),
  ) as unknown as GoldenFields

/** The golden records of these customers, held until the transaction ends, always in one order. */
export async function holdGolden(
  db: Kysely<Database>,
  keys: BankKeys,
  bankId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, StoredGolden>> {
  const rows = await db
    .selectFrom('customer')
    .innerJoin('bank', 'bank.bank_id', 'customer.bank_id')
    .select(customerColumns)
    .select(ownKey('customer'))
    .select(['customer.since_on', 'customer.cause', 'customer.by_source', 'customer.by_staff_id'])
    .select(['customer.source', 'customer.source_key', 'customer.updated_at'])
    .select(['customer.merged_into', 'customer.apart_branch_id', 'customer.apart_manager_id'])
    .select(sql<boolean>`coalesce(customer.erase_after <= bank.business_date, false)`.as('erased'))
    .where('customer.bank_id', '=', bankId)
    .where('customer.customer_id', '=', sql<string>`any(${customerIds}::text[])`)
    .orderBy('customer.customer_id')
    .forUpdate('customer')
    .execute()
  return new Map(
    rows.map((row) => [
      row.customer_id,
      {
        customerId: row.customer_id,
        fields: fieldsOf(
          toCustomer(keys, {
            ...row,
            branch_id: row.apart_branch_id ?? row.branch_id,
            manager_id: row.apart_manager_id ?? row.manager_id,
          }),
        ),
        source: row.source,
        sourceKey: row.source_key,
        version: row.version,
        sinceOn: row.since_on,
        cause: {
          cause: row.cause as GoldenCause,
          bySource: row.by_source || row.source,
          byStaffId: row.by_staff_id,
          at: row.updated_at,
        },
        isErased: row.erased,
      },
    ]),
  )
}

/** Write golden records, new ones and changed ones; a changed one counts its versions. */
export async function saveGolden(
  db: Kysely<Database>,
  keys: BankKeys,
  bankId: string,
  records: readonly GoldenRecord[],
  { cause, bySource, byStaffId, at }: Cause,
  today: string,
): Promise<number> {
  const rows = records.map(({ customerId, fields, source, sourceKey }) => {
    const { pinyin, initials, sound } = nameKeys(fields.name)
    return {
      bank_id: bankId,
      customer_id: customerId,
      kind: fields.kind,
      name: fields.name,
      name_pinyin: pinyin,
      name_initials: initials,
      name_sound: sound,
      gender: fields.gender,
      born_on: fields.bornOn,
      birthday_calendar: fields.birthdayCalendar,
      id_number: fields.idNumber,
      phone: fields.phone,
      village: fields.village,
      address: fields.address,
      branch_id: fields.branchId,
      manager_id: fields.managerId ?? '',
      opened_on: fields.openedOn,
      status: fields.status,
      source,
      source_key: sourceKey,
    }
  })
  const stamps = {
    since_on: sql`${today}::date`,
    cause: sql`${cause}::text`,
    by_source: sql`${bySource}::text`,
    by_staff_id: sql`${byStaffId}::text`,
    updated_at: sql`${at}::timestamptz`,
  }
  const saved = await upsertRows(db, { ...target, stamps }, rows, keys)
  await keepApart(
    db,
    bankId,
    records.map(({ customerId }) => customerId),
  )
  return saved
}

/** Where a merged customer belongs by themselves is kept; where they stand is the survivor's to say. */
async function keepApart(
  db: Kysely<Database>,
  bankId: string,
  ids: readonly string[],
): Promise<void> {
  await sql`update customer set apart_branch_id = branch_id, apart_manager_id = manager_id
    where bank_id = ${bankId} and merged_into is not null
      and customer_id = any(${ids}::text[])`.execute(db)
}

const needed = ['kind', 'name', 'branchId', 'openedOn', 'status'] as const

/** A golden record is one only with all that a customer must have. */
export const isWhole = (fields: Partial<GoldenFields>): fields is GoldenFields =>
  needed.every((field) => fields[field] !== undefined)
