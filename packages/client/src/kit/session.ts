import { accessErrors, isCrmError } from '@crm/core'
import type { Ports } from './ports.ts'

/**
 * Where the token comes from: the host's own sign-in. `renew` is true when the last one was refused
 * or is about to run out: fetch a fresh one, do not hand out the same again.
 */
export type TokenSource = (ask: {
  readonly renew: boolean
  /** True where a second factor is asked for: let the person prove themselves, or fail. */
  readonly stepUp: boolean
}) => string | Promise<string>

/** Renew this long before a token runs out, in milliseconds, or in the last tenth of its life. */
const AHEAD_MS = 30_000

interface Held {
  readonly token: string
  /** When to ask for the next one; never for tokens that do not tell their expiry. */
  readonly renewAt: number
  readonly endsAt: number
}

/** When a token ends, as it says itself: only to renew it in time. Whether it is true the server finds out. */
function expiryOf(token: string): number | undefined {
  try {
    const claims = token.split('.')[1] ?? ''
    const { exp } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof exp === 'number' ? exp * 1000 : undefined
  } catch {
    // An opaque token: it is good until the server says otherwise.
    return undefined
  }
}

/** The signed-in person's token, in memory only, and the signal that ends with the sign-in. */
export class Session {
  readonly #source: TokenSource | undefined
  readonly #now: () => number
  #held: Held | undefined
  #asking: Promise<string> | undefined
  #refused = false
  #stepUp = false
  #life = new AbortController()

  constructor(source: TokenSource | undefined, { now }: Pick<Ports, 'now'>) {
    this.#source = source
    this.#now = now
  }

  /** Aborts when the person signs out. Whatever runs for them ends with it. */
  get signal(): AbortSignal {
    return this.#life.signal
  }

  /** The token to send; `undefined` where the host signs its requests in another way. */
  async token(): Promise<string | undefined> {
    const held = this.#held
    if (!held) return this.#ask(this.#refused)
    if (this.#now() < held.renewAt) return held.token
    const next = this.#ask(true)
    if (this.#now() >= held.endsAt) return next
    // Still good, so nobody waits; a failure to renew is told once the token has really ended.
    next.catch(() => undefined)
    return held.token
  }

  /**
   * The server did not take this token: the next one is asked for anew. Whoever says so first
   * causes one question to the host; the others wait for the same answer.
   */
  refuse(token: string): void {
    if (this.#held?.token !== token) return
    this.#held = undefined
    this.#refused = true
  }

  /**
   * What was asked needs a second factor: the host is asked for a token with one, and has as long as
   * the person needs. Where they decline, the next call goes on with one factor.
   *
   * @throws `access.step_up_required` where no second factor was given
   */
  async stepUp(token: string): Promise<void> {
    this.refuse(token)
    this.#stepUp = true
    await this.#ask(true)
  }

  /** Forget the token and end all that runs. */
  end(reason: unknown): void {
    this.#held = undefined
    this.#refused = false
    this.#stepUp = false
    this.#asking = undefined
    const ended = this.#life
    this.#life = new AbortController()
    ended.abort(reason)
  }

  #ask(renew: boolean): Promise<string | undefined> {
    const source = this.#source
    if (!source) return Promise.resolve(undefined)
    if (this.#asking) return this.#asking
    const life = this.#life
    const asking = this.#fetch(source, renew).then((token) => {
      // A token that comes after the sign-out belongs to somebody who has left.
      if (life === this.#life) this.#hold(token)
      return token
    })
    this.#asking = asking
    const done = () => {
      if (this.#asking === asking) this.#asking = undefined
    }
    asking.then(done, done)
    return asking
  }

  async #fetch(source: TokenSource, renew: boolean): Promise<string> {
    const stepUp = this.#stepUp
    let token: unknown
    try {
      token = await source({ renew, stepUp })
    } catch (cause) {
      if (stepUp) {
        this.#stepUp = false
        throw accessErrors.stepUpRequired(cause)
      }
      throw isCrmError(cause) ? cause : accessErrors.tokenUnavailable(cause)
    }
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw accessErrors.tokenUnavailable()
    return token
  }

  #hold(token: string): void {
    const now = this.#now()
    const exp = expiryOf(token)
    // One that has run out on arrival means that this machine's clock is wrong: let the server judge.
    const endsAt = exp === undefined || exp <= now ? Number.POSITIVE_INFINITY : exp
    const renewAt = endsAt - Math.min(AHEAD_MS, (endsAt - now) / 10)
    this.#held = { token, endsAt, renewAt }
    this.#stepUp = false
    this.#refused = false
  }
}
