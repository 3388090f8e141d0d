/** Numbers drawn from a seed (mulberry32), so that a book that went wrong can be grown again. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** True in so many cases of one. */
  is(share: number): boolean {
    return this.next() < share
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)]!
  }

  digits(length: number): string {
    return Array.from({ length }, () => this.between(0, 9)).join('')
  }
}

/** Draws things as often as their weights say. */
export class Weighted<T> {
  readonly #things: readonly T[]
  readonly #sums: Float64Array

  constructor(entries: readonly (readonly [thing: T, weight: number])[]) {
    const present = entries.filter(([, weight]) => weight > 0)
    this.#things = present.map(([thing]) => thing)
    let sum = 0
    this.#sums = Float64Array.from(present, ([, weight]) => (sum += weight))
  }

  draw(chance: Chance): T {
    const at = chance.next() * this.#sums.at(-1)!
    let [low, high] = [0, this.#sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#sums[middle]! > at) high = middle
      else low = middle + 1
    }
    return this.#things[low]!
  }
}
