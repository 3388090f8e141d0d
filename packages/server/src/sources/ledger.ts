import { type CrmError, type LocalDate, sourceErrors } from '@crm/core'
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

/** What a file is, before anything of it is looked at. */
export interface LedgerFile {
  readonly bankId: string
  readonly id: string
  readonly source: string
  readonly records: string
  readonly layout: string
  readonly file: string
  readonly sha256: string
  readonly encoding: string
  readonly startedAt: string
}

/** A file's place in the ledger. */
export interface LedgerEntry extends Tally {
  readonly id: string
  readonly status: 'running' | 'done' | 'refused' | 'quarantined'
  readonly lines: number
  readonly day: LocalDate | undefined
  readonly revision: number
  /** False while the lines of a refused file are still being named. */
  readonly isFinished: boolean
  readonly why: FileFault | undefined
}

/** Why a file was not taken: a stable code, and what it speaks of. */
export interface FileFault {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** The ledger's entry of a file, made when the file is seen for the first time. */
export async function openEntry(store: Store, entry: LedgerFile): Promise<LedgerEntry> {
  await store.db
    .insertInto('delivery')
    .values({
      bank_id: entry.bankId,
      delivery_id: entry.id,
      source: entry.source,
      records: entry.records,
      layout: entry.layout,
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
    .selectAll()
    .where('bank_id', '=', entry.bankId)
    .where('delivery_id', '=', entry.id)
    .executeTakeFirstOrThrow()
  const { accepted, unchanged, rejected, lines, revision } = row
  return {
    accepted,
    unchanged,
    rejected,
    lines,
    revision,
    id: entry.id,
    status: row.status as LedgerEntry['status'],
    day: (row.day ?? undefined) as LocalDate | undefined,
    isFinished: row.finished_at !== null,
    why:
      row.reason === null
        ? undefined
        : { code: row.reason, facts: (row.facts ?? {}) as FileFault['facts'] },
  }
}

/** Begin a file once more: what was said of it before is gone, and its attempts are counted. */
export async function reopenEntry(
  store: Store,
  bankId: string,
  { id, day, revision }: LedgerEntry,
  encoding: string,
  again: boolean,
): Promise<LedgerEntry> {
  const fresh = { accepted: 0, unchanged: 0, rejected: 0, lines: 0 }
  await store.transaction(async (tx) => {
    await tx
      .deleteFrom('rejection')
      .where('bank_id', '=', bankId)
      .where('delivery_id', '=', id)
      .execute()
    await tx
      .updateTable('delivery')
      .set((eb) => ({
        ...fresh,
        encoding,
        status: 'running',
        reason: null,
        facts: null,
        finished_at: null,
        ...(again && { attempt: eb('attempt', '+', 1) }),
      }))
      .where('bank_id', '=', bankId)
      .where('delivery_id', '=', id)
      .execute()
  })
  return {
    ...fresh,
    id,
    status: 'running',
    day,
    revision,
    isFinished: false,
    why: undefined,
  }
}

/** Name lines that were not taken. */
export async function nameRefused(
  tx: Transaction<Database>,
  keys: BankKeys,
  deliveryId: string,
  refused: readonly Refused[],
): Promise<void> {
  if (refused.length === 0) return
  await tx
    .insertInto('rejection')
    .values(
      refused.map(({ line, why }) => ({
        bank_id: keys.bankId,
        delivery_id: deliveryId,
        line,
        column_name: why.column ?? null,
        code: why.code,
        found: sealFound(keys, deliveryId, line, why.found),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Nobody else is loading this file: the ledger stands where this import left it. @throws `delivery.busy` */
export async function expectAlone(
  tx: Transaction<Database>,
  bankId: string,
  id: string,
  left: Tally,
): Promise<void> {
  const held = await tx
    .selectFrom('delivery')
    .select(['accepted', 'unchanged', 'rejected', 'status'])
    .where('bank_id', '=', bankId)
    .where('delivery_id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const stands = (['accepted', 'unchanged', 'rejected'] as const).every(
    (which) => held[which] === left[which],
  )
  if (!stands || held.status !== 'running') throw sourceErrors.busy(id)
}

/** Write a batch down: its counts, and each line that was not taken. */
export async function writeDown(
  tx: Transaction<Database>,
  keys: BankKeys,
  deliveryId: string,
  tally: Tally,
  refused: readonly Refused[],
): Promise<void> {
  await nameRefused(tx, keys, deliveryId, refused)
  await tx
    .updateTable('delivery')
    .set((eb) => ({
      accepted: eb('accepted', '+', tally.accepted),
      unchanged: eb('unchanged', '+', tally.unchanged),
      rejected: eb('rejected', '+', tally.rejected),
    }))
    .where('bank_id', '=', keys.bankId)
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

/** Nothing of a file is applied: say so first, so that a process that dies while naming lines leaves no doubt. */
export async function setAside(
  store: Store,
  bankId: string,
  deliveryId: string,
  status: 'refused' | 'quarantined',
  why: CrmError,
  tally: Tally,
): Promise<void> {
  await store.db
    .updateTable('delivery')
    .set({ status, reason: why.code, facts: JSON.stringify(why.context), ...tally })
    .where('bank_id', '=', bankId)
    .where('delivery_id', '=', deliveryId)
    .execute()
}

/** Close an entry, and put on record that the system loaded it. */
export async function closeEntry(
  tx: Transaction<Database>,
  keys: BankKeys,
  deliveryId: string,
  status: LedgerEntry['status'],
  lines: number,
  at: string,
): Promise<void> {
  const row = await tx
    .updateTable('delivery')
    .set({ status, lines, finished_at: at })
    .where('bank_id', '=', keys.bankId)
    .where('delivery_id', '=', deliveryId)
    .returning('attempt')
    .executeTakeFirstOrThrow()
  await recordSystem(tx, keys, {
    // Each attempt is a deed of its own.
    event_id: row.attempt === 1 ? `aud_${deliveryId}` : `aud_${deliveryId}_${row.attempt}`,
    at,
    action: 'sources.import',
    object_kind: 'delivery',
    object_id: deliveryId,
    result: status,
  })
}
