const FIRST = 1 << 12
const FULL = 0.6

/**
 * Remembers which keys it has seen, in sixteen bytes a key or so: a file of five million movements has
 * five million keys. It knows them by 64 bits of a hash, so that two of five million are taken for one
 * another once in a million files.
 */
export class KeySet {
  #slots = new Uint32Array(FIRST * 2)
  #size = 0

  /** @returns false where the key was there already */
  add(key: string): boolean {
    const [high, low] = hashed(key)
    if (!this.#put(high, low)) return false
    this.#size += 1
    if (this.#size * 2 > this.#slots.length * FULL) this.#grow()
    return true
  }

  has(key: string): boolean {
    const [high, low] = hashed(key)
    return this.#find(high, low).there
  }

  #find(high: number, low: number): { readonly at: number; readonly there: boolean } {
    const slots = this.#slots
    const mask = slots.length / 2 - 1
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const held = slots[at * 2] ?? 0
      if (held === 0) return { at, there: false }
      if (held === high && slots[at * 2 + 1] === low) return { at, there: true }
    }
  }

  #put(high: number, low: number): boolean {
    const { at, there } = this.#find(high, low)
    if (there) return false
    this.#slots[at * 2] = high
    this.#slots[at * 2 + 1] = low
    return true
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2)
      if (old[at] !== 0) this.#put(old[at] ?? 0, old[at + 1] ?? 0)
  }
}

/** Two halves of a hash, the first never nothing: nothing marks an empty slot. */
function hashed(key: string): readonly [high: number, low: number] {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let at = 0; at < key.length; at += 1) {
    const letter = key.charCodeAt(at)
    a = Math.imul(a ^ letter, 2654435761)
    b = Math.imul(b ^ letter, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a >>> 0 || 1, b >>> 0]
}
