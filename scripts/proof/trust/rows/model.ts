import { type ProofLine, zero } from '../../line.ts'
import { walkModel } from '../model.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const { sequences, steps, differences } = await walkModel(seed, full ? 2_000 : 80)
  for (const told of differences.slice(0, 5)) process.stderr.write(`${told}\n`)
  return [
    zero(
      'R28 steps after which the bank and a model of consents, restrictions and approvals differ',
      differences.length,
      `of ${steps} steps in ${sequences} sequences`,
    ),
  ]
}

export const proof: TrustProof = { rows: ['R28'], run }
