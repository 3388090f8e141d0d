import { type Instant, isCrmError } from '@crm/core'
import { readEventsAfter, START, type StoredEvent } from './outbox.ts'
import { LeaseLost, OutboxLease } from './outbox-lease.ts'
import {
  backoff,
  backoffDefaults,
  dequeue,
  dueEvents,
  enqueue,
  failAgain,
  nextDue,
  orderKeyOf,
  type Waiting,
  waitingKeys,
} from './retry-queue.ts'
import type { Store } from './store.ts'

/** What goes with an event to its consumer. */
export interface Delivery {
  /** The same however often the event comes: send it on as `Idempotency-Key` or `webhook-id`. */
  readonly key: string
  /** Goes up with every change of the dispatcher; a receiver may refuse one lower than it has seen. */
  readonly fence: number
  /** 1 for the first try. */
  readonly tries: number
  /** Aborts when the time for this event is over. */
  readonly signal: AbortSignal
}

/** One consumer of one bank's events. */
export interface DispatchOptions {
  readonly store: Store
  readonly bankId: string
  /** Its name for good, in lower case: what it has had is kept under it. */
  readonly consumer: string
  /** Deliver one event; throw when it could not be. It may come again, with the same key. */
  readonly handle: (event: StoredEvent, delivery: Delivery) => Promise<unknown>
  readonly now: () => Instant
  /** Chance, 0 up to 1, for the spread of waits. */
  readonly random?: () => number
  /** Events that it wants; all, when left out. */
  readonly wants?: (event: StoredEvent) => boolean
  /** Where it begins the first time; with the first event there ever was, when left out. */
  readonly from?: string
  /** Milliseconds until another dispatcher takes over from one that is silent. */
  readonly leaseMs?: number
  /** Milliseconds for one event; at most half the lease. */
  readonly handleMs?: number
  /** Stop after this event. */
  readonly signal?: AbortSignal
}

/** What one run did. */
export interface Dispatched {
  /** `elsewhere`: another dispatcher is at it. `lost`: one took over while this was away. */
  readonly lease: 'held' | 'elsewhere' | 'lost'
  readonly handled: number
  readonly failed: number
  /** Of the failed ones, those that are not tried any more. */
  readonly dead: number
  /** When to run again for what failed; for new events, run when there are any. */
  readonly nextTryAt?: Instant
}

const BATCH = 100

/**
 * Deliver a bank's events to one consumer until there are none left, then say when to come again. Call
 * it after commits and on a timer, from as many processes as there are: one works, the others go home.
 *
 * Each customer's events arrive in order: behind one that fails, that customer's others wait, and
 * everybody else's go on. A failed event is tried again after half a second, a second, … up to five
 * minutes; after twelve tries it is a dead letter, and the customer's next one goes on.
 *
 * Delivery is at least once. An event whose delivery was not written down, since the process ended, is
 * delivered again with the same key.
 */
export async function dispatchOutbox(options: DispatchOptions): Promise<Dispatched> {
  const { store, bankId, consumer, from = START, leaseMs = 60_000 } = options
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(consumer)) throw new TypeError(`"${consumer}" is no name`)
  const lease = await OutboxLease.take({ store, bankId, consumer, from, leaseMs })
  const count: Count = { handled: 0, failed: 0, dead: 0 }
  if (!lease) return { lease: 'elsewhere', ...count }
  try {
    const run = new Run(options, lease, count)
    await run.retries()
    await run.news()
    await lease.release()
    const nextTryAt = await nextDue(store.db, { bankId, consumer })
    return { lease: 'held', ...count, ...(nextTryAt !== undefined && { nextTryAt }) }
  } catch (error) {
    if (error instanceof LeaseLost) return { lease: 'lost', ...count }
    await lease.abandon().catch(() => undefined)
    throw error
  }
}

interface Count {
  handled: number
  failed: number
  dead: number
}

class Run {
  readonly #options: DispatchOptions
  readonly #lease: OutboxLease
  readonly #count: Count

  constructor(options: DispatchOptions, lease: OutboxLease, count: Count) {
    this.#options = options
    this.#lease = lease
    this.#count = count
  }

  get #stopped(): boolean {
    return this.#options.signal?.aborted === true
  }

  /** What failed before and is due. A success lets the customer's next one go. */
  async retries(): Promise<void> {
    const { store, now } = this.#options
    // The moment the run began: what fails again in it is for another run, or new events would wait.
    const began = now()
    for (;;) {
      const due = await dueEvents(store.db, this.#options, began)
      if (due.length === 0) return
      for (const waiting of due) {
        if (this.#stopped) return
        await this.#retry(waiting)
      }
    }
  }

  /** What is new. */
  async news(): Promise<void> {
    const { store, bankId, wants = () => true } = this.#options
    for (;;) {
      const behind = await waitingKeys(store.db, this.#options)
      const events = await readEventsAfter(store.db, bankId, this.#lease.position, BATCH)
      for (const event of events) {
        if (this.#stopped) return
        const skip = !wants(event)
        const waits = behind.has(orderKeyOf(event))
        const failure = skip || waits ? undefined : await this.#deliver(event, 1)
        this.#lease.pass(event.position)
        if (skip) continue
        if (failure !== undefined) behind.add(orderKeyOf(event))
        await this.#settleNew(event, waits, failure)
      }
      if (events.length < BATCH) return
    }
  }

  async #settleNew(event: StoredEvent, waits: boolean, failure: string | undefined): Promise<void> {
    if (!waits && failure === undefined) return this.#lease.settle()
    const nextAt = waits ? this.#options.now() : this.#after(1)
    const row = { tries: waits ? 0 : 1, nextAt, failure: failure ?? '' }
    await this.#lease.settle((tx) => enqueue(tx, this.#options, event, row))
  }

  async #retry({ event, tries }: Waiting): Promise<void> {
    const failure = await this.#deliver(event, tries + 1)
    if (failure === undefined) return this.#lease.settle((tx) => dequeue(tx, this.#options, event))
    const status = tries + 1 >= backoffDefaults.tries ? 'dead' : 'waiting'
    if (status === 'dead') this.#count.dead += 1
    const row = { tries: tries + 1, nextAt: this.#after(tries + 1), failure, status } as const
    await this.#lease.settle((tx) => failAgain(tx, this.#options, event, row))
  }

  /** @returns how it failed, by its code; nothing when it was delivered */
  async #deliver(event: StoredEvent, tries: number): Promise<string | undefined> {
    const { bankId, consumer, handle, leaseMs = 60_000 } = this.#options
    const time = Math.min(this.#options.handleMs ?? 20_000, leaseMs / 2)
    await this.#lease.lastFor(time)
    const stop = new AbortController()
    const late = new DOMException('The time for this event is over.', 'TimeoutError')
    const timer = setTimeout(() => stop.abort(late), time)
    const { signal } = stop
    const key = `${bankId}-${consumer}-${event.position.replace('.', '-')}`
    const delivery = { key, fence: this.#lease.fence, tries, signal }
    try {
      await Promise.race([handle(event, delivery), over(signal)])
      this.#count.handled += 1
      return undefined
    } catch (error) {
      this.#count.failed += 1
      // A message may hold a customer's data; a code or a name does not.
      return isCrmError(error) ? error.code : error instanceof Error ? error.name : typeof error
    } finally {
      clearTimeout(timer)
    }
  }

  #after(failures: number): string {
    const { now, random = Math.random } = this.#options
    return new Date(Date.parse(now()) + backoff(failures, random())).toISOString()
  }
}

const over = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
