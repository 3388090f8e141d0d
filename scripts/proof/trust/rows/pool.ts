import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { fileURLToPath } from 'node:url'
import { openPostgresStore } from '@crm/server/node'
import { sql } from 'kysely'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { all, atMost, held, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { callOnce, quantile } from '../load/callers.ts'
import { aRead, aWrite } from '../load/calls.ts'
import { nestedCheckouts } from '../load/nested-checkouts.ts'
import { startHost, tokenFor } from '../load/start-host.ts'
import type { TrustProof } from '../row.ts'

const CALLS = 500
const POOL = 4
const server = fileURLToPath(new URL('../../../../packages/server/src', import.meta.url))

/** What is said when no connection comes free. */
async function whenAllAreTaken(
  database: string,
): Promise<{ code: string; status: number; ms: number }> {
  const store = openPostgresStore({ connect: database, connections: POOL, patience: 3_000 })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const holders = Array.from({ length: POOL }, () =>
    store.transaction(async (tx) => {
      await sql`select 1`.execute(tx)
      await held
    }),
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  const began = performance.now()
  const said = await sql`select 1`.execute(store.db).then(
    () => ({ code: 'none', status: 200 }),
    (error: { code: string; status: number }) => ({ code: error.code, status: error.status }),
  )
  const ms = Math.round(performance.now() - began)
  letGo()
  await Promise.all(holders)
  await store.close()
  return { ...said, ms }
}

async function run(): Promise<ProofLine[]> {
  const nested = nestedCheckouts(server, (file) => readFileSync(file, 'utf8'))
  const lint = zero(
    'R32 uses of the store within a transaction of its own',
    nested.found.length,
    `in ${nested.transactions} transactions ${nested.found.join(', ')}`.trim(),
  )
  const postgres = await startPostgres()
  if (!postgres) return [lint, notRun('R32', 'PostgreSQL cannot be had')]
  const database = await postgres.createDatabase()
  const host = await startHost({
    postgres: database,
    connections: POOL,
    // Of a slow machine nothing is asked but that everybody is answered.
    patience: 30_000,
    crowd: { atOnce: CALLS, waiting: CALLS },
  })
  try {
    const token = await tokenFor('stf_zhou')
    const agent = new Agent({ keepAlive: true, maxSockets: CALLS })
    const calls = await Promise.all(
      Array.from({ length: CALLS }, (_, n) => {
        return callOnce(agent, n % 5 === 0 ? aWrite(host.url, token) : aRead(host.url, token))
      }),
    )
    agent.destroy()
    const unavailable = await whenAllAreTaken(database)
    return [
      lint,
      all(
        'R32 calls at once that were answered, on a pool of 4',
        calls.filter(({ status }) => status > 0 && status < 300).length,
        CALLS,
      ),
      timing(atMost('R32 the slowest of them', quantile(calls, 1), 5_000, 'ms')),
      held(
        'R32 what is said when no connection comes free',
        `${unavailable.status} ${unavailable.code}`,
        `after ${unavailable.ms} ms`,
        '= 503 store.unavailable',
        unavailable.status === 503 && unavailable.code === 'store.unavailable',
      ),
    ]
  } finally {
    await host.end()
    postgres.stop()
  }
}

export const proof: TrustProof = { rows: ['R32'], run }
