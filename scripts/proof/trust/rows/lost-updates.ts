import { bank } from '@crm/core/fixtures'
import { equal, type ProofLine, zero } from '../../line.ts'
import { becomeRole, openFront, plantHouses } from '../access/houses.ts'
import { asker } from '../access/plant-kinds.ts'
import type { TrustProof, TrustRun } from '../row.ts'

const AT_ONCE = 4

/** Several people save one record at once, each over the version all of them saw: one is first, the others are told. */
async function run({ full }: TrustRun): Promise<ProofLine[]> {
  const store = await plantHouses()
  await becomeRole(store, 'branch-manager')
  const front = openFront(store)
  const seat = { bankId: bank.id, staffId: asker, sessionId: 'manager' }
  const rounds = full ? 2_500 : 100
  const saved: string[] = []
  let refused = 0
  let lost = 0
  for (let round = 1; round <= rounds; round++) {
    const names = Array.from({ length: AT_ONCE }, (_, at) => `群${round}甲${at}`)
    const answers = await Promise.all(
      names.map((name) =>
        front.ask(seat, 'PUT', '/segments/seg_own', {
          body: { name, criteria: { all: [] } },
          headers: { 'if-match': `"v${round}"` },
        }),
      ),
    )
    const taken = names.filter((_, at) => answers[at]?.status === 200)
    refused += answers.filter(({ status }) => status === 412).length
    saved.push(...taken)
    const { name, version } = await store.db
      .selectFrom('segment')
      .select(['name', 'version'])
      .where('bank_id', '=', bank.id)
      .where('segment_id', '=', 'seg_own')
      .executeTakeFirstOrThrow()
    // What was acknowledged is what stands, and counts one version.
    if (taken.length !== 1 || name !== taken[0] || version !== round + 1) lost += 1
  }
  await store.close()
  const writes = rounds * AT_ONCE
  return [
    zero('R31 acknowledged updates lost', lost, `in ${writes} writes, ${AT_ONCE} at once`),
    equal('R31 stale writes refused with 412', refused, writes - rounds, `of ${writes}`),
  ]
}

export const proof: TrustProof = { rows: ['R31'], run }
