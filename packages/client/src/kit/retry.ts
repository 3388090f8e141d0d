import type { Ports } from './ports.ts'

/** The statuses that say "not now", rather than "no". */
const PASSING = new Set([408, 429, 502, 503, 504])

/** True for a status after which the same request may well succeed. */
export const isPassing = (status: number): boolean => PASSING.has(status)

/** The longest that a call with its retries may take, in milliseconds. */
export const TOTAL_MS = 30_000

const FIRST_MS = 500
const LONGEST_MS = 5_000

/** What a `Retry-After` header asks for, in milliseconds; `undefined` where it says nothing. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const asked = headers.get('retry-after')?.trim()
  if (!asked) return undefined
  if (/^\d{1,9}$/.test(asked)) return Number(asked) * 1000
  // Measured from the sender's own clock where it tells it, because the two may disagree.
  const then = Date.parse(asked)
  const sent = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(then) ? undefined : Math.max(0, then - (Number.isNaN(sent) ? now : sent))
}

/**
 * How long to wait before a retry: what the server asked, and up to a tenth more so that not all
 * come back at once; else a random part of a bound that doubles from 0.5 s to 5 s.
 *
 * @param retry - how many retries went before this one
 */
export const waitBefore = (
  retry: number,
  asked: number | undefined,
  { random }: Pick<Ports, 'random'>,
): number =>
  asked === undefined
    ? random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** retry)
    : asked * (1 + random() / 10)

const MOST = 10
const FLOOR = 3
const PER_CALL = 0.1
const FLOOR_REFILL_MS = 10_000

/**
 * How many retries all calls of a client may still make: one for every ten calls, saved up to ten,
 * so that a bank in trouble is not finished off by its own clients. A quiet client always earns
 * three again, one in ten seconds.
 */
export class RetryBudget {
  readonly #elapsed: () => number
  #left = FLOOR
  #seenAt: number

  constructor({ elapsed }: Pick<Ports, 'elapsed'>) {
    this.#elapsed = elapsed
    this.#seenAt = elapsed()
  }

  /** Count a call. */
  earn(): void {
    this.#left = Math.min(MOST, this.#left + PER_CALL)
  }

  /** Take one retry, if there is one. */
  spend(): boolean {
    const now = this.#elapsed()
    const refilled = this.#left + (now - this.#seenAt) / FLOOR_REFILL_MS
    this.#left = Math.max(this.#left, Math.min(FLOOR, refilled))
    this.#seenAt = now
    // Tenths do not add up exactly in binary.
    if (this.#left < 1 - 1e-9) return false
    this.#left -= 1
    return true
  }
}
