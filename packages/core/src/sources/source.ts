import type { Branch, Staff } from '../access/index.ts'
import type { BankId, Bilingual, LocalDate } from '../kit/index.ts'
import type { Drafts, RecordKind } from './drafts.ts'
import type { SourceRow } from './row.ts'

/** How the lines of a file are cut. */
export interface DelimitedFormat {
  readonly delimiter: string
  /** Set where cells may be quoted (RFC 4180); a cell never goes on in the next line. */
  readonly quote?: '"'
  /** The columns, where the file has no header line to name them. */
  readonly columns?: readonly string[]
}

/** Encodings that day-end files come in. GB18030 contains GBK and the names GBK has no letters for. */
export type FileEncoding = 'utf-8' | 'gb18030'

/** Finds what another file of the same delivery says, by a key. */
export type Lookup = (table: string, key: string) => string | undefined

/** A file by its name, and how it is cut and decoded. */
export interface FileBase {
  /** The file's name; `*` stands for the part that changes by day. */
  readonly file: string
  readonly format: DelimitedFormat
  /** Decided by byte order mark and majority where it is not declared. */
  readonly encoding?: FileEncoding
}

/** One file of a source: what its rows are, and how one is read. Pure, and refusing by name. */
export type SourceFile = {
  readonly [K in RecordKind]: FileBase & {
    readonly records: K
    readonly read: (row: SourceRow, lookup: Lookup) => Drafts[K]
  }
}[RecordKind]

/** A table of keys gathered from a file before any is loaded, for rows that need to know more. */
export interface SourceLookup extends FileBase {
  readonly name: string
  readonly gather: (
    row: SourceRow,
    keep: (key: string, value: string) => void,
    lookup: Lookup,
  ) => void
}

/** A system that delivers a folder of day-end files, and what they mean here. */
export interface Source {
  /** Stable; part of every id made from it. */
  readonly name: string
  readonly title: Bilingual
  readonly bank: { readonly id: BankId; readonly name: string; readonly currency: string }
  /** The bank's day after the load; the latest movement's day where it is left out. */
  readonly businessDate?: LocalDate
  /** Offices that no file tells of: a head office over all. */
  readonly branches?: readonly Branch[]
  /** People who may sign in where no file tells of any. */
  readonly staff?: readonly Staff[]
  readonly lookups?: readonly SourceLookup[]
  /** In the order they are loaded. */
  readonly files: readonly SourceFile[]
}

/** State a source, held to its types. */
export const defineSource = (source: Source): Source => source

/** Does this name fit the name a mapping gives? */
export function fitsName(pattern: string, file: string): boolean {
  const [before = '', ...rest] = pattern.split('*')
  const after = rest.at(-1)
  if (after === undefined) return pattern === file
  return (
    file.length >= before.length + after.length && file.startsWith(before) && file.endsWith(after)
  )
}
