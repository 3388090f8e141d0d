import type { Admission } from './rate-limiter.ts'

/** Failures that close an account, and for how long. */
const MOST_FAILURES = 5
const CLOSED_MS = 900_000
/** After each failure the next try waits a little longer, in milliseconds. */
const delays = [0, 500, 1_000, 2_000, 4_000]
const MOST_ACCOUNTS = 100_000

interface Failures {
  count: number
  /** No try is looked at before. */
  openAt: number
  last: number
}

/**
 * Five wrong codes close an account for a quarter of an hour: the sixth is not even looked at, right or
 * wrong. Measured on a clock that only runs forward, so setting the wall clock opens nothing.
 */
export class LockOut {
  readonly #clock: () => number
  readonly #failures = new Map<string, Failures>()

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** May a code of this account be looked at now? Ask before comparing it. */
  admit(account: string): Admission {
    const now = this.#clock()
    const failures = this.#failures.get(account)
    if (!failures || now >= failures.openAt) return { ok: true }
    return { ok: false, seconds: Math.max(1, Math.ceil((failures.openAt - now) / 1_000)) }
  }

  /** A code was wrong. */
  fail(account: string): void {
    const now = this.#clock()
    const held = this.#failures.get(account)
    const count = held && now - held.last < CLOSED_MS ? held.count + 1 : 1
    const wait = count >= MOST_FAILURES ? CLOSED_MS : (delays[count] ?? 0)
    this.#failures.delete(account)
    if (this.#failures.size >= MOST_ACCOUNTS) this.#forgetOldest()
    this.#failures.set(account, { count, openAt: now + wait, last: now })
  }

  /** A code was right: what went before is forgotten. */
  succeed(account: string): void {
    this.#failures.delete(account)
  }

  /** The one that failed longest ago; the map is in that order. */
  #forgetOldest(): void {
    const oldest = this.#failures.keys().next()
    if (!oldest.done) this.#failures.delete(oldest.value)
  }
}
