// Two banks in one store with the same people, numbers and ids; what belongs to the second is marked.
import type { Instant, Role } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import {
  type CrmServer,
  createServer,
  type Limits,
  migrate,
  migrations,
  type SecurityEvent,
  type ServerOptions,
  type Store,
  sealBank,
  sealedStore,
} from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { type FakePorts, fakePorts, plantCast, testVault } from '@crm/testing'
import { asker, MARK, plantKinds, plantThings } from './plant-kinds.ts'

/** The second bank. */
export const otherBank = 'bnk_linshan' as typeof bank.id

const isText = (name: string, value: unknown): value is string =>
  typeof value === 'string' && /^(name|village|address|memo|counterparty_name|product)$/.test(name)

/** Mark what is told of the second bank's rows: texts, amounts and numbers. */
const marked = <Row extends object>(table: string, row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (table === 'holding' && name === 'product') return [name, value]
      if (isText(name, value)) return [name, `${MARK}${value}`]
      if (/^(phone|id_number|number|counterparty_account)$/.test(name) && value)
        return [name, `9${String(value).slice(1)}`]
      return [name, value]
    }),
  ) as Row

async function plantBoth(store: Store): Promise<void> {
  await plantCast(store)
  await plantCast(store, { bankId: otherBank, change: marked })
  for (const bankId of [bank.id, otherBank]) {
    await plantKinds(store, bankId)
    await plantThings(store, bankId)
    await sealBank(store, { bankId })
  }
}

/** A store with both banks in it: in memory, or one that is given empty. */
export async function plantHouses(empty?: Store): Promise<Store> {
  if (empty) {
    await migrate(empty, migrations)
    const store = sealedStore(empty, testVault())
    await plantBoth(store)
    return store
  }
  const fill = {
    name: 'two banks in one store',
    with: (store: Store) => plantBoth(sealedStore(store, testVault())),
  }
  return sealedStore((await openMemoryStore({ migrations, fill })) as Store, testVault())
}

/** A caller: which bank, who, in which session. */
export interface Seat {
  readonly bankId: string
  readonly staffId: string
  readonly sessionId?: string
}

/** A server over a store, with what it told its log and the security office. */
export interface Front {
  readonly server: CrmServer
  readonly ports: FakePorts
  readonly faults: string[]
  readonly alarms: SecurityEvent[]
  readonly ask: (seat: Seat, method: string, path: string, more?: Asked) => Promise<Response>
}

/** What else a request holds. */
export interface Asked {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

const roomy: Limits = {
  requestsPerMinute: 10_000_000,
  exactSearchesPerHour: 10_000_000,
  failedSignInsPerMinute: 10_000_000,
  unmasksPerDay: 1_000_000,
  customersPerDay: 1_000_000,
  countsPerDay: 1_000_000,
  heavyAtOnce: 50,
}
let fronts = 0
let keys = 0

/** Open a server that believes whoever says who they are, each with a fresh second factor. */
export function openFront(store: Store, options: Partial<ServerOptions> = {}): Front {
  const ports = fakePorts(undefined, `p${(fronts++).toString(36)}`)
  const faults: string[] = []
  const alarms: SecurityEvent[] = []
  const server = createServer({
    store,
    ports,
    log: { error: (event, facts) => void faults.push(`${event} ${JSON.stringify(facts)}`) },
    responses: 'strict',
    onSecurityEvent: (event) => void alarms.push(event),
    approvalKinds: { 'rate.exception': { apply: async () => undefined } },
    authenticate: async (request) => {
      const [bankId, staffId, sessionId] = (request.headers.get('authorization') ?? '').split(' ')
      if (!bankId || !staffId) return undefined
      const proved = { assurance: 2, provedAt: ports.now() as Instant }
      return { bankId, staffId, ...(sessionId && { sessionId }), ...proved } as never
    },
    ...options,
    limits: { ...roomy, ...options.limits },
  })
  return {
    server,
    ports,
    faults,
    alarms,
    ask: ({ bankId, staffId, sessionId = '' }, method, path, { body, headers, signal } = {}) =>
      server.fetch(
        new Request(`https://bank.test${path}`, {
          method,
          headers: {
            authorization: `${bankId} ${staffId} ${sessionId}`.trim(),
            'crm-purpose': 'incoming-call',
            'idempotency-key': `k${keys++}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(signal && { signal }),
        }),
      ),
  }
}

/** Give the asker of a bank another role; a new session sees it at once. */
export const becomeRole = (store: Store, role: Role, bankId: string = bank.id) =>
  store.db
    .updateTable('staff')
    .set({ roles: JSON.stringify([role]) })
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', asker)
    .execute()
