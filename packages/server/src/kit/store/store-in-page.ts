import { kitErrors } from '@crm/core'
import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely'
import type { Database } from '../../database.ts'
import { clearVault } from '../keys/vault.ts'
import { toParameter } from './parameters.ts'
import { readerOf } from './readers.ts'
import { storeFailure } from './sql-error.ts'
import type { Store } from './store.ts'

/** The little of PGlite that a store in the same thread needs. */
export interface PgliteLike {
  readonly serializers: Record<number, (value: unknown) => string>
  readonly parsers: Record<number, (text: string, type?: number) => unknown>
  query(
    statement: string,
    parameters: unknown[],
  ): Promise<{ rows: unknown[]; affectedRows?: number; rowCount?: number; command?: string }>
  exec(statements: string): Promise<unknown>
  close(): Promise<void>
}

/**
 * A store over a PGlite of the page's own thread: for tests and demonstrations in a browser, where
 * there is no thread to end. It has no lock and no deadline, and forgets everything with the page.
 */
export async function openStoreInPage(pglite: PgliteLike): Promise<Store> {
  for (const oid of Object.keys(pglite.serializers)) pglite.serializers[Number(oid)] = String
  for (const oid of Object.keys(pglite.parsers)) pglite.parsers[Number(oid)] = readerOf(Number(oid))
  await pglite.exec(`set timezone = 'UTC'; set datestyle = 'ISO'`)

  // One connection for all, taken in turn.
  let last: Promise<unknown> = Promise.resolve()
  async function connect(): Promise<PostgresPoolClient> {
    let end = () => {}
    const turn = last
    last = new Promise<void>((resolve) => {
      end = resolve
    })
    await turn
    const query = (statement: string, parameters: readonly unknown[]) =>
      pglite
        .query(statement, parameters.map(toParameter))
        .then(({ rows, rowCount, affectedRows, command }) => ({
          rows,
          rowCount: rowCount ?? affectedRows ?? 0,
          command: command ?? '',
        }))
        .catch((error: unknown) => {
          throw storeFailure(error, 0)
        })
    return { query, release: () => end() } as unknown as PostgresPoolClient
  }

  const pool = { connect, end: () => pglite.close(), options: {} }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return {
    engine: 'pglite',
    db,
    vault: clearVault,
    transaction: (work, { opening } = {}) =>
      db.transaction().execute(async (tx) => {
        if (opening) await tx.executeQuery(opening)
        return work(tx)
      }),
    async health() {
      try {
        await sql`select 1`.execute(db)
        return { status: 'up', milliseconds: 0 }
      } catch (error) {
        return { status: 'down', error: kitErrors.storeUnavailable('it failed', error) }
      }
    },
    close: () => pglite.close(),
  }
}
