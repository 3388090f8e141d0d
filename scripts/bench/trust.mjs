// What trust costs: the customer card and a write, with everything on against everything off, in one run.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const host = fileURLToPath(new URL('trust-host.ts', import.meta.url))
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4)
const CONNECTIONS = 32

const start = (args) =>
  new Promise((resolve, reject) => {
    const child = fork(host, args, {
      execArgv: ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.once('message', ({ url }) => resolve({ url, stop: () => child.disconnect() }))
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}.`)))
  })

const segmentOf = (name) =>
  JSON.stringify({ name, criteria: { field: 'assetsFen', is: 'ge', value: 5 } })

/** Requests a second, and how many went wrong. */
async function load(url, token, kind, seconds) {
  const headers = { authorization: `Bearer ${token}` }
  const write = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    setupRequest: (request) => {
      const key = randomUUID()
      const own = { ...request.headers, 'idempotency-key': key }
      return { ...request, headers: own, body: segmentOf(key) }
    },
  }
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers,
    ...(kind === 'write' && { requests: [write] }),
  })
  return {
    perSecond: result.requests.average,
    p99: result.latency.p99,
    wrong: result.non2xx + result.errors,
  }
}

const line = (name, figure, unit, limit, holds = true) => ({
  line: name,
  figure: Number(figure.toFixed(3)),
  unit,
  limit,
  verdict: holds ? 'pass' : 'short',
})

async function measure(engine, args, limits) {
  const { url, stop } = await start(args)
  try {
    const signIn = await fetch(`${url}/dev/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffId: 'stf_zhou' }),
    })
    const { token } = await signIn.json()
    const lines = []
    for (const [kind, path, most] of [
      ['read', 'customers/cus_li', limits.read],
      ['write', 'segments', limits.write],
    ]) {
      const sum = { on: 0, off: 0, p99: 0, wrong: 0 }
      await load(`${url}/on/${path}`, token, kind, 1)
      await load(`${url}/off/${path}`, token, kind, 1)
      for (let round = 0; round < 2; round++)
        for (const side of ['on', 'off']) {
          const one = await load(`${url}/${side}/${path}`, token, kind, SECONDS)
          sum[side] += one.perSecond / 2
          sum.wrong += one.wrong
          if (side === 'on') sum.p99 = Math.max(sum.p99, one.p99)
        }
      const ratio = sum.off / sum.on
      lines.push(
        line(
          `${engine}: ${kind}s with everything on`,
          sum.on,
          'requests/s',
          `>= ${limits[`${kind}Rate`]}`,
          sum.on >= limits[`${kind}Rate`],
        ),
        line(`${engine}: ${kind}s with everything off (peer)`, sum.off, 'requests/s', ''),
        line(`${engine}: cost of trust, ${kind}s`, ratio, '×', `<= ${most}`, ratio <= most),
        line(`${engine}: p99 of ${kind}s with everything on`, sum.p99, 'ms', ''),
        line(`${engine}: ${kind}s that failed`, sum.wrong, 'requests', '= 0', sum.wrong === 0),
      )
    }
    return lines
  } finally {
    stop()
    // Its connections go before the server does.
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** Measure on the embedded store, and on PostgreSQL (with row-level security) where one can be had. */
export async function run() {
  const aims = { read: 1.6, write: 2.0 }
  const lines = await measure('pglite', [], { ...aims, readRate: 600, writeRate: 300 })
  const { startPostgres } = await import('../../tests/postgres-server.ts')
  const server = await startPostgres()
  if (!server)
    return [
      ...lines,
      {
        line: 'postgres: cost of trust',
        figure: 0,
        unit: '×',
        limit: '<= 1.6',
        verdict: 'not run',
      },
    ]
  try {
    const databases = [await server.createDatabase(), await server.createDatabase()]
    lines.push(
      ...(await measure('postgres', databases, { ...aims, readRate: 1_500, writeRate: 800 })),
    )
  } finally {
    server.stop()
  }
  return lines
}
