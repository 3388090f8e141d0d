// How late a row of the audit is under a seal, while the bank works.
import { bank } from '@crm/core/fixtures'
import { migrations, openVault, type Store, sealedStore, startSealer } from '@crm/server'
import { intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { recordSystem } from '../../../packages/server/src/kit/audit/record.ts'

/** Lags of all rows, in milliseconds. */
export interface SealLag {
  readonly rows: number
  readonly p99: number
  /** Rows that no seal came to. */
  readonly unsealed: number
}

/** Write rows for so long with the sealer running, and measure from each row to the seal over it. */
export async function measureSealLag(milliseconds: number): Promise<SealLag> {
  const bare = await openMemoryStore({ migrations })
  const vault = openVault({ service: memoryKeyService(), suite: intlSuite })
  const store = sealedStore(bare as Store, vault)
  await store.db
    .insertInto('bank')
    .values({ bank_id: bank.id, name: bank.name, currency: 'CNY', business_date: '2026-03-05' })
    .execute()
  const keys = await vault.ready(store.db, bank.id)
  const written: number[] = []
  const lags: number[] = []
  const sealer = startSealer({
    store,
    now: () => new Date().toISOString(),
    onSeal: ({ rows }) => {
      const now = performance.now()
      for (const at of written.splice(0, rows)) lags.push(now - at)
    },
  })
  const end = performance.now() + milliseconds
  for (let n = 0; performance.now() < end; n++) {
    const rows = Array.from({ length: 20 }, (_, at) => `aud_${n}_${at}`)
    await store.transaction(async (tx) => {
      for (const event_id of rows)
        await recordSystem(tx, keys, {
          event_id,
          at: new Date().toISOString(),
          action: 'customers.get',
          object_kind: 'customer',
          object_id: `cus_${n}`,
          result: 'ok',
        })
    })
    written.push(...rows.map(() => performance.now()))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await sealer.stop()
  await bare.close()
  lags.sort((a, b) => a - b)
  const p99 = Math.round(lags[Math.floor(lags.length * 0.99)] ?? Number.POSITIVE_INFINITY)
  return { rows: lags.length, p99, unsealed: written.length }
}
