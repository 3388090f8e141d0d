import {
  type DelimitedFormat,
  type Drafts,
  type FileEncoding,
  type Lookup,
  plainKey,
  RowRefused,
  type SourceFile,
  SourceRow,
  splitLine,
} from '@crm/core'
import type { Drafted } from '../kit/sink.ts'
import type { SourceFolder } from './folder.ts'
import { decideEncoding, physicalLines } from './lines.ts'

/** A line that was not taken, and why. */
export interface Refused {
  readonly line: number
  readonly seq: number
  readonly why: RowRefused
}
/** What a data line became. */
export type RowResult = Drafted<Drafts[keyof Drafts]> | Refused

/** What a file's cells are cut and decoded by. */
interface Layout {
  readonly format: DelimitedFormat
  readonly encoding?: FileEncoding
}

/** The data lines of a file as rows, or as what is wrong with them. Blank lines at its end do not count. */
export async function* readCells(
  folder: SourceFolder,
  file: string,
  { format, encoding: declared }: Layout,
): AsyncGenerator<{ line: number; seq: number; row: SourceRow | RowRefused }> {
  const encoding = await decideEncoding(physicalLines(folder.open(file)), declared)
  const decoder = new TextDecoder(encoding, { fatal: true })
  let columns = format.columns
  let seq = 0
  const blanks: number[] = []
  const rowOf = (bytes: Uint8Array): SourceRow | RowRefused => {
    try {
      return cellsOf(decode(decoder, bytes), format, columns ?? [])
    } catch (error) {
      if (error instanceof RowRefused) return error
      throw error
    }
  }
  for await (const { number, bytes } of physicalLines(folder.open(file))) {
    if (columns === undefined) {
      columns = splitLine(decode(decoder, bytes), format).map((name) => name.trim())
      continue
    }
    if (bytes.length === 0) {
      blanks.push(number)
      continue
    }
    for (const line of blanks.splice(0))
      yield { line, seq: ++seq, row: new RowRefused('row.wrong_columns') }
    yield { line: number, seq: ++seq, row: rowOf(bytes) }
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new RowRefused('row.bad_bytes')
  }
}

function cellsOf(line: string, format: DelimitedFormat, columns: readonly string[]): SourceRow {
  if (line.includes('\0')) throw new RowRefused('row.bad_bytes')
  const cells = splitLine(line, format)
  if (cells.length !== columns.length)
    throw new RowRefused('row.wrong_columns', undefined, line.slice(0, 60))
  return new SourceRow(Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])))
}

/** The rows of a file as drafts, each key once. */
export async function* readDrafts(
  folder: SourceFolder,
  name: string,
  file: SourceFile,
  lookup: Lookup,
): AsyncGenerator<RowResult> {
  const keys = new Set<string>()
  for await (const { line, seq, row } of readCells(folder, name, file)) {
    if (row instanceof RowRefused) {
      yield { line, seq, why: row }
      continue
    }
    yield draftOf(file, row, lookup, keys, line, seq)
  }
}

function draftOf(
  file: SourceFile,
  row: SourceRow,
  lookup: Lookup,
  keys: Set<string>,
  line: number,
  seq: number,
): RowResult {
  try {
    const read = file.read(row, lookup)
    const draft = { ...read, key: plainKey(read.key) }
    if (keys.has(draft.key)) throw new RowRefused('row.duplicate_key', undefined, read.key)
    keys.add(draft.key)
    return { line, seq, draft }
  } catch (error) {
    if (error instanceof RowRefused) return { line, seq, why: error }
    throw error
  }
}
