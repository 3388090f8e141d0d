import { type Crm, type CrmOptions, createCrm } from '@crm/client'
import type { BackupFacts, Instant, Staff } from '@crm/core'
import { chenBo, principalOf, staff } from '@crm/core/fixtures'
import {
  type CrmServer,
  createServer,
  type FaultLog,
  type LicenceOptions,
  type Limits,
  type SecurityEvent,
  type Store,
} from '@crm/server'
import { type FakePorts, fakePorts } from './clock.ts'

/** Where the test bank's API is; nothing is sent there. */
export const TEST_BANK_URL = 'https://bank.test'

/** How to open a test bank. */
export interface TestBankOptions {
  /** True where everybody at this bank has just proved a second factor. */
  readonly steppedUp?: boolean
  /** Who sits at the screen; Chen Bo, the relationship manager, unless told otherwise. */
  readonly as?: Staff
  /** What this bank's ids begin with, where two servers stand over one store. */
  readonly mark?: string
  /** Answer callers as the app role; the store needs `installRowSecurity` first. */
  readonly rowSecurity?: boolean
  /** The vendor's licence of this bank; without one everything is on. */
  readonly licence?: LicenceOptions
  /** Limits to hold this bank to; none that a test could reach, unless told. */
  readonly limits?: Partial<Limits>
  /** What this bank's host knows of its backups; nothing unless told. */
  readonly backups?: () => Promise<BackupFacts>
  /** For the client: locale, timeouts, retries. */
  readonly client?: Partial<CrmOptions>
}

/** A whole bank for one test file. */
export interface TestBank {
  /** The client of the person at the screen. */
  readonly crm: Crm
  /** The client of somebody else at the same bank. */
  readonly as: (person: Staff, options?: Partial<CrmOptions>) => Crm
  /** A bare request as somebody, for what no client would send. */
  readonly request: (path: string, init?: RequestInit, person?: Staff) => Promise<Response>
  /** Requests without a network, as the client or an MSW handler sends them. */
  readonly fetch: (request: Request) => Promise<Response>
  readonly server: CrmServer
  readonly store: Store
  readonly ports: FakePorts
  /** What the server logged as faults of its own. */
  readonly faults: readonly string[]
  /** What the security office was told. */
  readonly alarms: readonly SecurityEvent[]
  readonly close: () => Promise<void>
}

/**
 * The test bank's token for somebody: their id, which only this bank takes for a proof. With
 * `steppedUp` it stands for a second factor, proved this moment.
 */
export const testToken = ({ id }: Staff, steppedUp = false): string =>
  `${steppedUp ? 'test2' : 'test'}-${id}`

const bearer = (request: Request): { person: Staff; steppedUp: boolean } | undefined => {
  const given = /^Bearer (test2?)-(\w+)$/.exec(request.headers.get('authorization') ?? '')
  const person = staff.find(({ id }) => id === given?.[2])
  return person && { person, steppedUp: given?.[1] === 'test2' }
}

const roomy: Limits = {
  requestsPerMinute: 1_000_000,
  exactSearchesPerHour: 1_000_000,
  failedSignInsPerMinute: 1_000_000,
  unmasksPerDay: 30,
  customersPerDay: 1_000_000,
  countsPerDay: 1_000_000,
  heavyAtOnce: 50,
}

/** The server and its clients over a store with the cast in it. */
export function bankOver(store: Store, options: TestBankOptions): TestBank {
  const { as: sitting = chenBo } = options
  const ports = fakePorts(undefined, options.mark)
  const faults: string[] = []
  const alarms: SecurityEvent[] = []
  const log: FaultLog = {
    error: (event, facts) => void faults.push(`${event} ${JSON.stringify(facts)}`),
  }
  const server = createServer({
    store,
    ports,
    log,
    responses: 'strict',
    ...(options.rowSecurity && { rowSecurity: true }),
    ...(options.licence && { licence: options.licence }),
    ...(options.backups && { backups: options.backups }),
    addressOf: (request) => request.headers.get('x-test-address') ?? '',
    limits: { ...roomy, ...options.limits },
    onSecurityEvent: (event) => void alarms.push(event),
    authenticate: async (request) => {
      const given = bearer(request)
      if (!given) return undefined
      const proof = given.steppedUp ? { assurance: 2, provedAt: ports.now() as Instant } : {}
      return { ...principalOf(given.person), ...proof }
    },
  })
  const clientOf = (person: Staff, more: Partial<CrmOptions> = {}): Crm =>
    createCrm({
      baseUrl: TEST_BANK_URL,
      token: () => testToken(person, options.steppedUp),
      fetch: async (input, init) => server.fetch(new Request(input, init)),
      ...options.client,
      ...more,
    })
  return {
    crm: clientOf(sitting),
    as: clientOf,
    request: (path, init = {}, person = sitting) => {
      const request = new Request(new URL(path, TEST_BANK_URL), init)
      request.headers.set('authorization', `Bearer ${testToken(person, options.steppedUp)}`)
      return server.fetch(request)
    },
    fetch: server.fetch,
    server,
    store,
    ports,
    faults,
    alarms,
    close: () => store.close(),
  }
}
