import type { DeskWord, GoldenCause, GoldenFields, LocalDate, SourceRecord } from '@crm/core'
import { sql } from 'kysely'
import { customerKeys } from '../kit/keys/customer-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { openRow, sealRow } from '../kit/keys/sealed-table.ts'
import type { Making } from './golden.ts'
import type { Cause, StoredGolden } from './golden-row.ts'
import { sealedVersion } from './sealed.ts'

/** The id of a version: a row of its own for each. */
export const versionIdOf = (customerId: string, version: number): string =>
  `${customerId}.${version}`

/** Keep golden records that are about to be others, with what the desk said then. */
export async function keepVersions(
  { db, keys, bankId }: Pick<Making, 'db' | 'keys' | 'bankId'>,
  records: readonly StoredGolden[],
  desk: ReadonlyMap<string, SourceRecord>,
): Promise<void> {
  if (records.length === 0) return
  const owners = await customerKeys(
    db,
    keys,
    records.map(({ customerId }) => customerId),
  )
  const rows = records.map(({ customerId, version, sinceOn, cause, fields }) => {
    const said = desk.get(customerId)
    return sealRow(keys, owners.get(customerId), sealedVersion, {
      customer_id: customerId,
      version_id: versionIdOf(customerId, version),
      version,
      from_on: sinceOn,
      at: cause.at,
      cause: cause.cause,
      by_source: cause.bySource,
      by_staff_id: cause.byStaffId,
      record: JSON.stringify({
        fields,
        ...(said && { desk: { said: said.said, since: said.since, confirmed: said.confirmed } }),
      }),
    })
  })
  await sql`
    insert into customer_version
      (bank_id, customer_id, version_id, version, from_on, at, cause, by_source, by_staff_id, record)
    select ${bankId}, customer_id, version_id, version, from_on, at, cause, by_source, by_staff_id, record
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id text, version_id text,
      version int, from_on date, at timestamptz, cause text, by_source text, by_staff_id text, record text)
  `.execute(db)
}

/** A golden record that was, opened. */
export interface StoredVersion {
  readonly version: number
  readonly fromOn: LocalDate
  readonly cause: Cause
  readonly fields: GoldenFields
  /** What the desk said then. */
  readonly desk?: DeskWord
}

interface Part {
  readonly before?: number
  readonly exactly?: number
  readonly begunBy?: LocalDate
  readonly limit: number
}

/** Versions of one customer that are over, the last first. */
export async function versionsOf(
  { db, keys, bankId }: Pick<Making, 'db' | 'keys' | 'bankId'>,
  customerId: string,
  { before, exactly, begunBy, limit }: Part,
): Promise<readonly StoredVersion[]> {
  const rows = await db
    .selectFrom('customer_version')
    .selectAll()
    .select(ownKey('customer_version'))
    .where('bank_id', '=', bankId)
    .where('customer_id', '=', customerId)
    .$if(before !== undefined, (query) => query.where('version', '<', before ?? 0))
    .$if(exactly !== undefined, (query) => query.where('version', '=', exactly ?? 0))
    .$if(begunBy !== undefined, (query) => query.where('from_on', '<=', begunBy ?? ''))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map((stored) => {
    const row = openRow(keys, sealedVersion, stored)
    return {
      version: row.version,
      fromOn: row.from_on as LocalDate,
      cause: {
        cause: row.cause as GoldenCause,
        bySource: row.by_source,
        byStaffId: row.by_staff_id,
        at: row.at,
      },
      ...(JSON.parse(row.record ?? '{"fields":{}}') as Pick<StoredVersion, 'fields' | 'desk'>),
    }
  })
}
