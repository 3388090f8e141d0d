// Imports, sends, decides or migrates, in a process of its own that may be killed at any moment.
import { bank, principalOf, zhouMin } from '@crm/core/fixtures'
import {
  createServer,
  dispatchOutbox,
  importFolder,
  migrate,
  migrations,
  type Store,
  sealedStore,
} from '@crm/server'
import { openEmbeddedStore, openPostgresStore, openSourceFolder } from '@crm/server/node'
import { testVault } from '@crm/testing'
import { shiqiao } from '../../../sources/shiqiao.ts'
import { pause } from '../../victim.ts'
import { approvalKinds, authority } from './exception-kind.ts'

const [deed = '', place = '', other = ''] = process.argv.slice(2)
/** Longer than a delivery takes, shorter than it takes to start the next process. */
const LEASE_MS = 500

/** The first piece of work is done: from here on a kill interrupts something. */
const begun = () => process.send?.({ begun: true })

const openStore = async (): Promise<Store> =>
  place.startsWith('postgres')
    ? openPostgresStore({ connect: place })
    : openEmbeddedStore({ folder: place })

async function load(store: Store): Promise<void> {
  const folder = openSourceFolder(other)
  const onProgress = begun
  await importFolder({ store, source: shiqiao, folder, batch: 100, rejectThreshold: 1, onProgress })
}

/** Send everything there is to the gateway. @returns false while another is at it */
async function send(store: Store, consumer: string, deeds?: readonly string[]): Promise<boolean> {
  const { lease } = await dispatchOutbox({
    store,
    bankId: bank.id,
    consumer,
    leaseMs: LEASE_MS,
    now: () => new Date().toISOString() as never,
    ...(deeds && { wants: (event) => deeds.includes(event.deed) }),
    handle: async ({ subjectId }, { key, signal }) => {
      const headers = { 'idempotency-key': key }
      const answer = await fetch(other, { method: 'POST', headers, body: subjectId, signal })
      if (!answer.ok) throw new Error(`the gateway said ${answer.status}`)
      begun()
    },
  })
  return lease === 'held'
}

async function sendAll(store: Store): Promise<void> {
  while (!(await send(store, 'sms'))) await pause(50)
}

/** Agree to whatever waits, over the whole way of a call, and have the news sent. */
async function decideAll(store: Store): Promise<void> {
  const server = createServer({
    store,
    approvalKinds,
    authority,
    limits: { requestsPerMinute: 1_000_000 },
    authenticate: async () => ({
      ...principalOf(zhouMin),
      assurance: 2,
      provedAt: new Date().toISOString() as never,
    }),
  })
  for (;;) {
    const waiting = await store.db
      .selectFrom('approval')
      .select(['approval_id', 'content_hash', 'version'])
      .where('status', '=', 'pending')
      .orderBy('approval_id')
      .limit(5)
      .execute()
    for (const { approval_id, content_hash, version } of waiting) {
      const path = `https://bank.test/approvals/requests/${approval_id}/decide`
      const answer = await server.fetch(
        new Request(path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `decide-${approval_id}`,
            'if-match': `"v${version}"`,
          },
          body: JSON.stringify({ decision: 'approve', contentHash: content_hash, remark: '同意' }),
        }),
      )
      if (!answer.ok) throw new Error(await answer.text())
      begun()
    }
    const sent = await send(store, 'notify', ['approve'])
    if (waiting.length > 0) continue
    if (sent) return
    await pause(50)
  }
}

const deeds: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  import: load,
  send: sendAll,
  migrate: async (store) => {
    begun()
    await migrate(store, migrations)
  },
  decide: (store) => decideAll(sealedStore(store, testVault())),
}

try {
  const store = await openStore()
  process.send?.({ open: process.pid })
  await deeds[deed]!(store)
  await store.close()
  begun()
  process.send?.({ done: true })
  process.exit(0)
} catch (error) {
  process.send?.({ failed: String(error) })
  process.exit(1)
}
