import { shippedPolicies } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { installRowSecurity, type Store } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { sql } from 'kysely'
import { becomeCaller } from '../../../../packages/server/src/kit/row-security.ts'
import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atLeast, notRun, type ProofLine, zero } from '../../line.ts'
import { plantHouses } from '../access/houses.ts'
import { asker } from '../access/plant-kinds.ts'
import { type TwoBankOutcome, workInBoth } from '../access/two-banks.ts'
import type { TrustProof, TrustRun } from '../row.ts'

function told(found: TwoBankOutcome, where: string): ProofLine[] {
  for (const one of [...found.foreign, ...found.mixed].slice(0, 20))
    process.stderr.write(`  ${one}\n`)
  const among = `in ${found.calls} calls of two banks`
  return [
    zero(`T11 ${where}: answers with anything of the other bank`, found.foreign.length, among),
    zero(
      `T11 ${where}: rows that mix banks`,
      found.mixed.length,
      `of ${found.references} references and tables`,
    ),
    atLeast(`T11 ${where}: calls that were answered`, found.answered, found.calls / 10, among),
  ]
}

/** Rows of the other bank that a bare statement of this bank's callers reads, over all tables. */
async function bareRows(store: Store): Promise<{ tables: number; rows: number }> {
  return store.transaction(async (tx) => {
    const { rows: names } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'bank_id'`.execute(tx)
    const caller = {
      bankId: bank.id,
      staffId: asker as never,
      branchIds: ['brn_head' as never],
      roles: ['branch-manager', 'retention-officer'] as never,
    }
    await becomeCaller(tx, { caller, today: bank.businessDate })
    let rows = 0
    for (const { name } of names) {
      const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}
        where bank_id <> ${bank.id}`.execute(tx)
      rows += found.rows[0]?.n ?? 0
    }
    return { tables: names.length, rows }
  })
}

async function walled(store: Store, where: string): Promise<ProofLine> {
  await installRowSecurity(store, shippedPolicies)
  const { tables, rows } = await bareRows(store)
  return zero(
    `T11 ${where}, row security: rows of the other bank that a bare statement reads`,
    rows,
    `of ${tables} tables`,
  )
}

async function onPostgres(calls: number, seed: number): Promise<ProofLine[]> {
  const server = await startPostgres()
  if (!server) return [notRun('T11 PostgreSQL', 'PostgreSQL is not to be had here')]
  try {
    const bare = openPostgresStore({ connect: await server.createDatabase() }) as Store
    const store = await plantHouses(bare)
    const wall = await walled(store, 'PostgreSQL')
    const found = await workInBoth(store, { calls, seed, rowSecurity: true })
    await store.close()
    return [wall, ...told(found, 'PostgreSQL with row security')]
  } finally {
    server.stop()
  }
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const store = await plantHouses()
  const found = await workInBoth(store, { calls: full ? 100_000 : 3_000, seed })
  const wall = await walled(store, 'embedded store')
  await store.close()
  return [...told(found, 'embedded store'), wall, ...(full ? await onPostgres(20_000, seed) : [])]
}

export const proof: TrustProof = { rows: ['T11'], run }
