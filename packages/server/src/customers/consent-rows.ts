import type { ConsentRecord, ConsentTexts, LocalDate } from '@crm/core'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../database.ts'
import { withoutNulls } from '../kit/row.ts'

/** The newest words in force for each purpose. */
export async function consentTextsOn(
  db: Kysely<Database>,
  bankId: string,
  day: LocalDate,
): Promise<ConsentTexts> {
  const rows = await db
    .selectFrom('consent_text')
    .select('purpose')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('bank_id', '=', bankId)
    .where('from_on', '<=', day)
    .groupBy('purpose')
    .execute()
  return Object.fromEntries(rows.map(({ purpose, version }) => [purpose, Number(version)]))
}

/** An act of the ledger as it is stored. */
export const consentRecordOf = (row: Selectable<Database['consent_record']>): ConsentRecord =>
  withoutNulls({
    id: row.consent_id,
    customerId: row.customer_id,
    purpose: row.purpose,
    channel: row.channel,
    act: row.act,
    textVersion: row.text_version,
    textHash: row.text_hash,
    method: row.method,
    proofRef: row.proof_ref,
    guardianId: row.guardian_id,
    validUntil: row.valid_until,
    byStaffId: row.by_staff_id,
    at: row.at,
  }) as ConsentRecord
