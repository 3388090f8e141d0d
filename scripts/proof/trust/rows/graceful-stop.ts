import { openPostgresStore } from '@crm/server/node'
import { sql } from 'kysely'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atMost, equal, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { type Called, callInTurn } from '../load/callers.ts'
import { aRead, aWrite } from '../load/calls.ts'
import { type Host, startHost, tokenFor } from '../load/start-host.ts'
import type { TrustProof, TrustRun } from '../row.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Whoever finds nobody at the door goes to the other host; that call never began. */
const isElsewhere = ({ fault }: Called) => fault === 'ECONNREFUSED'
const isFailed = (call: Called) => !isElsewhere(call) && (call.status === 0 || call.status >= 300)

/** Calls go on while one host after the other is stopped and started anew, as an upgrade does. */
async function rollingRestart(database: string, ms: number) {
  const token = await tokenFor('stf_zhou')
  const hosts: Host[] = [
    await startHost({ postgres: database, connections: 8 }),
    await startHost({ postgres: database, connections: 8, first: false }),
  ]
  let turn = 0
  let stopped = false
  const calling = callInTurn(
    () => {
      turn += 1
      const { url } = hosts[turn % 2]!
      return turn % 4 === 0 ? aWrite(url, token) : aRead(url, token)
    },
    { callers: 16, until: () => stopped },
  )
  const exits: { readonly code: number | null; readonly ms: number }[] = []
  for (const at of [0, 1]) {
    await pause(ms)
    exits.push(await hosts[at]!.terminate())
    hosts[at] = await startHost({ postgres: database, connections: 8, first: false })
  }
  await pause(ms)
  stopped = true
  const calls = await calling
  // Stopped with nobody calling: the lease and the connections are given back at once.
  for (const host of hosts) exits.push(await host.terminate())
  return { calls, exits }
}

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const server = await startPostgres()
  if (!server) return [notRun('R37', 'PostgreSQL cannot be had')]
  try {
    const database = await server.createDatabase()
    const { calls, exits } = await rollingRestart(database, full ? 10_000 : 1_500)
    const store = openPostgresStore({ connect: database })
    const { rows } = await sql<{ leases: number; kept: number; sessions: number }>`
      select (select count(*)::int from outbox_consumer where lease_until > now()) as leases,
        (select count(*)::int from segment) as kept,
        (select count(*)::int from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()) as sessions`.execute(
      store.db,
    )
    await store.close()
    const acknowledged = calls.filter(({ status }) => status === 201).length
    const failed = calls.filter(isFailed).length
    const slowest = Math.round(Math.max(...exits.map(({ ms }) => ms)))
    return [
      zero(
        'R37 calls that failed while hosts were stopped and started',
        failed,
        `of ${calls.length}`,
      ),
      equal('R37 writes acknowledged and there', rows[0]?.kept ?? 0, acknowledged, 'segments'),
      zero(
        'R37 hosts that did not end well',
        exits.filter(({ code }) => code !== 0).length,
        `of ${exits.length}`,
      ),
      timing(atMost('R37 from SIGTERM to the end', slowest, 10_000, 'ms')),
      zero('R37 leases still held', rows[0]?.leases ?? 1, 'leases'),
      zero('R37 database connections left behind', rows[0]?.sessions ?? 1, 'connections'),
    ]
  } finally {
    server.stop()
  }
}

export const proof: TrustProof = { rows: ['R37'], run }
