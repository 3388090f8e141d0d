/** Cells between delimiters. */
export interface DelimitedFormat {
  readonly delimiter: string
  /** Set where cells may be quoted (RFC 4180); a cell never goes on in the next line. */
  readonly quote?: '"'
  /** The columns, where the file has no header line to name them. */
  readonly columns?: readonly string[]
}

/** One cell of a line by its place; a filler has no name. */
export interface FixedColumn {
  readonly name?: string
  readonly width: number
}

/** Cells by their place in the line, one behind the other. */
export interface FixedFormat {
  /** What a width counts: letters, or bytes as delivered, in which a Chinese letter of GB18030 takes two or four. */
  readonly counts: 'characters' | 'bytes'
  readonly columns: readonly FixedColumn[]
  /** True where a line may end early, its last blanks cut off. */
  readonly mayEndEarly?: boolean
}

/** How lines are cut. */
export type LineFormat = DelimitedFormat | FixedFormat

/** Account statements of ISO 20022 (camt.052, 053, 054), whose booked entries are the rows. */
export interface StatementFormat {
  readonly statements: 'camt'
}

/** How the rows of a file are found. */
export type FileFormat = LineFormat | StatementFormat

/** Encodings that day-end files come in. GB18030 contains GBK and the names GBK has no letters for. */
export type FileEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** Is a file of this format cut by place? */
export const isFixed = (format: LineFormat): format is FixedFormat => 'counts' in format

/** Does a file of this format hold statements? */
export const isStatements = (format: FileFormat): format is StatementFormat =>
  'statements' in format
