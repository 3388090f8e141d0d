import type { LocalDate } from '@crm/core'
import type { Store } from '../kit/store/store.ts'
import type { Scope } from './business-day.ts'

/** Which business day a file is of, and what it holds. */
export interface LedgerPlace {
  readonly day: LocalDate | undefined
  readonly revision: number
  readonly part: number
  readonly parts: number
  readonly holds: string
  readonly corrects?: string
}

/** Write down where a file stands. */
export async function placeEntry(
  store: Store,
  bankId: string,
  id: string,
  { day, ...place }: LedgerPlace,
): Promise<void> {
  await store.db
    .updateTable('delivery')
    .set({ day: day ?? null, ...place })
    .where('bank_id', '=', bankId)
    .where('delivery_id', '=', id)
    .execute()
}

/** Where the newest file of this name stands that was taken. */
export async function entryOfFile(
  { db }: Store,
  { bankId, source, layout }: Scope,
  file: string,
): Promise<(LedgerPlace & { readonly corrects: string }) | undefined> {
  const row = await db
    .selectFrom('delivery')
    .select(['delivery_id', 'day', 'revision', 'part', 'parts', 'holds'])
    .where('bank_id', '=', bankId)
    .where('source', '=', source)
    .where('layout', '=', layout)
    .where('file', '=', file)
    .where('status', '=', 'done')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { delivery_id, day, ...place } = row
  return { ...place, day: (day ?? undefined) as LocalDate | undefined, corrects: delivery_id }
}
