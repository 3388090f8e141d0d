import { shippedPolicies } from '@crm/core'
import type { Store } from '@crm/server'
import { installRowSecurity } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { all, atMost, notRun, type ProofLine, timing, zero } from '../../line.ts'
import { hiddenBesideAbsent } from '../access/hit-and-miss.ts'
import { becomeRole, openFront, plantHouses } from '../access/houses.ts'
import { type MatrixOutcome, runMatrix } from '../access/matrix.ts'
import type { TrustProof, TrustRun } from '../row.ts'

function told(found: MatrixOutcome, where: string): ProofLine[] {
  for (const one of [...found.differences, ...found.leaks, ...found.unlike, ...found.unscoped])
    process.stderr.write(`  ${one.slice(0, 600)}\n`)
  const cells = `in ${found.cells} cells`
  return [
    all(
      `T09 ${where}: cells of role × endpoint × ownership as in the table`,
      found.cells - found.differences.length,
      found.cells,
    ),
    zero(`T09 ${where}: answers with a value of somebody out of sight`, found.leaks.length, cells),
    zero(
      `T09 ${where}: refusals that tell out of sight from not there`,
      found.unlike.length,
      cells,
    ),
    zero(
      `T09 ${where}: statements of narrow roles without scope or bank`,
      found.unscoped.length,
      `of ${found.statements} sent`,
    ),
  ]
}

/** The same behind row-level security, on a PostgreSQL of our own. */
async function behindRowSecurity(full: boolean): Promise<ProofLine[]> {
  const server = await startPostgres()
  if (!server) return [notRun('T09 behind row-level security', 'PostgreSQL is not to be had here')]
  try {
    const bare = openPostgresStore({ connect: await server.createDatabase() }) as Store
    const store = await plantHouses(bare)
    await installRowSecurity(store, shippedPolicies)
    const found = await runMatrix(store, { rowSecurity: true, full })
    await store.close()
    return told(found, 'PostgreSQL with row-level security')
  } finally {
    server.stop()
  }
}

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const store = await plantHouses()
  const lines = told(await runMatrix(store, { full }), 'embedded store')
  await becomeRole(store, 'teller')
  const ratio = await hiddenBesideAbsent(openFront(store), full ? 2_000 : 150)
  lines.push(timing(atMost('T09 out of sight beside not there, medians', ratio, 2, 'times')))
  await installRowSecurity(store, shippedPolicies)
  const only = ['own', 'shared', 'sibling', 'restricted', 'unknown'] as const
  const walled = await runMatrix(store, { rowSecurity: true, only })
  lines.push(...told(walled, 'row security'))
  await store.close()
  return full ? [...lines, ...(await behindRowSecurity(full))] : lines
}

export const proof: TrustProof = { rows: ['T09'], run }
