import { kitErrors } from '@crm/core'
import ky from 'ky'
import * as z from 'zod/mini'
import { AccessResource } from './access/resource.ts'
import { ApprovalResource } from './approvals/resource.ts'
import { CustomerResource } from './customers/resource.ts'
import { DeskResource } from './desk/resource.ts'
import { HoldingResource } from './holdings/resource.ts'
import { InteractionResource } from './interactions/resource.ts'
import { type CallFrame, createCall } from './kit/call.ts'
import { EventStream } from './kit/event-stream.ts'
import { type CrmEmitter, createEvents, tell } from './kit/events.ts'
import { type Ports, systemPorts } from './kit/ports.ts'
import { RetryBudget } from './kit/retry.ts'
import { Session, type TokenSource } from './kit/session.ts'
import { ReminderResource } from './reminders/resource.ts'
import { SegmentResource } from './segments/resource.ts'
import { SourceResource } from './sources/resource.ts'

/** The languages the bank's people read. */
export type Locale = 'zh-CN' | 'en'

/** How a host reaches its bank's CRM. */
export interface CrmOptions {
  /** Where the server is mounted: `https://crm.bank.example/crm`. */
  readonly baseUrl: string
  /** The signed-in person's token; left out where cookies or a gateway do that work. */
  readonly token?: TokenSource | undefined
  /** Another `fetch`: a server in the same process, a proxy, a test. */
  readonly fetch?: ((request: Request, init?: RequestInit) => Promise<Response>) | undefined
  /** Proves with each request that its sender holds the token's key: `prove` of `createProofKey`. */
  readonly proof?: ((method: string, url: string, token: string) => Promise<string>) | undefined
  /** How long one try may take, in milliseconds; 15,000 when left out. */
  readonly timeout?: number | undefined
  /** How often a call is repeated at most; 3 when left out, 0 for never. */
  readonly retries?: number | undefined
  /** The language of the person; Chinese when left out. */
  readonly locale?: Locale | undefined
  /** Why customers are looked at just now, for calls that do not say: a call, a ticket at the counter. */
  readonly purpose?: (() => string | undefined) | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Makes the idempotency keys; random UUIDs when left out. */
  readonly newKey?: (() => string) | undefined
  /** Another clock, another chance: for tests. */
  readonly ports?: Partial<Ports> | undefined
}

/** The bank's CRM from the outside, one property for each room: `crm.reminders.listDue(…)`. */
export interface Crm {
  /** Who is signed in, and who did what. */
  readonly access: AccessResource
  /** What takes effect only when others have agreed to it. */
  readonly approvals: ApprovalResource
  /** The people and firms the bank serves. */
  readonly customers: CustomerResource
  /** What they have with the bank, and how it moves. */
  readonly holdings: HoldingResource
  /** What was said and done with customers. */
  readonly interactions: InteractionResource
  /** Groups of customers by rule. */
  readonly segments: SegmentResource
  /** What a relationship manager should do next. */
  readonly reminders: ReminderResource
  /** The day-end files, and the lines that were not taken. */
  readonly sources: SourceResource
  /** Pages composed of all of it. */
  readonly desk: DeskResource
  /** What happens in the bank, as it happens. */
  readonly events: CrmEmitter
  /** The language of the person. */
  readonly locale: Locale
  /**
   * Say why customers are looked at from here on, as a policy may ask; nothing takes it back. It stands
   * before the host's own `purpose`, and ends with the sign-in.
   */
  readonly lookFor: (purpose: string | undefined) => void
  /** Begin to hear of others' changes. Call the answer to stop; several may listen at once. */
  readonly connect: () => () => void
  /**
   * Forget the person: the token, what was gathered, and every call still running, which fails with
   * `network.aborted`. The next call asks the host for a token again.
   */
  readonly signOut: () => void
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** `randomUUID` exists in secure contexts only; many a branch still runs on plain http. */
const randomKey = (): string =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join('')

/** Make a client. It opens no connection until it is asked something. */
export function createCrm(options: CrmOptions): Crm {
  // A strict Content-Security-Policy reports every attempt to compile code, even a caught one.
  if ('document' in globalThis) z.config({ jitless: true })

  const { baseUrl, fetch, timeout = 15_000, retries = 3, locale = 'zh-CN', headers } = options
  const ports: Ports = { ...systemPorts, ...options.ports }
  const events = createEvents()
  const session = new Session(options.token, ports)
  const http = ky.create({
    prefix: baseUrl,
    headers: { 'accept-language': locale, ...headers },
    // The API never sends one elsewhere; what does is a stranger, and gets no second request.
    redirect: 'manual',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    ...(fetch && { fetch: (request, init) => fetch(request as Request, init) }),
  })
  let said: string | undefined
  const frame: CallFrame = {
    http,
    session,
    proof: options.proof,
    baseUrl,
    ports,
    timeout,
    retries,
    budget: new RetryBudget(ports),
    newKey: options.newKey ?? randomKey,
    purpose: () => said ?? options.purpose?.(),
    onWrite: (change) => tell(events, 'changed', change),
  }
  const call = createCall(frame)
  const stream = new EventStream({
    http,
    session,
    events,
    ports,
    timeout,
    baseUrl,
    proof: options.proof,
  })

  return {
    access: new AccessResource(call),
    approvals: new ApprovalResource(call),
    customers: new CustomerResource(call, () => session.signal),
    holdings: new HoldingResource(call),
    interactions: new InteractionResource(call),
    segments: new SegmentResource(call),
    reminders: new ReminderResource(call),
    sources: new SourceResource(call),
    desk: new DeskResource(call, (number) => tell(events, 'incomingCall', number)),
    events,
    locale,
    lookFor(purpose) {
      said = purpose
    },
    connect: () => stream.open(),
    signOut() {
      said = undefined
      stream.close()
      session.end(kitErrors.aborted())
      tell(events, 'signedOut')
    },
  }
}
