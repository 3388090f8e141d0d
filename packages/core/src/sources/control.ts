import type { Fen, LocalDate } from '../kit/index.ts'
import type { DelimitedFormat, FixedFormat, LineFormat } from './format.ts'
import { type DayFormat, RowRefused, type SourceRow } from './row.ts'

/** How a file prints its amounts: `1234.50`, or `123450` where the last two digits are fen. */
export type AmountFormat = 'decimal' | 'fen'

/** A line that tells of the others: how many there are, what they sum to, of which day they are. */
export interface ControlRecord {
  /** What the line begins with. */
  readonly begins?: string
  /** How it is cut; its columns are named, as no line above names them. */
  readonly format: FixedFormat | (DelimitedFormat & { readonly columns: readonly string[] })
  /** The column that holds the number of data lines. */
  readonly lines?: string
  /** The column that holds the sum of a column of the data, by that column. */
  readonly sums?: Readonly<Record<string, string>>
  /** How the amounts print, in the data and here; `decimal` where it is left out. */
  readonly amounts?: AmountFormat
  /** The column that holds the business day. */
  readonly day?: { readonly column: string; readonly format: DayFormat }
}

/** Control totals in a file of their own. */
export interface ControlFile extends ControlRecord {
  /** The file's name; its parts in braces and its `*` are what they are in the name of the data file. */
  readonly file: string
  /** Where one control file tells of many: the column that names the data file. */
  readonly names?: string
  readonly format: FixedFormat | (DelimitedFormat & { readonly columns: readonly string[] })
}

/** What a file says of itself. */
export interface ControlTotals {
  readonly lines?: number | undefined
  readonly sums: Readonly<Record<string, Fen>>
  readonly day?: LocalDate | undefined
}

/** Does a control record ask for anything of the data lines? */
export const asksForSums = (records: readonly (ControlRecord | undefined)[]): readonly string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record?.sums ?? {}))),
]

/** An amount as this file prints it. @throws RowRefused `row.not_an_amount` */
export const amountIn = (row: SourceRow, column: string, amounts: AmountFormat = 'decimal'): Fen =>
  amounts === 'fen' ? row.wholeFen(column) : row.fen(column)

/** Read a control record. @throws RowRefused as the cells do, `row.not_a_number` */
export function readTotals(row: SourceRow, record: ControlRecord): ControlTotals {
  const { lines, sums = {}, amounts, day } = record
  return {
    lines: lines === undefined ? undefined : countIn(row, lines),
    sums: Object.fromEntries(
      Object.entries(sums).map(([column, told]) => [column, amountIn(row, told, amounts)]),
    ),
    day: day && row.day(day.column, day.format),
  }
}

function countIn(row: SourceRow, column: string): number {
  const text = row.text(column)
  const count = Number(text)
  if (!/^\d{1,15}$/.test(text)) throw new RowRefused('row.not_a_number', column, text.slice(0, 60))
  return count
}

/** Are there names for the columns, or does a line of the file name them? */
export const columnsOf = (format: LineFormat): readonly string[] | undefined =>
  'counts' in format ? format.columns.flatMap(({ name }) => name ?? []) : format.columns
