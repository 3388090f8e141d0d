// `pnpm proof import [--json] [--data DIR] [--full]`: day-end files as they come, R20 to R23, statements and a dump.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { migrations } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { startPostgres } from '../../tests/postgres-server.ts'
import { badRows } from './import/bad-rows.ts'
import { encodings } from './import/encodings.ts'
import { fineractDump } from './import/fineract.ts'
import { orders } from './import/orders.ts'
import { statements } from './import/statements.ts'
import { notRun, type ProofLine } from './line.ts'

const SEED = 20_260_305
/** Without a limit the engine leaves its garbage lie as long as the machine has memory to spare. */
const SMALL = ['--max-old-space-size=128', '--max-semi-space-size=4']

/** What is asked for: more where there is time. */
interface ImportRun {
  readonly data: string | undefined
  readonly full: boolean
}

/** Hold imports to what was delivered. */
export async function run({ data, full }: ImportRun): Promise<ProofLine[]> {
  const store = await openMemoryStore({ migrations })
  try {
    return [
      ...(await statements(data)),
      ...(await fineractDump(data)),
      ...(await orders(store, { permutations: full ? 1_000 : 8, seed: SEED })),
      ...(await encodings(store, { rows: full ? 100_000 : 10_000, seed: SEED })),
      ...(await badRows(store, { rows: full ? 100_000 : 10_000, engine: 'embedded', seed: SEED })),
      ...(await onPostgres(full ? 1_000_000 : 50_000)),
    ]
  } finally {
    await store.close()
  }
}

async function onPostgres(rows: number): Promise<readonly ProofLine[]> {
  const server = await startPostgres()
  if (!server) return [notRun('R22 bad rows into PostgreSQL', 'PostgreSQL is not here')]
  try {
    const child = fileURLToPath(new URL('import-child.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...process.execArgv, ...SMALL, child, await server.createDatabase(), `${rows}`, `${SEED}`],
      { maxBuffer: 10_000_000 },
    )
    return JSON.parse(stdout) as ProofLine[]
  } finally {
    server.stop()
  }
}
