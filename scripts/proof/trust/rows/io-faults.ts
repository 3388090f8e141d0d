import { atLeast, known, notRun, type ProofLine, zero } from '../../line.ts'
import { failDisk, hasLibfiu } from '../io-faults.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  if (!hasLibfiu()) return [notRun('R41', 'libfiu is not here and cannot be installed')]
  const found = await failDisk({ rounds: full ? 40 : 2, seed })
  for (const line of found.unnamed) process.stderr.write(`R41 ${line}\n`)
  return [
    known('R41 rows, imports and backups tried on a disk that fails', found.deeds, 'deeds'),
    atLeast('R41 of them refused, each told to its caller', found.refused, 1, 'deeds'),
    zero('R41 processes that ended without a word', found.crashed ? 1 : 0, 'processes'),
    zero('R41 failures without a name', found.unnamed.length, `of ${found.refused}`),
    zero('R41 acknowledged and not there', found.falseSuccesses, `of ${found.acknowledged}`),
    zero('R41 pages damaged by it', found.damagedPages, 'pages'),
  ]
}

export const proof: TrustProof = { rows: ['R41'], run }
