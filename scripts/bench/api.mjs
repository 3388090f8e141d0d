// What rights, masks and the record of reads cost: the customer card through HTTP, whole and bare.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const host = fileURLToPath(new URL('api-host.ts', import.meta.url))
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5)
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

async function load(url, token, seconds) {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
  const wrong = result.non2xx + result.errors + result.timeouts
  return { perSecond: result.requests.average, p99: result.latency.p99, wrong }
}

async function measure(engine, args, limits) {
  const { url, stop } = await start(args)
  try {
    const signIn = await fetch(`${url}/dev/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffId: 'stf_chen' }),
    })
    const { token } = await signIn.json()
    const card = `${url}/full/customers/cus_li`
    await load(card, token, 2)
    await load(`${url}/bare/customers/cus_li`, undefined, 2)
    // In turn, twice, so that a change of the machine's speed falls on both.
    const rounds = []
    for (let round = 0; round < 2; round++)
      rounds.push({
        full: await load(card, token, SECONDS),
        bare: await load(`${url}/bare/customers/cus_li`, undefined, SECONDS),
      })
    const mean = (of) => rounds.reduce((sum, round) => sum + of(round), 0) / rounds.length
    const full = mean((round) => round.full.perSecond)
    const bare = mean((round) => round.bare.perSecond)
    const p99 = Math.max(...rounds.map((round) => round.full.p99))
    const wrong = rounds.reduce((sum, round) => sum + round.full.wrong + round.bare.wrong, 0)
    const floor = await load(`${url}/floor`, undefined, 2)
    return [
      line(`${engine}: card with auth, policy, mask, audit`, full, 'requests/s', '>=', limits.rate),
      line(`${engine}: its p99`, p99, 'ms', '<=', limits.p99),
      line(`${engine}: the same row bare (peer)`, bare, 'requests/s'),
      line(`${engine}: an empty answer (peer, the floor)`, floor.perSecond, 'requests/s'),
      line(`${engine}: card ÷ bare`, Number((full / bare).toFixed(3)), 'ratio'),
      line(`${engine}: failed requests`, wrong, 'requests', '<=', 0),
    ]
  } finally {
    stop()
  }
}

function line(name, figure, unit, compare, limit) {
  const rounded = Number(figure.toFixed(3))
  if (limit === undefined) return { line: name, figure: rounded, unit, limit: '', verdict: 'pass' }
  const holds = compare === '>=' ? rounded >= limit : rounded <= limit
  return {
    line: name,
    figure: rounded,
    unit,
    limit: `${compare} ${limit}`,
    verdict: holds ? 'pass' : 'short',
  }
}

/** Measure on the embedded store, and on PostgreSQL where one can be had. */
export async function run() {
  const lines = await measure('pglite', [], { rate: 600, p99: 400 })
  const { startPostgres } = await import('../../tests/postgres-server.ts')
  const server = await startPostgres()
  if (!server)
    return [
      ...lines,
      {
        line: 'postgres: card with auth, policy, mask, audit',
        figure: 0,
        unit: 'requests/s',
        limit: '>= 1500',
        verdict: 'not run',
      },
    ]
  try {
    lines.push(
      ...(await measure('postgres', [await server.createDatabase()], { rate: 1500, p99: 60 })),
    )
  } finally {
    server.stop()
  }
  return lines
}
