import type { JWTPayload } from 'jose'
import { type Monotonic, monotonic, neverBack } from './network/monotonic.ts'

/** How long a verified signature is believed without looking again, in milliseconds. */
const FRESH_MS = 60_000
const MOST_TOKENS = 50_000

interface Held {
  payload: JWTPayload
  freshUntil: number
  /** By a clock that only runs forward: no setting of the wall clock makes a token live longer. */
  deadAt: number
}

/** What a token may claim about its time, in seconds. */
export interface TokenTimes {
  readonly maxAge: number
  readonly tolerance: number
}

/** What is remembered of a token: its verified claims, nothing, or that its time is over. */
export type Remembered = JWTPayload | 'over' | undefined

/**
 * Remembers tokens whose signature was found good, by their hash, for a minute: verifying is dear. What
 * may change is not remembered: the time claims are held to the clock with each call, and whoever is
 * denied, dismissed or cannot prove to hold the token is found out elsewhere, as for any other.
 *
 * It also remembers how long each token had to live when it was first seen, so that a wall clock that
 * stands still or is set back gives it no more.
 */
export class VerifiedTokens {
  readonly #times: TokenTimes
  readonly #clock: Monotonic
  readonly #held = new Map<string, Held>()

  constructor(times: TokenTimes, clock: Monotonic = monotonic) {
    this.#times = times
    this.#clock = neverBack(clock)
  }

  /** `now` in seconds, by the wall clock. */
  recall(hash: string, now: number): Remembered {
    const held = this.#held.get(hash)
    if (!held) return undefined
    const clock = this.#clock()
    if (clock >= held.deadAt) return 'over'
    if (clock >= held.freshUntil || !this.#inTime(held.payload, now)) return undefined
    return held.payload
  }

  /** A token was verified. */
  keep(hash: string, payload: JWTPayload, now: number): void {
    const clock = this.#clock()
    const { maxAge, tolerance } = this.#times
    const { exp = now, iat = now } = payload
    const left = Math.min(exp, iat + maxAge) + tolerance - now
    const deadAt = Math.min(
      this.#held.get(hash)?.deadAt ?? Number.POSITIVE_INFINITY,
      clock + left * 1_000,
    )
    this.#held.delete(hash)
    if (this.#held.size >= MOST_TOKENS) this.#forgetOldest()
    this.#held.set(hash, { payload, freshUntil: clock + FRESH_MS, deadAt })
  }

  #inTime({ exp = 0, iat = 0, nbf = iat }: JWTPayload, now: number): boolean {
    const { maxAge, tolerance } = this.#times
    const age = now - iat
    return (
      exp > now - tolerance &&
      nbf <= now + tolerance &&
      age - tolerance <= maxAge &&
      age >= -tolerance
    )
  }

  #forgetOldest(): void {
    const oldest = this.#held.keys().next()
    if (!oldest.done) this.#held.delete(oldest.value)
  }
}
