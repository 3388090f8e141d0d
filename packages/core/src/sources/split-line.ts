import type { DelimitedFormat } from './format.ts'
import { RowRefused } from './row.ts'

/**
 * Cut one physical line into cells. A quote inside a quoted cell is doubled; a stray one costs this
 * line and no other, because no cell goes on in the next.
 *
 * @throws RowRefused `row.bad_quote`
 */
export function splitLine(line: string, { delimiter, quote }: DelimitedFormat): string[] {
  if (quote === undefined || !line.includes(quote)) return line.split(delimiter)
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (line[at] !== quote) {
      const end = line.indexOf(delimiter, at)
      const cell = line.slice(at, end === -1 ? undefined : end)
      if (cell.includes(quote)) throw new RowRefused('row.bad_quote', undefined, line.slice(0, 60))
      cells.push(cell)
      if (end === -1) return cells
      at = end + delimiter.length
      continue
    }
    let cell = ''
    let from = at + 1
    for (;;) {
      const end = line.indexOf(quote, from)
      if (end === -1) throw new RowRefused('row.bad_quote', undefined, line.slice(0, 60))
      cell += line.slice(from, end)
      if (line[end + 1] !== quote) {
        at = end + 1
        break
      }
      cell += quote
      from = end + 2
    }
    cells.push(cell)
    if (at === line.length) return cells
    if (!line.startsWith(delimiter, at))
      throw new RowRefused('row.bad_quote', undefined, line.slice(0, 60))
    at += delimiter.length
  }
}
