import {
  columnsOf,
  type FileEncoding,
  isFixed,
  type LineFormat,
  type LocalDate,
  RowRefused,
  SourceRow,
  splitFixed,
  splitLine,
} from '@crm/core'
import { isLost, isMisplaced } from './judge-line.ts'

/** Turns the bytes of a line into text and cells, or refuses the line by name. */
export class Cutter {
  readonly #format: LineFormat
  readonly #encoding: 'utf-8' | 'gb18030'
  readonly #decoder: TextDecoder
  readonly #asOf: LocalDate | undefined
  #columns: readonly string[] | undefined

  constructor(format: LineFormat, encoding: FileEncoding, asOf?: LocalDate) {
    this.#format = format
    this.#asOf = asOf
    // Lines of UTF-16 are UTF-8 by the time they are cut.
    this.#encoding = encoding === 'gb18030' ? 'gb18030' : 'utf-8'
    this.#decoder = new TextDecoder(this.#encoding, { fatal: true })
    this.#columns = columnsOf(format)
  }

  /** True until a line of the file has named its columns. */
  get isUnnamed(): boolean {
    return this.#columns === undefined
  }

  /** Take the names of the columns from a line. @throws RowRefused `row.duplicate_column` */
  nameColumns(bytes: Uint8Array): void {
    const names = isFixed(this.#format)
      ? []
      : splitLine(this.#text(bytes), this.#format).map((name) => name.trim())
    const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at)
    if (twice !== undefined) throw new RowRefused('row.duplicate_column', twice)
    this.#columns = names
  }

  /** @throws RowRefused `row.bad_bytes`, `row.other_encoding`, `row.wrong_columns`, `row.wrong_length`, `row.bad_quote` */
  row(bytes: Uint8Array): SourceRow {
    const format = this.#format
    const text = this.#text(bytes)
    if (!isFixed(format)) return this.#delimited(text, splitLine(text, format))
    if (format.counts === 'characters')
      return new SourceRow(
        Object.fromEntries(
          splitFixed(Array.from(text), format).map(([name, cell]) => [name, cell.join('')]),
        ),
        this.#asOf,
      )
    const cells = splitFixed(bytes, format)
    return new SourceRow(
      Object.fromEntries(cells.map(([name, cell]) => [name, this.#cell(name, cell)])),
      this.#asOf,
    )
  }

  /** The text of a line, whatever becomes of it. @throws RowRefused `row.bad_bytes`, `row.other_encoding` */
  #text(bytes: Uint8Array): string {
    const text = this.#decode(bytes)
    if (isLost(text)) throw new RowRefused('row.bad_bytes')
    if (isMisplaced(bytes, this.#encoding)) throw new RowRefused('row.other_encoding')
    return text
  }

  /** A cut through a letter is a line laid out in another way than its neighbours. */
  #cell(name: string, bytes: Uint8Array): string {
    return this.#decode(bytes, name)
  }

  #decode(bytes: Uint8Array, column?: string): string {
    try {
      return this.#decoder.decode(bytes)
    } catch {
      throw new RowRefused('row.bad_bytes', column)
    }
  }

  #delimited(line: string, cells: readonly string[]): SourceRow {
    const columns = this.#columns ?? []
    if (cells.length !== columns.length)
      throw new RowRefused('row.wrong_columns', undefined, line.slice(0, 60))
    return new SourceRow(
      Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])),
      this.#asOf,
    )
  }
}
