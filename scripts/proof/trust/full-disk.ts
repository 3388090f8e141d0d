// A bank works until its disk is full, goes on working as far as that goes, and gets room again.
import { shippedPolicies } from '@crm/core'
import { auntLi, bank, chenBo, principalOf, staff, yanShou } from '@crm/core/fixtures'
import { createServer, type Store } from '@crm/server'
import { plantCast } from '@crm/testing'
import { pause } from '../victim.ts'
import type { SmallDisk } from './small-disk.ts'

/** What a full disk did to a bank. */
export interface FullDisk {
  readonly acknowledged: number
  readonly refused: number
  /** Refusals that were not a problem in JSON with 503 or 507. */
  readonly unnamed: number
  /** Plain reads that were not answered while it was full. */
  readonly readsFailed: number
  readonly reads: number
  /** Reads of customers' data that were answered, of as many: each needs room for its record. */
  readonly recordedReads: number
  readonly lost: number
  readonly healthyMs: number
}

const READS = 20

/** Fill the disk under a server over this store, look, and free it. */
export async function fillDisk(store: Store, disk: SmallDisk): Promise<FullDisk> {
  await plantCast(store)
  const server = createServer({
    store,
    log: { error: () => undefined },
    limits: { requestsPerMinute: 1_000_000 },
    authenticate: async (request) => {
      const person = staff.find(({ id }) => id === request.headers.get('x-as'))
      const proof = { assurance: 2, provedAt: new Date().toISOString() as never }
      return person && { ...principalOf(person), ...proof }
    },
  })
  let next = 0
  const propose = () =>
    server.fetch(
      new Request('https://bank.test/approvals/policies', {
        method: 'POST',
        headers: {
          'x-as': yanShou.id,
          'content-type': 'application/json',
          'idempotency-key': `full-${next++}`,
        },
        body: JSON.stringify({ policies: shippedPolicies, fromOn: bank.businessDate }),
      }),
    )
  const read = (path: string) =>
    server.fetch(new Request(`https://bank.test${path}`, { headers: { 'x-as': chenBo.id } }))

  const before = await approvals(store)
  disk.leave(4)
  let acknowledged = 0
  let refused = 0
  let unnamed = 0
  for (let turn = 0; turn < 3_000 && refused < 10; turn++) {
    const answer = await propose()
    if (answer.ok) acknowledged += 1
    else {
      refused += 1
      const isProblem = answer.headers.get('content-type') === 'application/problem+json'
      if (!isProblem || ![503, 507].includes(answer.status)) unnamed += 1
    }
  }
  let readsFailed = 0
  let recordedReads = 0
  for (let turn = 0; turn < READS; turn++) {
    if (!(await read('/access/me')).ok) readsFailed += 1
    if ((await read(`/customers/${auntLi.id}`)).ok) recordedReads += 1
  }
  disk.free()
  const from = performance.now()
  while (!(await propose()).ok && performance.now() - from < 60_000) await pause(50)
  const healthyMs = Math.round(performance.now() - from)
  const kept = (await approvals(store)) - before
  const lost = acknowledged + 1 - kept
  return {
    acknowledged,
    refused,
    unnamed,
    readsFailed,
    reads: READS,
    recordedReads,
    lost,
    healthyMs,
  }
}

async function approvals(store: Store): Promise<number> {
  const { n } = await store.db
    .selectFrom('approval')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}
