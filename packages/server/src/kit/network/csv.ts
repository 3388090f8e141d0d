/** What a cell may hold. A number is written bare: it cannot be a formula. */
export type CsvValue = string | number | bigint | boolean | undefined

/** Excel takes a CSV without it for the local code page, and Chinese names for garbage. */
export const CSV_BOM = '\uFEFF'

/** What a spreadsheet may take for a formula, in front or after what is not seen; `'` itself is kept apart. */
const FORMULA = /^['\s\p{Cf}]*[=+\-@＝＋－＠﹢﹣﹦﹫]|^'*[\t\r\n]/u

/**
 * One cell of an export (RFC 4180), which no spreadsheet takes for a formula: what looks like one gets
 * a `'` in front, which spreadsheets do not show. `readCsvCell` takes exactly that away again.
 */
export function csvCell(value: CsvValue): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  const plain = safe === value && !/[",;\t\r\n]|^\s|\s$/.test(safe)
  return plain ? safe : `"${safe.replaceAll('"', '""')}"`
}

/** One record of an export, with its line end. */
export const csvLine = (cells: readonly CsvValue[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** The value of a cell that was exported here, after the CSV reader took the quotes away. */
export const readCsvCell = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text
