import type { CrmError } from '@crm/core'
import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { Database } from '../../database.ts'
import type { StoreOrigin } from '../configuration/store-facts.ts'
import type { Vault } from '../keys/vault.ts'

/** Where the CRM keeps everything: an embedded store, or PostgreSQL. Both behave the same. */
export interface Store {
  readonly engine: 'pglite' | 'postgres'
  /** For single statements, each on a connection of its own and within the store's deadline. */
  readonly db: Kysely<Database>
  /** What its values are sealed with. */
  readonly vault: Vault
  /** How it was opened, for the check before production. */
  readonly origin?: StoreOrigin
  /**
   * Work that is saved wholly or not at all. Inside, use only the connection it is given.
   *
   * @throws `store.deadline` when a statement, or the pause before the next, took too long
   * @throws `store.nested_checkout` inside another transaction of this store
   */
  transaction<T>(
    work: (db: Transaction<Database>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** Whether it answers, asked with a statement of its own. Never throws. */
  health(): Promise<Health>
  /** Finish what runs, then let go of files and connections. */
  close(): Promise<void>
}

/** How long a transaction may take. */
export interface TransactionOptions {
  /** Milliseconds for each statement, and for each pause between two; imports ask for more. */
  readonly deadline?: number
  /** What runs before the work, in the same round trip where the engine has one. */
  readonly opening?: CompiledQuery
}

/** A store's answer to being asked how it is. */
export type Health =
  | { readonly status: 'up'; readonly milliseconds: number }
  | { readonly status: 'down'; readonly error: CrmError }

/** The same store with its values sealed: hand the result, never the bare store, to server and imports. */
export const sealedStore = <S extends Store>(store: S, vault: Vault): S => ({ ...store, vault })
