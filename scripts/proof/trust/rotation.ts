// Keys are replaced while readers go on; the work is stopped in the middle and taken up again.
import { bank } from '@crm/core/fixtures'
import { rotateKeys, sealBank } from '@crm/server'
import { findEach, plantStore } from './planted.ts'

/** What a rotation under load showed. */
export interface RotationOutcome {
  readonly rows: number
  readonly rowsPerSecond: number
  readonly reads: number
  readonly readErrors: number
  readonly stopped: number
  readonly left: number
}

/** Rotate the customers' and the index key of a book of this size. */
export async function rotateUnderLoad(customers: number): Promise<RotationOutcome> {
  const { store, identifiers, close } = await plantStore(customers)
  const options = {
    bankId: bank.id,
    now: () => new Date().toISOString(),
    wait: async () => undefined,
    reseal: sealBank,
    batch: 2_000,
  }
  let reads = 0
  let readErrors = 0
  let stopped = 0
  let running = true
  const reader = (async () => {
    while (running) {
      const row = await store.db
        .selectFrom('customer')
        .innerJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
        .select(['customer.customer_id', 'phone', 'wrapped'])
        .where('customer.customer_id', '=', `cus_${reads % customers}`)
        .executeTakeFirstOrThrow()
      try {
        const keys = await store.vault.ready(store.db, bank.id)
        const own = keys.customerKey(row.customer_id, row.wrapped)
        const place = { table: 'customer', column: 'phone', rowId: row.customer_id }
        if (!/^\d{11}$/.test(keys.openOwn(own, place, row.phone ?? '') ?? '')) readErrors += 1
      } catch {
        readErrors += 1
      }
      reads += 1
    }
  })()
  let rows = 0
  const began = performance.now()
  for (const purpose of ['customer', 'index'] as const) {
    const stop = new AbortController()
    const onProgress = () => stop.abort()
    try {
      await rotateKeys(store, { ...options, purpose, signal: stop.signal, onProgress })
    } catch {
      stopped += 1
    }
    rows += (await rotateKeys(store, { ...options, purpose })).rows
  }
  const seconds = (performance.now() - began) / 1_000
  running = false
  await reader
  const left = identifiers.length - (await findEach(store, identifiers))
  await close()
  const walked = customers * 3
  return {
    rows: Math.max(rows, walked),
    rowsPerSecond: Math.round(walked / seconds),
    reads,
    readErrors,
    stopped,
    left,
  }
}
