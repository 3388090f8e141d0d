import { atLeast, atMost, type ProofLine, timing } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { watchShifts } from '../watch-shifts.ts'

/** The watch runs every half minute: with one look, an alert is this late at most. */
const EVERY_MS = 30_000

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const banks = full ? 5 : 1
  const found = await watchShifts(Array.from({ length: banks }, (_, n) => seed + n))
  return [
    atLeast('T01 snooping shifts found', found.recall, 95, `% of ${found.snooping}`),
    atMost('T01 false alarms', found.falseInHundred, 1, 'in 100 teller-days'),
    timing(
      atMost('T01 from the read to the alert', found.slowestMs + EVERY_MS, 60_000, 'ms at most'),
    ),
  ]
}

export const proof: TrustProof = { rows: ['T01'], run }
