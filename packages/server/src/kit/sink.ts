import type { Instant, LocalDate, RowRefused } from '@crm/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { BankKeys } from './keys/bank-keys.ts'

/** A row that was read well, with its line in the file. */
export interface Drafted<T> {
  readonly line: number
  /** Its number among the data lines: the order the source gives. */
  readonly seq: number
  readonly draft: T
}

/** What a sink is given to work with. */
export interface SinkContext {
  readonly db: Transaction<Database>
  readonly bankId: string
  /** The bank's keys, for what is sealed. */
  readonly keys: BankKeys
  readonly sourceName: string
  /** The day that the source speaks of; the bank's own, where it does not say. */
  readonly asOf?: LocalDate | undefined
  /** The moment of the import. */
  readonly at: Instant
  /** Our id for a key of the source; a key that already is one of ours stays as it is. */
  readonly idOf: (prefix: string, key: string) => Promise<string>
  /** Put a row aside by name: what it refers to is not there. */
  readonly refuse: (line: number, why: RowRefused) => void
  /** Take a row, and have somebody look at it: why, by its code. */
  readonly warn: (line: number, code: string) => void
  /** Will this id be there: does an earlier file of an import that only looks bring it? */
  readonly isPromised: (id: string) => boolean
  /** True in the pass that only looks: refuse what must be refused, and put nothing in. */
  readonly dry: boolean
}

/** Puts a batch of one record kind into its tables. @returns how many were new or changed */
export type Sink<T> = (rows: readonly Drafted<T>[], context: SinkContext) => Promise<number>
