import type { Branch, Staff } from '../access/index.ts'
import type { BankId, Bilingual, LocalDate } from '../kit/index.ts'
import type { ControlFile, ControlRecord } from './control.ts'
import type { Drafts, RecordKind } from './drafts.ts'
import type { FileEncoding, FileFormat } from './format.ts'
import type { SourceRow } from './row.ts'

/** Finds what another file of the same delivery says, by a key. */
export type Lookup = (table: string, key: string) => string | undefined

/** A file by its name, and how it is cut and decoded. */
export interface FileBase {
  /**
   * The file's name; `*` stands for a part that changes, `{day}` for the business day it is of,
   * `{revision}` for which correction of that day, `{part}` and `{parts}` for a file in pieces.
   */
  readonly file: string
  readonly format: FileFormat
  /** Decided by byte order mark and majority where it is not declared. */
  readonly encoding?: FileEncoding
  /** The file's first line, where that is no data and names no columns. */
  readonly header?: ControlRecord
  /** The file's last line, where that is no data. A file that ends without it was cut off. */
  readonly trailer?: ControlRecord
  /** Totals that come in a file of their own. */
  readonly control?: ControlFile
}

/**
 * What a file that is of a business day holds. `changes`: what it does not name stays as it is. `all`: every
 * key there is, so that what it does not name is gone. `day`: all of its day, so that a correction takes back
 * what it does not name any more. What is gone is marked, never deleted.
 */
export type FileHolds = 'changes' | 'all' | 'day'

/** One file of a source: what its rows are, and how one is read. Pure, and refusing by name. */
export type SourceFile = {
  readonly [K in RecordKind]: FileBase & {
    readonly records: K
    /** `changes` where it is left out. */
    readonly holds?: FileHolds
    /** The days on which one is delivered, so that a missing one is told; every day where it is left out. */
    readonly comes?: 'daily' | 'weekdays'
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
