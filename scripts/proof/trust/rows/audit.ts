import { held, type ProofLine } from '../../line.ts'
import { runAudit } from '../audit-run.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const found = await runAudit(full ? 200_000 : 20_000, 1_000, seed)
  return [
    held(
      'T20 tamperings by a superuser that were found',
      found.found,
      'of 1000',
      '= 1000',
      found.found === found.tamperings,
    ),
    held(
      'T20 with the first bad row named',
      found.named,
      'of 1000',
      '= 1000',
      found.named === found.tamperings,
    ),
    held(
      'R39 rows of the audit verified',
      found.rowsPerSecond,
      'rows/s',
      '>= 100000',
      found.rowsPerSecond >= 100_000,
    ),
  ]
}

export const proof: TrustProof = { rows: ['T20', 'R39'], run }
