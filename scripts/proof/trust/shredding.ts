// Customers are forgotten after their time; then everything sealed of theirs is tried to be opened: in the
// store, in a backup that is restored, and in the image of a backup with every key that it brought.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bank } from '@crm/core/fixtures'
import { migrations, openVault, rotateKeys, type Store, sealBank, sealedStore } from '@crm/server'
import {
  backupEmbedded,
  type EmbeddedStore,
  intlSuite,
  memoryKeyService,
  openEmbeddedStore,
  openMemoryStore,
  restoreEmbedded,
} from '@crm/server/node'
import { sql } from 'kysely'
import { sealedCustomer } from '../../../packages/server/src/customers/sealed.ts'
import { openRow } from '../../../packages/server/src/kit/keys/sealed-table.ts'
import { plantStore } from './planted.ts'

/** How many sealed values of the forgotten still open, and of those who stay. */
export interface ShredOutcome {
  readonly values: number
  readonly live: number
  readonly restored: number
  readonly image: number
  readonly others: number
  readonly othersOpen: number
}

const CUSTOMERS = 300
const FORGOTTEN = 100
const isForgotten = (id: string): boolean => Number(id.slice(4)) < FORGOTTEN

type Row = Record<string, unknown> & { customer_id: string; own_key: string | null }

/** Every sealed value as it stood before, opened with the keys of this store. */
async function openedIn(
  store: Store,
  before: readonly Row[],
): Promise<{ gone: number; here: number }> {
  const keys = await store.vault.ready(store.db, bank.id)
  const own = await store.db.selectFrom('customer_key').selectAll().execute()
  const keyOf = new Map(own.map(({ customer_id, wrapped }) => [customer_id, wrapped]))
  let gone = 0
  let here = 0
  for (const row of before) {
    const tried = { ...row, own_key: keyOf.get(row.customer_id) ?? null }
    let open: Row = { ...tried, id_number: null, phone: null }
    try {
      open = openRow(keys, sealedCustomer, tried)
    } catch {}
    const values = [open.id_number, open.phone].filter((value) => typeof value === 'string').length
    if (isForgotten(row.customer_id)) gone += values
    else here += values
  }
  return { gone, here }
}

/** Plant, back up, forget, rotate, back up again, restore the first backup, and try to open everything. */
export async function shredAndTry(): Promise<ShredOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'crm-shred-'))
  const service = memoryKeyService()
  const vault = () => openVault({ service, suite: intlSuite })
  const bare = await openMemoryStore({ migrations })
  const { store } = await plantStore(CUSTOMERS, { service, into: bare as Store })
  const { rows: before } = await sql<Row>`select customer_id, id_number, phone, address
    from customer order by customer_id`.execute(store.db)
  const embedded = sealedStore(bare, store.vault) as EmbeddedStore
  const backup = (at: string) =>
    backupEmbedded({ store: embedded, folder, service, now: () => new Date(at) })
  const { manifestFile } = await backup('2026-03-05T10:00:00.000Z')
  const image = await embedded.snapshot()

  const ids = before.map(({ customer_id }) => customer_id).filter(isForgotten)
  await store.db.deleteFrom('customer_key').where('customer_id', 'in', ids).execute()
  const live = await openedIn(store, before)
  await rotateKeys(store, {
    bankId: bank.id,
    purpose: 'customer',
    now: () => '2026-03-05T10:01:00.000Z',
    wait: async () => undefined,
    reseal: sealBank,
    destroyMaster: true,
  })
  await backup('2026-03-05T10:15:00.000Z')
  await bare.close()

  const into = join(folder, 'restored')
  await restoreEmbedded({ manifestFile, service, into, acceptRollback: true })
  const again = await openEmbeddedStore({ folder: into, deadline: 60_000 })
  const restored = await openedIn(sealedStore(again, vault()), before)
  await again.close()

  const raw = await openEmbeddedStore({ folder: 'memory', image: image.image, deadline: 60_000 })
  const thief = await openedIn(sealedStore(raw, vault()), before).catch(() => ({
    gone: 0,
    here: 0,
  }))
  await raw.close()
  rmSync(folder, { recursive: true, force: true })
  const others = (CUSTOMERS - FORGOTTEN) * 2
  return {
    values: FORGOTTEN * 2,
    live: live.gone,
    restored: restored.gone,
    image: thief.gone,
    others,
    othersOpen: Math.min(live.here, restored.here),
  }
}
