import { migrations, openVault, type Store, sealedStore } from '@crm/server'
import { intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { type ProofLine, zero } from '../../line.ts'
import { raceApprovals } from '../approvals.ts'
import type { TrustProof, TrustRun } from '../row.ts'

async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const store = sealedStore(
    (await openMemoryStore({ migrations })) as Store,
    openVault({ service: memoryKeyService(), suite: intlSuite }),
  )
  await plantCast(store)
  let next = 0
  const found = await raceApprovals(store, {
    races: full ? 10_000 : 500,
    now: () => '2026-03-05T01:00:00.000Z',
    newId: (prefix) => `${prefix}_${(next++).toString(36)}`,
  })
  await store.close()
  const races = `in ${found.races} races`
  return [
    zero('T19 requests decided twice', found.doubled, races),
    zero('T19 agreements to what was not shown', found.changed, races),
    zero('R31 limits passed', found.beyondLimit, races),
    zero('R07 requests half decided', found.half, races),
  ]
}

export const proof: TrustProof = { rows: ['T19', 'R31', 'R07'], run }
