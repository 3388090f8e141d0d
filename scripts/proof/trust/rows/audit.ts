import { all, atLeast, atMost, type ProofLine, timing, zero } from '../../line.ts'
import { runAudit } from '../audit-run.ts'
import { callEverything } from '../on-record.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { measureSealLag } from '../seal-lag.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const found = await runAudit(full ? 200_000 : 20_000, 1_000, seed)
  const lag = await measureSealLag(full ? 60_000 : 4_000)
  const record = await callEverything()
  const { tamperings } = found
  const doors = `of ${record.endpoints} endpoints`
  const calls = `${record.disclosed} disclosing, ${record.wrote} writing, ${record.denied} refused`
  return [
    all(
      `T20 tamperings by a superuser in ${found.kinds} ways that were found`,
      found.found,
      tamperings,
    ),
    all('T20 with the first bad row or seal named', found.named, tamperings),
    all('T20 where the offline verifier says the same', found.agreed, tamperings),
    zero('T20 endpoints that disclose C2 and do not say so', record.silent.length, doors),
    zero('T20 endpoints with a view that no mask reaches', record.unreached.length, doors),
    zero('T20 kinds of calls not on record once each', record.missing.length, `of ${calls}`),
    timing(atLeast('R39 rows of the audit verified', found.rowsPerSecond, 100_000, 'rows/s')),
    timing(atMost(`R39 seal lag, p99 of ${lag.rows} rows`, lag.p99, 5_000, 'ms')),
    zero('R39 rows that no seal came to', lag.unsealed, 'rows'),
  ]
}

export const proof: TrustProof = { rows: ['T20', 'R39'], run }
