import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { recordSystem } from '../kit/audit/record.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import type { Store } from '../kit/store/store.ts'
import type { Refused } from './rows.ts'

/** What became of a file's data lines so far. */
export interface Tally {
  readonly accepted: number
  readonly unchanged: number
  readonly rejected: number
}

/** A file's place in the ledger. */
export interface LedgerEntry extends Tally {
  readonly id: string
  readonly status: 'running' | 'done' | 'refused'
  readonly lines: number
}

/** The ledger's entry of a file, made when the file is seen for the first time. */
export async function openEntry(
  store: Store,
  entry: {
    readonly bankId: string
    readonly id: string
    readonly source: string
    readonly records: string
    readonly file: string
    readonly sha256: string
    readonly encoding: string
    readonly startedAt: string
  },
): Promise<LedgerEntry> {
  await store.db
    .insertInto('delivery')
    .values({
      bank_id: entry.bankId,
      delivery_id: entry.id,
      source: entry.source,
      records: entry.records,
      file: entry.file,
      sha256: entry.sha256,
      encoding: entry.encoding,
      status: 'running',
      started_at: entry.startedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await store.db
    .selectFrom('delivery')
    .select(['accepted', 'unchanged', 'rejected', 'status', 'lines'])
    .where('bank_id', '=', entry.bankId)
    .where('delivery_id', '=', entry.id)
    .executeTakeFirstOrThrow()
  return { ...row, id: entry.id, status: row.status as LedgerEntry['status'] }
}

/** Write a batch down: its counts, and each line that was not taken. */
export async function writeDown(
  tx: Transaction<Database>,
  keys: BankKeys,
  deliveryId: string,
  tally: Tally,
  refused: readonly Refused[],
): Promise<void> {
  const { bankId } = keys
  if (refused.length > 0)
    await tx
      .insertInto('rejection')
      .values(
        refused.map(({ line, why }) => ({
          bank_id: bankId,
          delivery_id: deliveryId,
          line,
          column_name: why.column ?? null,
          code: why.code,
          found: sealFound(keys, deliveryId, line, why.found),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await tx
    .updateTable('delivery')
    .set((eb) => ({
      accepted: eb('accepted', '+', tally.accepted),
      unchanged: eb('unchanged', '+', tally.unchanged),
      rejected: eb('rejected', '+', tally.rejected),
    }))
    .where('bank_id', '=', bankId)
    .where('delivery_id', '=', deliveryId)
    .execute()
}

const placeOfFound = (deliveryId: string, line: number) => ({
  table: 'rejection',
  column: 'found',
  rowId: `${deliveryId}/${line}`,
})

const sealFound = (keys: BankKeys, deliveryId: string, line: number, found?: string) =>
  found === undefined
    ? null
    : keys.sealField(placeOfFound(deliveryId, line), found.replaceAll('\0', ''))

/** What was found in a rejected cell, opened. */
export const openFound = (
  keys: BankKeys,
  row: { readonly delivery_id: string; readonly line: number; readonly found: string | null },
): string | null =>
  row.found === null ? null : keys.openField(placeOfFound(row.delivery_id, row.line), row.found)

/** Close an entry, and put on record that the system loaded it. */
export async function closeEntry(
  tx: Transaction<Database>,
  keys: BankKeys,
  deliveryId: string,
  status: 'done' | 'refused',
  lines: number,
  at: string,
): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ status, lines, finished_at: at })
    .where('bank_id', '=', keys.bankId)
    .where('delivery_id', '=', deliveryId)
    .execute()
  await recordSystem(tx, keys, {
    event_id: `aud_${deliveryId}`,
    at,
    action: 'sources.import',
    object_kind: 'delivery',
    object_id: deliveryId,
    result: status,
  })
}
