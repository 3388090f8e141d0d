import { kitErrors } from '@crm/core'
import pg from 'pg'
import { readerOf } from '../kit/store/readers.ts'
import { storeFailure } from '../kit/store/sql-error.ts'
import type { Store } from '../kit/store/store.ts'
import { serverOf } from './postgres-origin.ts'
import { PreparedStatements } from './prepared-statements.ts'
import { type Connection, type Statement, storeOver } from './store-over-connections.ts'

/** Which PostgreSQL, and how patient we are with it. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, or what `pg` takes for its pool. */
  readonly connect: string | pg.PoolConfig
  /** Milliseconds a statement may take; 5,000 unless told otherwise. */
  readonly deadline?: number
  /** Milliseconds to wait for a connection; 3,000 unless told otherwise. */
  readonly patience?: number
  /** Connections at most; 10 unless told otherwise. */
  readonly connections?: number
}

/** The server ends a statement at its deadline; a server that is silent this much longer is gone. */
const GRACE_MS = 2_000

/** Values arrive as text and are read as on every engine; nothing is set for other pools. */
const types = { getTypeParser: (oid: number) => readerOf(oid) } as pg.CustomTypesConfig

/**
 * Open a store on PostgreSQL 15 or later. The first connection is made when it is first needed.
 */
export function openPostgresStore(options: PostgresOptions): Store {
  const { connect, deadline = 5_000, patience = 3_000, connections = 10 } = options
  const config = typeof connect === 'string' ? { connectionString: connect } : connect
  const pool = new pg.Pool({
    application_name: 'crm',
    max: connections,
    ...config,
    pipeline: true,
    connectionTimeoutMillis: patience,
    types,
  })
  // A connection that breaks while nobody uses it is replaced by the pool; there is nobody to tell.
  pool.on('error', () => undefined)
  const ready = new WeakSet<pg.PoolClient>()
  const statements = new PreparedStatements()

  async function checkOut(limit: number): Promise<Connection> {
    if (pool.ending) throw kitErrors.storeClosed()
    const client = await pool.connect().catch((cause: { code?: string; message?: string }) => {
      throw kitErrors.storeUnavailable(cause.code ?? 'no connection came free', cause)
    })
    const connection = holdClient(client, {
      deadline: limit,
      isUsual: limit === deadline,
      statements,
    })
    if (ready.has(client)) return connection
    try {
      await connection.query(session(deadline), [])
    } catch (error) {
      connection.release(true)
      throw error
    }
    ready.add(client)
    return connection
  }

  const store = storeOver({
    name: 'postgres',
    deadline,
    connect: checkOut,
    async close() {
      if (!pool.ending) await pool.end()
    },
  })
  return { ...store, origin: { deadline, server: serverOf(config) } }
}

const session = (deadline: number): string => `select
  set_config('TimeZone', 'UTC', false),
  set_config('DateStyle', 'ISO', false),
  set_config('bytea_output', 'hex', false),
  ${limits(deadline, false)}`

const limits = (deadline: number, local: boolean): string => `
  set_config('statement_timeout', '${Math.ceil(deadline)}', ${local}),
  set_config('idle_in_transaction_session_timeout', '${Math.ceil(deadline)}', ${local})`

interface Hold {
  readonly deadline: number
  /** False where somebody asked for another deadline than the connection has. */
  readonly isUsual: boolean
  readonly statements: PreparedStatements
}

function holdClient(client: pg.PoolClient, { deadline, isUsual, statements }: Hold): Connection {
  let lost: Error | undefined
  /** What waits to travel with the next statement. */
  let waiting: Statement[] = []
  const onError = (error: Error) => {
    lost ??= storeFailure(error, deadline)
  }
  client.on('error', onError)

  function send({ text, values }: Statement) {
    // The extended protocol takes one statement only, whatever a text may hold.
    const name = statements.nameOf(text)
    const query = { text, values: [...values], queryMode: 'extended', ...(name && { name }) }
    return client.query(query)
  }

  /** All at once, in order. After one that failed the server refuses the rest of the transaction. */
  async function ask(asked: readonly Statement[]) {
    if (lost) throw lost
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        lost = kitErrors.deadline(deadline)
        reject(lost)
      }, deadline + GRACE_MS)
    })
    try {
      const sent = together(client, () => asked.map(send))
      // The first failure is the cause; those behind it are told by nobody.
      for (const one of sent) one.catch(() => undefined)
      for (const one of sent.slice(0, -1)) await Promise.race([one, silence])
      const answer = await Promise.race([sent.at(-1), silence])
      if (!answer) throw new Error('nothing was asked')
      return { rows: answer.rows, rowCount: answer.rowCount ?? 0, command: answer.command }
    } catch (error) {
      const named = storeFailure(error, deadline)
      if (!isStatement(error) || isStalePlan(error)) lost = named
      throw named
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async query(text, values) {
      const before = waiting
      waiting = []
      const statement = { text, values }
      if (before.length === 0) return ask([statement])
      // A transaction in which nothing was asked has not begun.
      if (text === 'commit' || text === 'rollback')
        return { rows: [], rowCount: 0, command: text.toUpperCase() }
      if (isRead(text)) return ask([...before, statement])
      // Where the beginning fails, the server still does what came with it, alone and for good. What a
      // read then gives is thrown away with the failure; a write waits until its transaction stands.
      await ask(before)
      return ask([statement])
    },
    async begin(opening) {
      waiting = [
        { text: 'begin', values: [] },
        ...(isUsual ? [] : [{ text: `select ${limits(deadline, true)}`, values: [] }]),
        ...(opening ? [opening] : []),
      ]
    },
    release(broken) {
      client.off('error', onError)
      client.release(broken || lost !== undefined)
    },
  }
}

/** What is sent meanwhile leaves in one packet; that of several statements costs more than their work. */
function together<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = (client as unknown as Partial<pg.Client>).connection ?? {}
  stream?.cork()
  try {
    return send()
  } finally {
    stream?.uncork()
  }
}

const isRead = (text: string): boolean => /^\s*select\s/i.test(text)

/**
 * A migration changed what a prepared statement gives, or somebody between us and the server threw it
 * away: it is forgotten with its connection.
 */
const isStalePlan = (error: unknown): boolean =>
  ['0A000', '26000'].includes((error as { code?: string }).code ?? '')

/** The server said no to this statement and listens to the next; anything else has broken the line. */
const isStatement = (error: unknown): boolean =>
  (error as { severity?: string }).severity === 'ERROR' ||
  (error as Error).name === 'UnreadableValue'
