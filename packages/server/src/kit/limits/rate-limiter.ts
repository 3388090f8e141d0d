/** What a limiter says of one more call. */
export type Admission =
  | { readonly ok: true }
  /** Seconds until it may be tried again. */
  | { readonly ok: false; readonly seconds: number }

interface Window {
  start: number
  count: number
  before: number
}

/**
 * Counts calls by key over a sliding window: the last whole window weighs in with the share of it that
 * is still within reach, so that nobody gets two allowances around a border. On a clock that only runs
 * forward; a wall clock that is set changes nothing. Memory is bounded.
 */
export class RateLimiter {
  readonly #most: number
  readonly #windowMs: number
  readonly #clock: () => number
  readonly #mostKeys: number
  readonly #windows = new Map<string, Window>()

  constructor(
    most: number,
    windowMs: number,
    clock: () => number = () => performance.now(),
    mostKeys = 50_000,
  ) {
    this.#most = most
    this.#windowMs = windowMs
    this.#clock = clock
    this.#mostKeys = mostKeys
  }

  /** Count one call, if it still fits. */
  take(key: string): Admission {
    const { window, weight } = this.#look(key)
    if (weight + 1 > this.#most) return { ok: false, seconds: this.#secondsLeft(window) }
    window.count += 1
    return { ok: true }
  }

  /** Would one more fit? Counts nothing. */
  check(key: string): Admission {
    const { window, weight } = this.#look(key)
    if (weight + 1 > this.#most) return { ok: false, seconds: this.#secondsLeft(window) }
    return { ok: true }
  }

  #look(key: string): { readonly window: Window; readonly weight: number } {
    const now = this.#clock()
    const start = Math.floor(now / this.#windowMs) * this.#windowMs
    let window = this.#windows.get(key)
    if (!window) {
      if (this.#windows.size >= this.#mostKeys) this.#forget(start)
      window = { start, count: 0, before: 0 }
      this.#windows.set(key, window)
    } else if (window.start !== start) {
      window.before = start - window.start === this.#windowMs ? window.count : 0
      window.start = start
      window.count = 0
    }
    const share = 1 - (now - start) / this.#windowMs
    return { window, weight: window.count + window.before * share }
  }

  #secondsLeft({ start }: Window): number {
    return Math.max(1, Math.ceil((start + this.#windowMs - this.#clock()) / 1_000))
  }

  /** What is out of reach goes; if that is not enough, the oldest keys go too. */
  #forget(start: number): void {
    for (const [key, window] of this.#windows)
      if (start - window.start > this.#windowMs) this.#windows.delete(key)
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < this.#mostKeys) return
      this.#windows.delete(key)
    }
  }
}
