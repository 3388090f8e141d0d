import { parseFen } from '../kit/amounts.ts'
import type { Fen, LocalDate } from '../kit/index.ts'
import { plainName, plainNumber } from '../kit/plain-text.ts'

/** Why a row is not taken: a stable code, and the column where one is to blame. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused'
  readonly code: string
  readonly column: string | undefined
  readonly found: string | undefined

  constructor(code: string, column?: string, found?: string) {
    super(column === undefined ? code : `${code} in ${column}`)
    this.code = code
    this.column = column
    this.found = found
  }
}

/** How a file prints its days. */
export type DayFormat = 'yyyymmdd' | 'yyyy-mm-dd' | 'yymmdd'

const patterns: Readonly<Record<DayFormat, RegExp>> = {
  yyyymmdd: /^(\d{4})(\d{2})(\d{2})$/,
  'yyyy-mm-dd': /^(\d{4})-(\d{2})-(\d{2})$/,
  yymmdd: /^(\d{2})(\d{2})(\d{2})/,
}
const LONGEST = 200

/** A day as a file prints it; two-digit years are of the twentieth century. */
export function parseDay(text: string, format: DayFormat): LocalDate | undefined {
  const match = patterns[format].exec(text)
  if (!match) return undefined
  const [, year = '', month, date] = match
  const day = `${year.length === 2 ? `19${year}` : year}-${month}-${date}`
  const ms = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) return undefined
  return day as LocalDate
}

/** One line of a file, its cells by column, each read as what it should be or refused by name. */
export class SourceRow {
  readonly #cells: Readonly<Record<string, string>>
  readonly #asOf: LocalDate | undefined

  /** @param asOf the last day that has been: none of what a file tells can have happened later */
  constructor(cells: Readonly<Record<string, string>>, asOf?: LocalDate) {
    this.#cells = cells
    this.#asOf = asOf
  }

  /** Refuse the row for what this column holds. */
  refuse(column: string, code: string): never {
    throw new RowRefused(code, column, this.#cells[column]?.slice(0, 60))
  }

  /** The text of a column as {@link plainName} has it, or nothing where it is empty. @throws `row.too_long` */
  optional(column: string): string | undefined {
    const text = plainName(this.#cells[column] ?? '')
    if (text === '') return undefined
    if (text.length > LONGEST) this.refuse(column, 'row.too_long')
    return text
  }

  /** The text of a column. @throws `row.column_missing` where it is empty */
  text(column: string): string {
    return this.optional(column) ?? this.refuse(column, 'row.column_missing')
  }

  /** A number that people write in many ways: see {@link plainNumber}. */
  digits(column: string): string | undefined {
    const text = plainNumber(this.optional(column) ?? '')
    return text === '' ? undefined : text
  }

  /** @throws `row.not_a_day` */
  day(column: string, format: DayFormat): LocalDate {
    return parseDay(this.text(column), format) ?? this.refuse(column, 'row.not_a_day')
  }

  /** @throws `row.not_a_day` */
  optionalDay(column: string, format: DayFormat): LocalDate | undefined {
    return this.optional(column) === undefined ? undefined : this.day(column, format)
  }

  /** A day that has been, on the day the file is of. @throws `row.not_a_day`, `row.day_ahead` */
  pastDay(column: string, format: DayFormat): LocalDate {
    const day = this.day(column, format)
    if (this.#asOf !== undefined && day > this.#asOf) this.refuse(column, 'row.day_ahead')
    return day
  }

  /** @throws `row.not_a_day`, `row.day_ahead` */
  optionalPastDay(column: string, format: DayFormat): LocalDate | undefined {
    return this.optional(column) === undefined ? undefined : this.pastDay(column, format)
  }

  /** An amount in fen. @throws `row.not_an_amount` */
  fen(column: string): Fen {
    return parseFen(this.text(column)) ?? this.refuse(column, 'row.not_an_amount')
  }

  /** @throws `row.not_an_amount` */
  optionalFen(column: string): Fen | undefined {
    return this.optional(column) === undefined ? undefined : this.fen(column)
  }

  /** An amount that prints as whole fen, its sign before or behind. @throws `row.not_an_amount` */
  wholeFen(column: string): Fen {
    const [, before = '', digits = '', behind = ''] =
      /^([+-]?)(\d{1,16})([+-]?)$/.exec(this.text(column)) ?? []
    const fen = Number(digits)
    if (digits === '' || (before !== '' && behind !== '') || !Number.isSafeInteger(fen))
      this.refuse(column, 'row.not_an_amount')
    return (before + behind === '-' ? 0 - fen : fen) as Fen
  }

  /** @throws `row.not_an_amount` */
  optionalWholeFen(column: string): Fen | undefined {
    return this.optional(column) === undefined ? undefined : this.wholeFen(column)
  }

  /** What a code of the source means here. @throws `row.unknown_code` */
  code<T>(column: string, meanings: Readonly<Record<string, T>>): T {
    const code = this.text(column)
    if (!Object.hasOwn(meanings, code)) this.refuse(column, 'row.unknown_code')
    return meanings[code] as T
  }

  /** What a code means; an empty or unlisted one means what is given for it. */
  codeOr<T>(column: string, meanings: Readonly<Record<string, T>>, otherwise: T): T {
    const code = this.optional(column)
    return code !== undefined && Object.hasOwn(meanings, code) ? (meanings[code] as T) : otherwise
  }
}
