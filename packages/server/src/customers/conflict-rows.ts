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
              bank_id: bankId,
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
  if (rows.length > 0) await db.insertInto('customer_conflict').values(rows).execute()
}
