import { all, held, type ProofLine } from '../../line.ts'
import { openFront, plantHouses } from '../access/houses.ts'
import { decideProperly, tryOwnRequests, writeOwnWord } from '../access/own-requests.ts'
import type { TrustProof } from '../row.ts'

async function run(): Promise<ProofLine[]> {
  const store = await plantHouses()
  const kind = { apply: async () => undefined }
  const front = openFront(store, {
    approvalKinds: { 'rate.exception': kind, 'customer.export': kind },
  })
  const proper = await decideProperly(store, front)
  const tries = await tryOwnRequests(store, front)
  const stored = await writeOwnWord(store)
  await store.close()
  for (const { way, refused } of tries)
    if (!refused) process.stderr.write(`  not refused: ${way}\n`)
  const refused = tries.filter((one) => one.refused).length
  return [
    all('T18 ways to decide on one’s own request refused', refused, tries.length),
    all('T18 requests that somebody without a tie decides', proper.decided, proper.settings),
    held(
      'T18 the store itself refuses the maker’s word',
      stored ? 'yes' : 'no',
      '',
      '= yes',
      stored,
    ),
  ]
}

export const proof: TrustProof = { rows: ['T18'], run }
