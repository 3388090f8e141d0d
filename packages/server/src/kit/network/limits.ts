import { guardErrors } from '@crm/core'
import { type Monotonic, monotonic, neverBack } from './monotonic.ts'

/** How often something may be done. */
export interface Limit {
  /** As it is named in a refusal. */
  readonly name: string
  readonly most: number
  /** Milliseconds; any stretch of this length holds at most `most`. */
  readonly windowMs: number
}

/** The shipped limits. A bank replaces what it wants: they are data. */
export const limitDefaults = {
  requestsOfUser: { name: 'requests', most: 300, windowMs: 60_000 },
  failedSignInsOfAddress: { name: 'failed sign-ins', most: 20, windowMs: 60_000 },
  /** Searches for one exact phone or identity number, so that nobody can try them all. */
  exactSearchesOfUser: { name: 'exact searches', most: 60, windowMs: 3_600_000 },
  /** Durable, see `takeDaily`. */
  unmasksOfUserADay: 30,
  /** Durable, see `countDisclosed`. */
  customersOfUserADay: 2_000,
  heavyQueriesOfUserAtOnce: 2,
} as const

/** What a limiter says. */
export type Taken =
  | { readonly ok: true; readonly left: number }
  | { readonly ok: false; readonly retryAfter: number }

/** Keys kept at once; beyond it the one that was quiet longest is forgotten. */
const MOST_KEYS = 20_000

/** Whole seconds until then, at least one: the form of the `Retry-After` header. */
export const secondsUntil = (milliseconds: number): number =>
  Math.max(1, Math.ceil(milliseconds / 1_000))

/**
 * Holds each key (a person, an address) to a limit over a sliding window. It counts exactly: no
 * stretch of a window's length ever holds more than the limit. It lives in this process's memory, so
 * each process of a cluster counts for itself; what must be exact over all is in `row-budget.ts`.
 */
export class RequestLimiter {
  readonly limit: Limit
  readonly #now: Monotonic
  readonly #mostKeys: number
  /** In the order of their last use, so that the first is the quietest. */
  readonly #taken = new Map<string, number[]>()

  constructor(
    limit: Limit,
    { now = monotonic, mostKeys = MOST_KEYS }: { now?: Monotonic; mostKeys?: number } = {},
  ) {
    this.limit = limit
    this.#now = neverBack(now)
    this.#mostKeys = mostKeys
  }

  /** Keys in memory. */
  get size(): number {
    return this.#taken.size
  }

  /** Use one up, or learn in how many seconds there is one again. A refusal uses none up. */
  take(key: string): Taken {
    const now = this.#now()
    const { most, windowMs } = this.limit
    const times = this.#taken.get(key) ?? []
    const old = times.findIndex((at) => at > now - windowMs)
    times.splice(0, old < 0 ? times.length : old)
    this.#taken.delete(key)
    if (times.length < most) times.push(now)
    else {
      this.#keep(key, times)
      return { ok: false, retryAfter: secondsUntil((times[0] ?? now) + windowMs - now) }
    }
    this.#keep(key, times)
    return { ok: true, left: most - times.length }
  }

  /** Like `take`, as a failure. @throws `limit.too_many` */
  hold(key: string): void {
    const taken = this.take(key)
    if (!taken.ok) throw guardErrors.tooMany(this.limit.name, taken.retryAfter)
  }

  /** Give the latest one back: a sign-in was taken up front and then did not fail. */
  giveBack(key: string): void {
    this.#taken.get(key)?.pop()
  }

  #keep(key: string, times: number[]): void {
    if (times.length === 0) return
    this.#taken.set(key, times)
    if (this.#taken.size <= this.#mostKeys) return
    const [quietest] = this.#taken.keys()
    this.#taken.delete(quietest!)
  }
}

/** Lets each key have so many pieces of work under way at once, and no more. */
export class AtOnceLimiter {
  readonly #name: string
  readonly #most: number
  readonly #running = new Map<string, number>()

  constructor(name: string, most: number) {
    this.#name = name
    this.#most = most
  }

  /** Do the work if there is room for it. @throws `limit.too_many_at_once`, at once, without waiting */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key) ?? 0
    if (running >= this.#most) throw guardErrors.tooManyAtOnce(this.#name, this.#most)
    this.#running.set(key, running + 1)
    try {
      return await work()
    } finally {
      const left = this.#running.get(key)! - 1
      if (left > 0) this.#running.set(key, left)
      else this.#running.delete(key)
    }
  }
}
