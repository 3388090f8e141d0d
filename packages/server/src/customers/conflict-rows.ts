import type { Survivors } from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { StoredRecord } from './source-rows.ts'

/** Write down which sources have to be told that another was believed; what is settled goes. */
export async function saveConflicts(
  db: Kysely<Database>,
  bankId: string,
  records: ReadonlyMap<string, readonly StoredRecord[]>,
  survivors: ReadonlyMap<string, Survivors>,
): Promise<void> {
  // Whom one source alone knows, nobody contradicts.
  const several = [...records].filter(([, said]) => said.length > 1)
  if (several.length === 0) return
  await db
    .deleteFrom('customer_conflict')
    .where('bank_id', '=', bankId)
    .where('customer_id', '=', sql<string>`any(${several.map(([id]) => id)}::text[])`)
    .execute()
  const rows = several.flatMap(([customerId, said]) =>
    (survivors.get(customerId)?.conflicts ?? []).flatMap((conflict) => {
      const { field, source, sourceKey, against, on } = conflict
      const record = said.find((one) => one.source === source && one.sourceKey === sourceKey)
      return record
        ? [
            {
              customer_id: customerId,
              record_id: record.recordId,
              field,
              source,
              against,
              since_on: on ?? null,
            },
          ]
        : []
    }),
  )
  if (rows.length === 0) return
  // One parameter, however many: a batch of a thousand customers can have more than a statement takes.
  await sql`insert into customer_conflict
      (bank_id, customer_id, record_id, field, source, against, since_on)
    select ${bankId}, r.customer_id, r.record_id, r.field, r.source, r.against, r.since_on
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id text, record_id text,
      field text, source text, against text, since_on date)`.execute(db)
}
