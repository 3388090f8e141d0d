import { migrations } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { expect, it } from 'vitest'
import { comparePolicies } from '../../scripts/proof/trust/policies.ts'

const policies = Number(process.env.POLICIES ?? 1_500)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

it('policies mean the same in memory, in a query, in row-level security and in what leaves', async () => {
  const store = await openMemoryStore({ migrations })
  const found = await comparePolicies(store, { policies, seed })
  await store.close()
  console.log(`${found.policies} policies, ${found.comparisons} rows compared, seed ${seed}`)
  expect(found.policies).toBeGreaterThanOrEqual(policies)
  expect(found.differences).toBe(0)
}, 60_000)
