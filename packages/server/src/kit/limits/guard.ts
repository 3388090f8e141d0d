import { accessErrors, type CrmError } from '@crm/core'
import { type AddressRules, addressGate } from './addresses.ts'
import type { Limits } from './limits.ts'
import { RateLimiter } from './rate-limiter.ts'

/** Something the security office may want to know at once; names and codes, never a value. */
export interface SecurityEvent {
  readonly kind:
    | 'sign-in-failed'
    | 'denied'
    | 'rate-limited'
    | 'budget-spent'
    | 'step-up-asked'
    | 'address-refused'
    | 'cross-site'
    | 'unmasked'
    | 'store-damaged'
  readonly at: string
  readonly bankId?: string
  readonly staffId?: string
  readonly address: string
  readonly requestId: string
  readonly facts: Readonly<Record<string, string | number>>
}

const MINUTE = 60_000

/** Keeps callers within their limits, before anything is looked up for them. */
export class Guard {
  readonly limits: Limits
  readonly #requests: RateLimiter
  readonly #failures: RateLimiter
  readonly #searches: RateLimiter
  readonly #mayCall: (address: string) => boolean
  readonly #heavy = new Map<string, number>()

  constructor(limits: Limits, addresses: AddressRules = {}, clock?: () => number) {
    this.limits = limits
    this.#requests = new RateLimiter(limits.requestsPerMinute, MINUTE, clock)
    this.#failures = new RateLimiter(limits.failedSignInsPerMinute, MINUTE, clock)
    this.#searches = new RateLimiter(limits.exactSearchesPerHour, 60 * MINUTE, clock)
    this.#mayCall = addressGate(addresses)
  }

  /** Why a request from this address is turned away before anybody looks at its token. */
  refuseAddress(address: string): CrmError | undefined {
    if (!this.#mayCall(address)) return accessErrors.addressRefused()
    // Everybody whose address is unknown would share one count, and one of them shut out all.
    if (address === '') return undefined
    const failures = this.#failures.check(address)
    return failures.ok ? undefined : accessErrors.tooManyRequests(failures.seconds)
  }

  /** Somebody at this address was nobody. */
  failedSignIn(address: string): void {
    if (address !== '') this.#failures.take(address)
  }

  /** @throws `access.too_many_requests` */
  takeRequest(who: string): void {
    this.#take(this.#requests, who)
  }

  /** @throws `access.too_many_requests` */
  takeExactSearch(who: string): void {
    this.#take(this.#searches, who)
  }

  /** Run an expensive call, if not too many of this person run. @throws `access.too_many_requests` */
  async heavy<T>(who: string, work: () => Promise<T>): Promise<T> {
    const running = this.#heavy.get(who) ?? 0
    if (running >= this.limits.heavyAtOnce) throw accessErrors.tooManyRequests(1)
    this.#heavy.set(who, running + 1)
    try {
      return await work()
    } finally {
      const left = (this.#heavy.get(who) ?? 1) - 1
      if (left > 0) this.#heavy.set(who, left)
      else this.#heavy.delete(who)
    }
  }

  #take(limiter: RateLimiter, who: string): void {
    const admission = limiter.take(who)
    if (!admission.ok) throw accessErrors.tooManyRequests(admission.seconds)
  }
}
