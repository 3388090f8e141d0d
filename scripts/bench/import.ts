import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startPostgres } from '../../tests/postgres-server.ts'
import { writeDay } from './import-files.ts'
import type { Took } from './import-host.ts'

const host = fileURLToPath(new URL('import-host.ts', import.meta.url))
/** Without a limit the engine leaves its garbage lie as long as the machine has memory to spare. */
const SMALL = ['--max-old-space-size=128', '--max-semi-space-size=4']
const MOST = 4
const MEMORY = 300

interface Line {
  readonly line: string
  readonly figure: number
  readonly unit: string
  readonly limit: string
  readonly verdict: 'pass' | 'short' | 'not run'
}

const line = (name: string, figure: number, unit: string, most?: number): Line => ({
  line: name,
  figure: Number(figure.toPrecision(3)),
  unit,
  limit: most === undefined ? '' : `<= ${most}`,
  verdict: most === undefined || figure <= most ? 'pass' : 'short',
})

async function measure(engine: string, customers: number, connect?: string): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-bench-import-'))
  // The server reads and writes here as a user of its own.
  chmodSync(folder, 0o777)
  try {
    const rows = await writeDay(folder, customers)
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...process.execArgv, ...(connect ? SMALL : []), host, folder, ...(connect ? [connect] : [])],
      { maxBuffer: 10_000_000 },
    )
    const took = JSON.parse(stdout) as Took
    const on = (what: string) =>
      `${engine}, ${rows.toLocaleString('en')} rows of ${customers.toLocaleString('en')} customers: ${what}`
    for (const [step, seconds] of Object.entries(took.byFile))
      if (process.env.BENCH_STEPS) console.error(on(step), Number(seconds.toPrecision(3)), 's')
    return [
      line(on('imported'), rows / took.seconds, 'rows/s'),
      line(on('the same files again'), rows / took.again, 'rows/s'),
      line(on('bare COPY of the files, no index (peer)'), rows / took.bare, 'rows/s'),
      line(on('imported, as a ratio to that'), took.seconds / took.bare, 'x', MOST),
      ...(took.stored === undefined
        ? []
        : [
            line(
              on('COPY of what is stored, with its indexes (peer)'),
              rows / took.stored,
              'rows/s',
            ),
            line(on('imported, as a ratio to that'), took.seconds / took.stored, 'x', MOST),
            line(on('memory of the importing process'), took.megabytes, 'MB', MEMORY),
          ]),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A first day of a bank: customers, an account each and five movements, into both engines. */
export async function run(): Promise<Line[]> {
  const customers = Number(process.env.BENCH_CUSTOMERS ?? 50_000)
  const embedded = await measure('PGlite', Math.ceil(customers / 10))
  const server = await startPostgres()
  if (server === undefined)
    return [
      ...embedded,
      {
        line: 'PostgreSQL',
        figure: 0,
        unit: '',
        limit: 'PostgreSQL is not here',
        verdict: 'not run',
      },
    ]
  try {
    return [...embedded, ...(await measure('PostgreSQL', customers, await server.createDatabase()))]
  } finally {
    server.stop()
  }
}
