import { columnsOf, isStatements, type SourceFile } from '@crm/core'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { CSV_BOM, csvLine } from '../kit/network/csv.ts'
import type { Store } from '../kit/store/store.ts'
import type { SourceFolder } from './folder.ts'
import { openFound } from './ledger.ts'
import { decideEncoding, linesOf } from './text.ts'

const PAGE = 2_000

/** Words for a code and for the columns of a report, in the reader's language. */
export interface ReportWords {
  readonly columns: readonly [
    file: string,
    line: string,
    column: string,
    code: string,
    reason: string,
    found: string,
  ]
  readonly of: (code: string) => string
}

interface Rejected {
  readonly delivery_id: string
  readonly line: number
  readonly column_name: string | null
  readonly code: string
  readonly found: string | null
}

/** The lines of a delivery that were not taken, in pages, by their number. */
async function* rejectedOf(store: Store, bankId: string, id: string): AsyncGenerator<Rejected[]> {
  for (let last = 0; ; ) {
    const rows = await store.db
      .selectFrom('rejection')
      .select(['delivery_id', 'line', 'column_name', 'code', 'found'])
      .where('bank_id', '=', bankId)
      .where('delivery_id', '=', id)
      .where('line', '>', last)
      .orderBy('line')
      .limit(PAGE)
      .execute()
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)?.line ?? last
  }
}

/**
 * The lines of a delivery that were not taken as a table to open in a spreadsheet, in pieces of text. No
 * cell of it is taken for a formula, whatever the file held.
 */
export async function* errorReport(
  store: Store,
  keys: BankKeys,
  { id, file }: { readonly id: string; readonly file: string },
  words: ReportWords,
): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(words.columns)
  for await (const rows of rejectedOf(store, keys.bankId, id))
    yield rows
      .map((row) =>
        csvLine([
          file,
          row.line,
          row.column_name ?? undefined,
          row.code,
          words.of(row.code),
          openFound(keys, row) ?? undefined,
        ]),
      )
      .join('')
}

async function* rejectedNumbers(store: Store, bankId: string, id: string): AsyncGenerator<number> {
  for await (const rows of rejectedOf(store, bankId, id)) for (const { line } of rows) yield line
}

/**
 * The lines themselves as they came, under the line that names their columns: put right, and delivered
 * as `<file>.corrected`, they belong to the day of their file.
 */
export async function* rejectedLines(
  store: Store,
  bankId: string,
  id: string,
  folder: SourceFolder,
  name: string,
  layout: SourceFile,
): AsyncGenerator<Uint8Array> {
  // An entry of a statement is no line that could be put right by itself.
  if (isStatements(layout.format)) return
  const open = () => folder.open(name)
  const encoding = await decideEncoding(open, name, layout.encoding)
  const end = Uint8Array.of(10)
  const wanted = rejectedNumbers(store, bankId, id)
  let next = await wanted.next()
  let header = columnsOf(layout.format) === undefined ? (layout.header ? 2 : 1) : 0
  for await (const { number, bytes } of linesOf(open, encoding)) {
    if (header === number) {
      header = 0
      yield bytes
      yield end
      continue
    }
    if (next.done) return
    if (next.value !== number) continue
    yield bytes
    yield end
    next = await wanted.next()
  }
}
