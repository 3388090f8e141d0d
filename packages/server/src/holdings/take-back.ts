import type { RecordKind } from '@crm/core'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'

/** Whose files took rows back. */
interface Scope {
  readonly bankId: string
  readonly source: string
  readonly layout: string
}

/**
 * Movements that a corrected day does not name any more count for nothing, and are kept; one that is told
 * of again counts again. Of other records the source's own record says that they are gone.
 */
export async function takeBack(
  db: Transaction<Database>,
  { bankId, source, layout }: Scope,
  records: RecordKind,
): Promise<void> {
  if (records !== 'movements') return
  await sql`
    update movement as m set gone_on = r.gone_on from source_row as r
    where r.bank_id = ${bankId} and r.source = ${source} and r.layout = ${layout}
      and m.bank_id = r.bank_id and m.movement_id = r.row_id
      and m.gone_on is distinct from r.gone_on`.execute(db)
}
