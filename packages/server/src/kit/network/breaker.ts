import { guardErrors } from '@crm/core'
import { type Monotonic, monotonic, neverBack, secondsUntil } from './monotonic.ts'

/** How a breaker behaves. */
export interface BreakerOptions {
  /** The other system, as a refusal names it. */
  readonly name: string
  /** Failures in a row until it opens; five. */
  readonly failures?: number
  /** Milliseconds it stays open before it lets one try through; thirty seconds. */
  readonly openMs?: number
  readonly now?: Monotonic
  /** Is this failure the other system's? One that refuses bad input is well; all, when left out. */
  readonly counts?: (error: unknown) => boolean
}

/** `open`: nobody asks. `half-open`: one may try. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/**
 * Leaves a system alone that keeps failing, so that its trouble does not become ours: callers hear at
 * once that it is away, instead of waiting for it one after the other. After a while one call is let
 * through; if that is well, everything is as before.
 */
export class Breaker {
  readonly #name: string
  readonly #most: number
  readonly #openMs: number
  readonly #now: Monotonic
  readonly #counts: (error: unknown) => boolean
  #failed = 0
  #openUntil = Number.NEGATIVE_INFINITY
  #trying = false

  constructor(options: BreakerOptions) {
    this.#name = options.name
    this.#most = options.failures ?? 5
    this.#openMs = options.openMs ?? 30_000
    this.#now = neverBack(options.now ?? monotonic)
    this.#counts = options.counts ?? (() => true)
  }

  get state(): BreakerState {
    if (this.#failed < this.#most) return 'closed'
    return this.#now() < this.#openUntil || this.#trying ? 'open' : 'half-open'
  }

  /** Do the work, unless the other system is being left alone. @throws `outbound.circuit_open` */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const state = this.state
    if (state === 'open') {
      const wait = this.#openUntil - this.#now()
      throw guardErrors.circuitOpen(this.#name, secondsUntil(wait))
    }
    const isTry = state === 'half-open'
    if (isTry) this.#trying = true
    try {
      const result = await work()
      this.#close(isTry)
      return result
    } catch (error) {
      if (this.#counts(error)) this.#fail(isTry)
      else this.#close(isTry)
      throw error
    } finally {
      if (isTry) this.#trying = false
    }
  }

  /** A call that began before it opened says nothing of now. */
  #close(isTry: boolean): void {
    if (isTry || this.#failed < this.#most) this.#failed = 0
  }

  #fail(isTry: boolean): void {
    const wasOpen = this.#failed >= this.#most
    this.#failed += 1
    if (isTry || (!wasOpen && this.#failed >= this.#most))
      this.#openUntil = this.#now() + this.#openMs
  }
}
