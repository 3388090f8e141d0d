import { Agent } from 'node:http'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { all, atLeast, atMost, known, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { type Called, callInTurn, callOnce, callRegardless, quantile } from '../load/callers.ts'
import { aRead, aWrite } from '../load/calls.ts'
import { type Host, startHost, tokenFor } from '../load/start-host.ts'
import type { TrustProof, TrustRun } from '../row.ts'

const CALLERS = 32
const BURST = 600
const aims = {
  pglite: { read: 600, readP99: 400, write: 300, writeP99: 400 },
  postgres: { read: 1_500, readP99: 60, write: 800, writeP99: 100 },
} as const

const answered = (calls: readonly Called[]) =>
  calls.filter(({ status }) => status < 300 && status > 0)
const refused = (calls: readonly Called[]) =>
  calls.filter(({ status }) => status === 503 || status === 429)
const perSecond = (calls: readonly Called[], ms: number) =>
  Math.round((answered(calls).length / ms) * 1_000)

async function load(engine: keyof typeof aims, host: Host, ms: number): Promise<ProofLine[]> {
  const token = await tokenFor('stf_zhou')
  const lines: ProofLine[] = []
  for (const [row, kind, make] of [
    ['R01', 'read', aRead],
    ['R02', 'write', aWrite],
  ] as const) {
    const one = () => make(host.url, token)
    await callInTurn(one, { callers: CALLERS, ms: ms / 4 })
    const calls = await callInTurn(one, { callers: CALLERS, ms })
    const rate = perSecond(calls, ms)
    const aim = aims[engine]
    lines.push(
      zero(
        `${row} ${engine}: ${kind}s that failed`,
        calls.length - answered(calls).length,
        `of ${calls.length}`,
      ),
      timing(atLeast(`${row} ${engine}: ${kind}s`, rate, aim[kind], 'a second')),
      timing(
        atMost(`${row} ${engine}: p99 of ${kind}s`, quantile(calls, 0.99), aim[`${kind}P99`], 'ms'),
      ),
    )
  }
  return lines
}

/** Three times what it can do, come what may; then the quiet after. */
async function overload(host: Host, ms: number): Promise<ProofLine[]> {
  const token = await tokenFor('stf_zhou')
  const one = () => aRead(host.url, token)
  const before = await callInTurn(one, { callers: CALLERS, ms: 2_000 })
  const peak = perSecond(before, 2_000)
  const calls = await callRegardless(one, { perSecond: peak * 3, ms })
  const began = performance.now()
  const usual = quantile(before, 0.5) * 2
  for (;;) {
    const after = await callInTurn(one, { callers: CALLERS, ms: 250 })
    const calm = answered(after).length === after.length && quantile(after, 0.5) <= usual
    if (calm || performance.now() - began > 10_000) break
  }
  const back = Math.round(performance.now() - began)
  const away = refused(calls)
  const other = calls.filter((call) => answered([call]).length + refused([call]).length === 0)
  const goodput = Math.round((perSecond(calls, ms) / peak) * 100)
  // However fast this machine is: more at one moment than may be inside and wait together.
  const agent = new Agent({ keepAlive: true, maxSockets: BURST })
  const burst = await Promise.all(Array.from({ length: BURST }, () => callOnce(agent, one())))
  agent.destroy()
  const turned = [...away, ...refused(burst)]
  const neither = other.length + BURST - answered(burst).length - refused(burst).length
  return [
    zero('R03 calls that were neither answered nor refused', neither, `of ${calls.length + BURST}`),
    all(
      'R03 refusals that say when to come again',
      turned.filter(({ retryAfter }) => retryAfter).length,
      turned.length,
    ),
    timing(atLeast('R03 goodput at three times the capacity', goodput, 80, `% of ${peak}/s`)),
    timing(atMost('R03 p99 of refusals', quantile(away, 0.99), 100, 'ms')),
    timing(atMost('R03 until everything is as before', back, 10_000, 'ms')),
    known('R03 turned away', away.length, `of ${calls.length}`),
  ]
}

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const ms = full ? 20_000 : 2_000
  const embedded = await startHost({})
  const lines = await load('pglite', embedded, ms).finally(embedded.end)
  const server = await startPostgres()
  if (!server)
    return [
      ...lines,
      ...['R01', 'R02', 'R03'].map((row) => notRun(row, 'PostgreSQL cannot be had')),
    ]
  const host = await startHost({ postgres: await server.createDatabase() })
  try {
    lines.push(...(await load('postgres', host, ms)))
    lines.push(...(await overload(host, full ? 60_000 : 4_000)))
  } finally {
    await host.end()
    server.stop()
  }
  return lines
}

export const proof: TrustProof = { rows: ['R01', 'R02', 'R03'], run }
