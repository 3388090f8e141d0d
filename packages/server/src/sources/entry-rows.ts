import {
  entryCells,
  type FileEncoding,
  type LocalDate,
  SourceRow,
  type Statement,
  sourceErrors,
} from '@crm/core'
import { type CamtEntry, readCamt } from './camt.ts'
import { XmlRefused } from './read-xml.ts'
import type { CellRow } from './rows.ts'
import { decideEncoding } from './text.ts'

async function* textOf(
  open: () => AsyncIterable<Uint8Array>,
  encoding: FileEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const piece of open()) yield decoder.decode(piece, { stream: true })
    yield decoder.decode()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new XmlRefused('bytes that are no text')
  }
}

/**
 * The entries of a file of statements, and what each statement is, told once its entries are over.
 *
 * @throws `file.not_statements`, and what `decideEncoding` throws
 */
export async function* statementEntries(
  open: () => AsyncIterable<Uint8Array>,
  file: string,
  encoding?: FileEncoding,
  each?: (statement: Statement) => void,
): AsyncGenerator<CamtEntry> {
  const decided = await decideEncoding(open, file, encoding)
  try {
    yield* readCamt(textOf(open, decided), each)
  } catch (error) {
    if (error instanceof XmlRefused) throw sourceErrors.notStatements(file, error.message)
    throw error
  }
}

/** The booked entries as rows, by their number; one that is pending is no movement yet. */
export async function* entryRows(
  open: () => AsyncIterable<Uint8Array>,
  file: string,
  encoding: FileEncoding | undefined,
  asOf: LocalDate | undefined,
): AsyncGenerator<CellRow> {
  let seq = 0
  for await (const { statement, entry, no } of statementEntries(open, file, encoding)) {
    if (entry.status !== 'BOOK') continue
    const row = new SourceRow(entryCells(statement, entry, no), asOf)
    yield { line: no, seq: ++seq, row }
  }
}
