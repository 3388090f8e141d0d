import {
  type ControlRecord,
  type Drafts,
  type FileBase,
  type FileEncoding,
  isStatements,
  type LocalDate,
  type Lookup,
  plainKey,
  RowRefused,
  readTotals,
  type SourceFile,
  type SourceRow,
  sourceErrors,
} from '@crm/core'
import type { Drafted } from '../kit/sink.ts'
import type { Control } from './control.ts'
import { Cutter } from './cut.ts'
import { entryRows } from './entry-rows.ts'
import type { SourceFolder } from './folder.ts'
import { KeySet } from './key-set.ts'
import type { PhysicalLine } from './lines.ts'
import { decideEncoding, linesOf } from './text.ts'

/** A line that was not taken, and why. */
export interface Refused {
  readonly line: number
  readonly seq: number
  readonly why: RowRefused
}
/** What a data line became. */
export type RowResult = Drafted<Drafts[keyof Drafts]> | Refused

/** What a file's cells are cut and decoded by. */
type Layout = Pick<FileBase, 'format' | 'encoding' | 'header' | 'trailer'>
/** What a reader is told beside the rows. */
export interface Reading {
  readonly encoding?: FileEncoding | undefined
  readonly control?: Control | undefined
  /** The last day that has been. */
  readonly asOf?: LocalDate | undefined
}
/** A data line by its number, as a row or as what is wrong with it. */
export interface CellRow {
  readonly line: number
  readonly seq: number
  readonly row: SourceRow | RowRefused
}

/**
 * The data lines of a file as rows, or as what is wrong with them. Blank lines at its end do not count.
 *
 * @throws `file.header_missing`, `file.header_unreadable`, `file.trailer_missing`,
 * `file.trailer_unreadable`, and what {@link decideEncoding} throws
 */
export async function* readCells(
  folder: SourceFolder,
  file: string,
  { format, encoding: declared, header, trailer }: Layout,
  { encoding: decided, control, asOf }: Reading = {},
): AsyncGenerator<CellRow> {
  const open = () => folder.open(file)
  if (isStatements(format)) {
    yield* entryRows(open, file, decided ?? declared, asOf)
    return
  }
  const encoding = decided ?? (await decideEncoding(open, file, declared))
  const cutter = new Cutter(format, encoding, asOf)
  let seq = 0
  let awaited = header
  // The last line may be the trailer, so each waits for the next to show that it is not.
  let held: PhysicalLine | undefined
  let blanks: number[] = []

  const data = function* (line: PhysicalLine | undefined): Generator<CellRow> {
    if (line) yield { line: line.number, seq: ++seq, row: cells(cutter, line) }
  }
  const gaps = function* (): Generator<CellRow> {
    for (const line of blanks) yield { line, seq: ++seq, row: new RowRefused('row.wrong_columns') }
    blanks = []
  }
  for await (const line of linesOf(open, encoding)) {
    if (awaited) {
      if (!begins(line, awaited)) throw sourceErrors.headerMissing(file)
      tell(control, line, awaited, encoding, (column) =>
        sourceErrors.headerUnreadable(file, column),
      )
      awaited = undefined
    } else if (cutter.isUnnamed) nameColumns(cutter, file, line)
    else if (line.bytes.length === 0) blanks.push(line.number)
    else {
      yield* data(held)
      held = undefined
      yield* gaps()
      if (trailer) held = line
      else yield* data(line)
    }
  }
  if (awaited) throw sourceErrors.headerMissing(file)
  if (!trailer) return
  if (!held || !begins(held, trailer)) throw sourceErrors.trailerMissing(file)
  tell(control, held, trailer, encoding, (column) => sourceErrors.trailerUnreadable(file, column))
}

const begins = ({ bytes }: PhysicalLine, { begins = '' }: ControlRecord): boolean =>
  new TextEncoder().encode(begins).every((byte, at) => bytes[at] === byte)

function tell(
  control: Control | undefined,
  line: PhysicalLine,
  record: ControlRecord,
  encoding: FileEncoding,
  unreadable: (column?: string) => Error,
): void {
  try {
    control?.tells(readTotals(new Cutter(record.format, encoding).row(line.bytes), record))
  } catch (error) {
    throw error instanceof RowRefused ? unreadable(error.column) : error
  }
}

function nameColumns(cutter: Cutter, file: string, line: PhysicalLine): void {
  try {
    if (line.cut) throw new RowRefused('row.line_too_long')
    cutter.nameColumns(line.bytes)
  } catch (error) {
    throw error instanceof RowRefused ? sourceErrors.headerUnreadable(file, error.column) : error
  }
}

function cells(cutter: Cutter, { bytes, cut }: PhysicalLine): SourceRow | RowRefused {
  try {
    if (cut) throw new RowRefused('row.line_too_long')
    return cutter.row(bytes)
  } catch (error) {
    if (error instanceof RowRefused) return error
    throw error
  }
}

/** The rows of a file as drafts, each key once. */
export async function* readDrafts(
  folder: SourceFolder,
  name: string,
  file: SourceFile,
  lookup: Lookup,
  reading: Reading = {},
): AsyncGenerator<RowResult> {
  const keys = new KeySet()
  for await (const { line, seq, row } of readCells(folder, name, file, reading)) {
    reading.control?.count(row)
    if (row instanceof RowRefused) yield { line, seq, why: row }
    else yield draftOf(file, row, lookup, keys, line, seq)
  }
}

function draftOf(
  file: SourceFile,
  row: SourceRow,
  lookup: Lookup,
  keys: KeySet,
  line: number,
  seq: number,
): RowResult {
  try {
    const read = file.read(row, lookup)
    const draft = { ...read, key: plainKey(read.key) }
    if (!keys.add(draft.key)) throw new RowRefused('row.duplicate_key', undefined, read.key)
    return { line, seq, draft }
  } catch (error) {
    if (error instanceof RowRefused) return { line, seq, why: error }
    throw error
  }
}
