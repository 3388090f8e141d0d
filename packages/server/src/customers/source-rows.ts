import {
  type GoldenField,
  type LocalDate,
  type Said,
  type SourceRecord,
  SurvivorshipRules,
  survivorshipDefaults,
} from '@crm/core'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys, CustomerKey } from '../kit/keys/bank-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { openRow, sealRow } from '../kit/keys/sealed-table.ts'
import { sealedSource } from './sealed.ts'

/** A source record as it is stored, opened. */
export interface StoredRecord extends SourceRecord {
  readonly customerId: string
  readonly recordId: string
  readonly receivedAt: string
  /** Tells a changed record without opening it; empty where nothing is sealed. */
  readonly mark: string
}

type Row = Selectable<Database['customer_source']> & { readonly own_key: string | null }

/** A stored record, opened; one whose key was destroyed says nothing any more. */
export function openRecord(keys: BankKeys, stored: Row): StoredRecord {
  const row = openRow(keys, sealedSource, stored)
  return {
    customerId: row.customer_id,
    recordId: row.record_id,
    source: row.source,
    sourceKey: row.source_key,
    said: (row.said === null ? {} : JSON.parse(row.said)) as Said,
    since: row.since as SourceRecord['since'],
    confirmed: row.confirmed as readonly GoldenField[],
    receivedAt: row.received_at,
    mark: row.row_hash,
  }
}

/** What is said as text, always in one order. */
const textOf = (said: object): string => JSON.stringify(said, Object.keys(said).sort())

/** What tells one saying from another: the words, what was confirmed, and the days where they are told. */
export const wordText = (
  { said, confirmed }: Pick<SourceRecord, 'said' | 'confirmed'>,
  since: SourceRecord['since'] = {},
): string => [textOf(said), [...confirmed].sort().join(','), textOf(since)].join('|')

/** The same as a mark that is kept open; empty where nothing is sealed. */
export const markOf = (
  keys: BankKeys,
  word: Pick<SourceRecord, 'said' | 'confirmed'>,
  since?: SourceRecord['since'],
): string => (keys.seals ? keys.rowMark(wordText(word, since)) : '')

/** The records with these ids, held until the transaction ends. */
export function recordsById(
  db: Kysely<Database>,
  bankId: string,
  recordIds: readonly string[],
): Promise<readonly Row[]> {
  return db
    .selectFrom('customer_source')
    .selectAll()
    .select(ownKey('customer_source'))
    .where('bank_id', '=', bankId)
    .where('record_id', '=', sql<string>`any(${recordIds}::text[])`)
    .orderBy('record_id')
    .forUpdate()
    .execute()
}

/** Everything that is said of these customers, but for these records. */
export async function recordsOf(
  db: Kysely<Database>,
  keys: BankKeys,
  bankId: string,
  customerIds: readonly string[],
  except: readonly string[] = [],
): Promise<readonly StoredRecord[]> {
  const rows = await db
    .selectFrom('customer_source')
    .selectAll()
    .select(ownKey('customer_source'))
    .where('bank_id', '=', bankId)
    .where('customer_id', '=', sql<string>`any(${customerIds}::text[])`)
    .where(sql<boolean>`not record_id = any(${except}::text[])`)
    .orderBy('source')
    .orderBy('source_key')
    .execute()
  return rows.map((row) => openRecord(keys, row))
}

/** Write records down, in place of what they said before. */
export async function saveRecords(
  db: Kysely<Database>,
  keys: BankKeys,
  bankId: string,
  records: readonly StoredRecord[],
  owners: ReadonlyMap<string, CustomerKey>,
): Promise<void> {
  if (records.length === 0) return
  const rows = records.map((record) =>
    sealRow(keys, owners.get(record.customerId), sealedSource, {
      customer_id: record.customerId,
      record_id: record.recordId,
      source: record.source,
      source_key: record.sourceKey,
      said: textOf(record.said),
      since: record.since,
      confirmed: record.confirmed,
      row_hash: record.mark,
      received_at: record.receivedAt,
    }),
  )
  await sql`
    insert into customer_source as held
      (bank_id, customer_id, record_id, source, source_key, said, since, confirmed, row_hash, received_at)
    select ${bankId}, customer_id, record_id, source, source_key, said, since, confirmed, row_hash, received_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id text, record_id text,
      source text, source_key text, said text, since jsonb, confirmed jsonb, row_hash text,
      received_at timestamptz)
    on conflict (bank_id, customer_id, record_id) do update set said = excluded.said,
      since = excluded.since, confirmed = excluded.confirmed, row_hash = excluded.row_hash,
      received_at = excluded.received_at`.execute(db)
}

/** The bank's rules of survivorship and its day. */
export async function rulesOf(
  db: Kysely<Database>,
  bankId: string,
): Promise<{ readonly rules: SurvivorshipRules; readonly today: LocalDate }> {
  const row = await db
    .selectFrom('bank')
    .leftJoin('survivorship', 'survivorship.bank_id', 'bank.bank_id')
    .select(['bank.business_date', 'survivorship.rules'])
    .where('bank.bank_id', '=', bankId)
    .executeTakeFirstOrThrow()
  return {
    rules: row.rules === null ? survivorshipDefaults : SurvivorshipRules.parse(row.rules),
    today: row.business_date as LocalDate,
  }
}
