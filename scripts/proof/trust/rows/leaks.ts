import { gmSuite, intlSuite } from '@crm/server/node'
import { held, type ProofLine, zero } from '../../line.ts'
import { searchDump } from '../planted.ts'
import { rotateUnderLoad } from '../rotation.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const lines: ProofLine[] = []
  for (const [name, suite] of [
    ['intl', intlSuite],
    ['gm', gmSuite],
  ] as const) {
    const found = await searchDump(10_000, suite)
    lines.push(
      zero(
        `T04 ${name}: of ${found.planted} numbers, found in a dump of all tables`,
        found.inDump,
        'numbers',
      ),
      held(
        `T25 ${name}: found by the bank through its indexes`,
        found.found,
        'numbers',
        `= ${found.planted}`,
        found.found === found.planted,
      ),
    )
  }
  const rotation = await rotateUnderLoad(full ? 330_000 : 8_000)
  lines.push(
    held(
      'R38 rows moved to new keys under load',
      rotation.rowsPerSecond,
      'rows/s',
      '>= 5000',
      rotation.rowsPerSecond >= 5_000,
    ),
    zero('R38 reads that failed meanwhile', rotation.readErrors, `of ${rotation.reads} reads`),
    zero('R38 numbers not found after it', rotation.left, 'numbers'),
    held(
      'R38 stopped in the middle and taken up',
      rotation.stopped,
      'times',
      '>= 1',
      rotation.stopped >= 1,
    ),
  )
  return lines
}

export const proof: TrustProof = { rows: ['T04', 'T25', 'R38'], run }
