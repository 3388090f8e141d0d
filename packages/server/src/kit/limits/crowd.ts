import { kitErrors } from '@crm/core'

/** How many requests one process takes on. Data: a bank sets its own. */
export interface CrowdLimits {
  /** Answered at the same time. */
  readonly atOnce: number
  /** Waiting to be answered. */
  readonly waiting: number
  /** How long one waits, in milliseconds. */
  readonly patienceMs: number
}

/** The limits that come with the product. */
export const defaultCrowd: CrowdLimits = { atOnce: 64, waiting: 128, patienceMs: 1_000 }

interface Waiting {
  readonly enter: () => void
  readonly refuse: () => void
  /** Who has gone away is not served when their turn comes. */
  readonly signal: AbortSignal | undefined
  readonly until: number
}

/** How often it is told that requests are being refused, in milliseconds. */
const TELL_MS = 10_000
const RETRY_SECONDS = 1

/**
 * Keeps a process from taking on more than it can answer: some are answered at once, some wait for a
 * short while, and the others hear immediately that they should come again. Without it everybody waits
 * longer and longer, until nobody is answered in time.
 */
export class Crowd {
  readonly #limits: CrowdLimits
  readonly #clock: () => number
  readonly #tell: (refused: number) => void
  readonly #queue: Waiting[] = []
  /** Who stepped aside and wants to go on: before everybody who has not been in yet. */
  readonly #returning: (() => void)[] = []
  #inside = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #refused = 0
  #toldAt = Number.NEGATIVE_INFINITY

  /** `tell` hears how many were refused since it last heard, every ten seconds at most. */
  constructor(
    limits: CrowdLimits,
    tell: (refused: number) => void = () => undefined,
    clock: () => number = () => performance.now(),
  ) {
    this.#limits = limits
    this.#tell = tell
    this.#clock = clock
  }

  /**
   * Do the work when its turn comes. Who has to wait is asked for their signal, and nobody else.
   *
   * @throws `server.overloaded`
   */
  async admit<T>(work: () => Promise<T>, signalOf?: () => AbortSignal): Promise<T> {
    if (this.#inside < this.#limits.atOnce) this.#inside += 1
    else await this.#turn(signalOf?.())
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  /**
   * Wait for somebody outside, as for the rest of a slow caller's body, without holding a place. Only in
   * work that was admitted; it goes on when there is a place again, and is not refused any more.
   */
  async aside<T>(wait: () => Promise<T>): Promise<T> {
    this.#leave()
    try {
      return await wait()
    } finally {
      if (this.#inside < this.#limits.atOnce) this.#inside += 1
      else await new Promise<void>((enter) => this.#returning.push(enter))
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.length >= this.#limits.waiting) return Promise.reject(this.#refusal())
    const until = this.#clock() + this.#limits.patienceMs
    return new Promise((enter, reject) => {
      this.#queue.push({ enter, refuse: () => reject(this.#refusal()), signal, until })
      this.#timer ??= setTimeout(() => this.#tooLong(), this.#limits.patienceMs)
    })
  }

  /** Whoever leaves gives their place to the next who is still there. */
  #leave(): void {
    const returning = this.#returning.shift()
    if (returning) {
      returning()
      return
    }
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      if (!next.signal?.aborted) {
        next.enter()
        return
      }
      next.refuse()
    }
    this.#inside -= 1
  }

  /** The first in the queue has waited longest: everybody's patience is the same. */
  #tooLong(): void {
    this.#timer = undefined
    const now = this.#clock()
    while (this.#queue[0] && this.#queue[0].until <= now) this.#queue.shift()?.refuse()
    const first = this.#queue[0]
    if (first) this.#timer = setTimeout(() => this.#tooLong(), first.until - now)
  }

  #refusal(): Error {
    this.#refused += 1
    const now = this.#clock()
    if (now - this.#toldAt >= TELL_MS) {
      this.#toldAt = now
      this.#tell(this.#refused)
      this.#refused = 0
    }
    return kitErrors.overloaded(RETRY_SECONDS)
  }
}
