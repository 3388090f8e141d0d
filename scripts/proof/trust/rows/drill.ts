import { held, known, notRun, type ProofLine, zero } from '../../line.ts'
import { drillPostgres } from '../postgres-drill.ts'
import type { TrustProof } from '../row.ts'

async function run(): Promise<ProofLine[]> {
  const found = await drillPostgres()
  if (!found) return [notRun('R13', 'PostgreSQL’s programs are not here')]
  return [
    zero(
      `R13 of ${found.acknowledged} acknowledged commits, lost with the server and its disk`,
      found.lost,
      'commits',
    ),
    held(
      'R13 from the loss to the first answer',
      found.restoreMs,
      'ms',
      '<= 900000',
      found.restoreMs <= 900_000,
    ),
    zero('R13 tables whose rows differ', found.countsDiffer, 'tables'),
    known('R13 commits with a synchronous receiver', found.commitsPerSecond, 'commits/s'),
  ]
}

export const proof: TrustProof = { rows: ['R13'], run }
