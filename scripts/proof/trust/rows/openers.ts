import { all, atMost, known, type ProofLine, timing, zero } from '../../line.ts'
import { tryOpeners } from '../openers.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const races = full ? 1_000 : 100
  const found = await tryOpeners(seed, { seconds: 100, deaths: full ? 50 : 3, races })
  return [
    all('R09 second openers refused, the holder named', found.refused, found.seconds),
    timing(atMost('R09 slowest refusal', found.slowestRefusalMs, 1_000, 'ms')),
    all('R09 folders of killed holders taken over', found.takenOver, found.deaths),
    timing(atMost('R09 slowest taking over', found.slowestTakeoverMs, 2_000, 'ms')),
    zero('R09 races for a stale lock not won by exactly one', found.notOne, `in ${races} races`),
    known('R09 stale locks whose number was given out again', found.reused, 'taken over'),
    zero('R09 folders taken from a process that still runs', found.stolen, 'folders'),
  ]
}

export const proof: TrustProof = { rows: ['R09'], run }
