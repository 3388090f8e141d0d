import { AsyncLocalStorage } from 'node:async_hooks'
import { isCrmError, kitErrors } from '@crm/core'
import { type CompiledQuery, Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely'
import type { Database } from '../database.ts'
import { clearVault } from '../kit/keys/vault.ts'
import { toParameter } from '../kit/store/parameters.ts'
import type { Store } from '../kit/store/store.ts'
import type { Answer } from './pglite-messages.ts'

/** A statement with its values as text. */
export interface Statement {
  readonly text: string
  readonly values: readonly (string | null)[]
}

/** One connection of an engine, ours until released. */
export interface Connection {
  /** @throws a named failure, never a driver's own */
  query(statement: string, parameters: readonly (string | null)[]): Promise<Answer>
  /**
   * Begin a transaction, with this statement first where there is one. Where an engine can, all of it waits
   * for the next statement and travels with it; whatever fails then fails that statement.
   */
  begin(opening: Statement | undefined): Promise<void>
  /** Give it back; a broken one is not used again. */
  release(broken: boolean): void
}

/** What an engine brings; the rest of a store is the same for all. */
export interface Engine {
  readonly name: Store['engine']
  /** Milliseconds for one statement where nobody asked for more. */
  readonly deadline: number
  /** @throws `store.unavailable`, `store.closed` */
  connect(deadline: number): Promise<Connection>
  close(): Promise<void>
}

interface Checkout {
  readonly deadline: number
  readonly opening: Statement | undefined
  /** True from taking the connection to the end of the transaction. */
  held: boolean
}

/** A store over an engine's connections. */
export function storeOver(engine: Engine): Store {
  const checkouts = new AsyncLocalStorage<Checkout>()

  async function connect(): Promise<PostgresPoolClient> {
    const checkout = checkouts.getStore()
    // It would wait for a connection that only its own end can free.
    if (checkout?.held) throw kitErrors.nestedCheckout()
    if (checkout) checkout.held = true
    const connection = await engine.connect(checkout?.deadline ?? engine.deadline)
    return asClient(connection, checkout?.opening)
  }

  const pool = { connect, end: () => engine.close(), options: {} }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

  return {
    engine: engine.name,
    db,
    vault: clearVault,
    async transaction(work, { deadline = engine.deadline, opening } = {}) {
      if (checkouts.getStore()?.held) throw kitErrors.nestedCheckout()
      const checkout = { deadline, held: false, opening: opening && statementOf(opening) }
      try {
        return await checkouts.run(checkout, () => db.transaction().execute(work))
      } finally {
        checkout.held = false
      }
    },
    async health() {
      const began = performance.now()
      try {
        await sql`select 1`.execute(db)
        return { status: 'up', milliseconds: Math.round(performance.now() - began) }
      } catch (error) {
        const named = isCrmError(error) ? error : kitErrors.storeUnavailable('it failed', error)
        return { status: 'down', error: named }
      }
    },
    close: () => engine.close(),
  }
}

const statementOf = ({ sql: text, parameters }: CompiledQuery): Statement => ({
  text,
  values: parameters.map(toParameter),
})

function asClient(connection: Connection, opening: Statement | undefined): PostgresPoolClient {
  let broken = false
  const query = async (statement: string, parameters: readonly unknown[] = []) => {
    try {
      if (statement === 'begin') {
        await connection.begin(opening)
        return { command: 'BEGIN', rowCount: 0, rows: [] }
      }
      return await connection.query(statement, parameters.map(toParameter))
    } catch (error) {
      // The builder rolls back after a failure and must then report that failure. Where even the
      // rollback fails there is no connection left, and without it nothing was saved.
      if (statement !== 'rollback') throw error
      broken = true
      return { command: 'ROLLBACK', rowCount: 0, rows: [] }
    }
  }
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy = false) => connection.release(destroy || broken),
  }
}
