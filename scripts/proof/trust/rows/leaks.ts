import { gmSuite, intlSuite } from '@crm/server/node'
import { all, type ProofLine, zero } from '../../line.ts'
import { searchDump } from '../planted.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { shredAndTry } from '../shredding.ts'

async function run({ seed }: TrustRun): Promise<ProofLine[]> {
  const lines: ProofLine[] = []
  for (const [name, suite] of [
    ['intl', intlSuite],
    ['gm', gmSuite],
  ] as const) {
    const found = await searchDump(10_000, suite, seed)
    const { swaps, accepted, opened } = found.swaps
    lines.push(
      zero(
        `T04 ${name}: of ${found.planted} numbers, found in a dump in any of 17 forms`,
        found.inDump,
        'numbers',
      ),
      zero(`T04 ${name}: last fours that stand in the dump`, found.lastFours, 'numbers'),
      zero(
        `T04 ${name}: index values guessed without the key`,
        found.guessed,
        `of ${found.guesses} guesses`,
      ),
      zero(`T04 ${name}: columns that index names by equality`, found.namesIndexed, 'columns'),
      zero(`T04 ${name}: sealed values and keys accepted elsewhere`, accepted, `of ${swaps} moves`),
      all(`T04 ${name}: the same values open in their own place`, opened, swaps),
      all(`T25 ${name}: found by the bank through its indexes`, found.found, found.planted),
    )
  }
  const shredded = await shredAndTry()
  const of = `of ${shredded.values} values`
  return [
    ...lines,
    zero('T04 shredded: values that open in the store', shredded.live, of),
    zero('T04 shredded: values that open in the last backup, restored', shredded.restored, of),
    zero('T04 shredded: values that open in an image with its own keys', shredded.image, of),
    all('T04 shredded: values of the others that open', shredded.othersOpen, shredded.others),
  ]
}

export const proof: TrustProof = { rows: ['T04', 'T25'], run }
