import { startPostgres } from '../../../../tests/postgres-server.ts'
import { atLeast, atMost, known, notRun, type ProofLine, timing, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'
import { migrateLive } from '../upgrade/live-migration.ts'
import { askAsBefore } from '../upgrade/old-client.ts'

async function live({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const postgres = await startPostgres()
  if (!postgres) return [notRun('R30 live migration', 'PostgreSQL’s programs are not here')]
  try {
    const rows = full ? 1_000_000 : 50_000
    const found = await migrateLive(postgres, { rows, kills: 3, random: chance(seed) })
    return [
      known('R30 rows migrated from the previous release’s schema', found.rows, 'rows'),
      atLeast('R30 migrations killed in the middle and begun again', found.killed, 1, 'kills'),
      zero(
        'R30 requests that failed meanwhile',
        found.failed,
        `of ${found.requests} ${found.firstFailure}`.trim(),
      ),
      timing(atMost('R30 longest wait for a lock', found.lockWaitMs, 500, 'ms')),
      zero('R30 tables whose rows are not as many as before', found.rowsDiffer, 'times'),
      zero('R30 numbers that are not found by search after it', found.unfilled, 'numbers'),
      zero('R30 differences from a schema made today', found.schemaDiffers, 'parts'),
      known('R30 time of the migration, three kills and new starts', found.migratedMs, 'ms'),
    ]
  } finally {
    postgres.stop()
  }
}

async function run(asked: TrustRun): Promise<ProofLine[]> {
  const { endpoints, refused, unreadable } = await askAsBefore()
  for (const line of [...refused, ...unreadable]) process.stderr.write(`R30 ${line}\n`)
  return [
    ...(await live(asked)),
    zero('R30 endpoints that refuse the previous client', refused.length, `of ${endpoints}`),
    zero('R30 answers the previous client cannot read', unreadable.length, `of ${endpoints}`),
  ]
}

export const proof: TrustProof = { rows: ['R30'], run }
