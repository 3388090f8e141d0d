import type { LocalDate, RecordKind } from '@crm/core'
import type { FileFault, LedgerEntry, Tally } from './ledger.ts'

/** How far an import is. */
export interface ImportProgress {
  readonly file: string
  readonly records: RecordKind
  readonly step: 'checking' | 'loading'
  readonly lines: number
}

/** A line that would not be taken, and why. */
export interface RefusedLine {
  readonly line: number
  readonly column: string | undefined
  readonly code: string
}

/** What became of one file. */
export interface FileReport extends Tally {
  readonly deliveryId: string
  readonly file: string
  readonly records: RecordKind
  /** Data lines: always accepted + unchanged + rejected. */
  readonly lines: number
  readonly status: 'done' | 'refused' | 'quarantined'
  /** Why nothing of the file was taken. */
  readonly why?: FileFault | undefined
  /** The business day the file is of, where it tells. */
  readonly day?: LocalDate | undefined
  /** Of an import that only looked: the first lines that would not be taken. */
  readonly refused?: readonly RefusedLine[] | undefined
  /** True where this very file was loaded before, so nothing was looked at. */
  readonly seenBefore: boolean
  /** Lines that were taken, and that somebody should look at: `row.looks_alike`. */
  readonly warnings: readonly { readonly line: number; readonly code: string }[]
}

/** A file that was loaded before: what was taken then is unchanged now. */
export const repeated = (
  about: Pick<FileReport, 'deliveryId' | 'file' | 'records'>,
  { lines, accepted, unchanged, rejected, status, why, day }: LedgerEntry,
): FileReport => ({
  ...about,
  lines,
  accepted: 0,
  unchanged: accepted + unchanged,
  rejected,
  status: status === 'running' ? 'done' : status,
  seenBefore: true,
  warnings: [],
  ...(why && { why }),
  ...(day && { day }),
})
