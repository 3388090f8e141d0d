import { migrations } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { held, type ProofLine, zero } from '../../line.ts'
import { comparePolicies } from '../policies.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const store = await openMemoryStore({ migrations })
  const found = await comparePolicies(store, { policies: full ? 1_000_000 : 20_000, seed })
  await store.close()
  return [
    held(
      'R35 random policies compared in memory, query, row security and output',
      found.policies,
      'policies',
      '>= 20000',
      found.policies >= 20_000,
    ),
    zero('R35 differences', found.differences, `in ${found.comparisons} comparisons`),
  ]
}

export const proof: TrustProof = { rows: ['R35'], run }
