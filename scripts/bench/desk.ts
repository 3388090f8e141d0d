import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../tests/postgres-server.ts'

const host = fileURLToPath(new URL('desk-host.ts', import.meta.url))
const NAMES = fileURLToPath(new URL('../../../shared/data/names_cn', import.meta.url))

interface Told {
  readonly figures: Readonly<Record<string, { p50: number; p95: number; found: number }>>
  readonly asked: number
}
interface Line {
  readonly line: string
  readonly figure: number
  readonly unit: string
  readonly limit: string
  readonly verdict: 'pass' | 'short' | 'not run'
}

/** In milliseconds, at the 95th percentile. */
const limitOf = (name: string): number => {
  if (name.includes('360')) return 100
  return name.includes('caller') ? 20 : 50
}

async function measure(engine: string, size: number, url?: string): Promise<Line[]> {
  const told = await new Promise<Told>((resolve, reject) => {
    const child = fork(host, [NAMES, String(size), ...(url ? [url] : [])], {
      execArgv: ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.once('message', (message: Told) => {
      child.kill()
      resolve(message)
    })
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}.`)))
  })
  return Object.entries(told.figures).flatMap(([name, { p50, p95, found }]): Line[] => [
    {
      line: `${engine}, ${size.toLocaleString('en')} customers, ${name}: p95 (${found} of ${told.asked} found somebody)`,
      figure: Number(p95.toPrecision(3)),
      unit: 'ms',
      limit: `<= ${limitOf(name)}`,
      verdict: p95 <= limitOf(name) ? 'pass' : 'short',
    },
    {
      line: `${engine}, ${size.toLocaleString('en')} customers, ${name}: median`,
      figure: Number(p50.toPrecision(3)),
      unit: 'ms',
      limit: '',
      verdict: 'pass',
    },
  ])
}

/** The desk of a large bank: search as one types, the 360° view, the customer on the phone. */
export async function run(): Promise<Line[]> {
  const missing = (line: string, limit: string): Line => ({
    line,
    figure: 0,
    unit: '',
    limit,
    verdict: 'not run',
  })
  if (!existsSync(NAMES)) return [missing('desk', 'the folder names_cn is not there')]
  const embedded = await measure('PGlite', 100_000)
  const server = await startPostgres()
  if (server === undefined) return [...embedded, missing('PostgreSQL', 'PostgreSQL is not here')]
  try {
    const url = await server.createDatabase()
    return [
      ...embedded,
      ...(await measure('PostgreSQL', Number(process.env.BENCH_CUSTOMERS ?? 1_000_000), url)),
    ]
  } finally {
    server.stop()
  }
}
