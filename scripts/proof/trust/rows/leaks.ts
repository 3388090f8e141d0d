import { gmSuite, intlSuite } from '@crm/server/node'
import { held, type ProofLine, zero } from '../../line.ts'
import { searchDump } from '../planted.ts'
import type { TrustProof } from '../row.ts'

async function run(): Promise<ProofLine[]> {
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
  return lines
}

export const proof: TrustProof = { rows: ['T04', 'T25'], run }
