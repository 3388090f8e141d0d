import type { BlockKey } from './block-keys.ts'
import { Growing } from './growing.ts'
import type { BlockingRule } from './matching.ts'
import type { Column, RecordTable } from './record-table.ts'

const NONE = -1

const UNKNOWN = 0
const NO_KEY = -1
const SEVERAL = -2

/** The keys that a part makes of one column's values, each worked out once. */
class ColumnKeys {
  readonly #column: Column
  readonly #by: BlockKey
  readonly #single = new Growing((size) => new Float64Array(size))
  readonly #several = new Map<number, readonly number[]>()

  constructor(column: Column, by: BlockKey) {
    this.#column = column
    this.#by = by
  }

  /** Add the keys of a record to those in `into`. */
  keysOf(record: number, into: Keys): void {
    const code = this.#column.codes.values[record]!
    if (code === 0) return
    while (this.#single.length <= code) this.#single.push(UNKNOWN)
    const known = this.#single.values[code]!
    const key = known === UNKNOWN ? this.#workOut(code) : known
    if (key === NO_KEY) return
    if (key !== SEVERAL) into.values[into.length++] = key
    else for (const one of this.#several.get(code)!) into.values[into.length++] = one
  }

  #workOut(code: number): number {
    const keys = this.#by(this.#column.dictionary.values[code]!).map(hashOf).slice(0, MOST_KEYS)
    if (keys.length > 1) this.#several.set(code, keys)
    const key = keys.length === 0 ? NO_KEY : keys.length === 1 ? keys[0]! : SEVERAL
    this.#single.values[code] = key
    return key
  }
}

/** Keys of one record, written over and over: millions of short arrays would keep the collector busy. */
interface Keys {
  readonly values: Float64Array
  length: number
}

/** A value has no more keys than this: a firm's name of forty words is searched by its first. */
const MOST_KEYS = 24
const room = (size: number): Keys => ({ values: new Float64Array(size), length: 0 })

/** 53 bits of a text: two runs of FNV-1a, mixed. */
function hashOf(text: string): number {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    a = Math.imul(a ^ letter, 0x01000193)
    b = Math.imul(b ^ letter, 0x85ebca6b) + letter
  }
  return joined(a, b)
}

const joined = (a: number, b: number): number => {
  const high = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) >>> 11
  const low = Math.imul(b ^ (b >>> 13), 0x297a2d39) >>> 0
  return high * 4_294_967_296 + low + 1
}

/** Two keys as one, in this order. */
const paired = (one: number, other: number): number => {
  const a = Math.imul((one / 4_294_967_296) ^ Math.imul(one | 0, 0x9e3779b1), 0x7feb352d)
  const b = Math.imul((other / 4_294_967_296) ^ (other | 0), 0x846ca68b)
  return joined(Math.imul(a, 31) + b, Math.imul(b, 17) ^ Math.imul(one | 0, 0x27d4eb2f))
}

/**
 * The records under each key of one rule. Keys are numbered as they come, so that after a record was
 * added its neighbours are reached without looking a key up again.
 */
export class BlockIndex {
  readonly rule: BlockingRule
  readonly #parts: readonly (readonly ColumnKeys[])[]
  #slots = new Float64Array(1024)
  #numbers = new Int32Array(1024)
  /** By the key's number: the newest of its chain, and how many records it has. */
  readonly #heads = new Growing((size) => new Int32Array(size))
  readonly #counts = new Growing((size) => new Uint32Array(size))
  /** A link is a record under a key: the key's number, the record, and the link before it. */
  readonly #keys = new Growing((size) => new Int32Array(size))
  readonly #records = new Growing((size) => new Int32Array(size))
  readonly #next = new Growing((size) => new Int32Array(size))
  /** By record: its first link. The next record's first ends them. */
  readonly #links = new Growing((size) => new Int32Array(size))
  readonly #found = room(4 * MOST_KEYS * MOST_KEYS)
  readonly #part = room(4 * MOST_KEYS)
  readonly #joint = room(4 * MOST_KEYS * MOST_KEYS)

  constructor(table: RecordTable, rule: BlockingRule) {
    this.rule = rule
    this.#parts = rule.parts.map(({ columns, by }) =>
      columns.map((name) => new ColumnKeys(table.columns[name]!, by)),
    )
    this.#links.push(0)
  }

  /** Keep the next record under its keys. @returns how many keys it has */
  add(record: number): number {
    const { values, length } = this.#keysOf(record)
    for (let at = 0; at < length; at++) {
      if (values.indexOf(values[at]!) < at) continue
      const number = this.#numberOf(values[at]!)
      this.#counts.values[number]!++
      this.#next.push(this.#heads.values[number]!)
      this.#keys.push(number)
      this.#heads.values[number] = this.#records.push(record)
    }
    this.#links.push(this.#records.length)
    return length
  }

  /** Tell of each record that shares a key with this one and no more than `most` others. */
  eachBeside(record: number, most: number, tell: (other: number) => void): void {
    const last = this.#links.values[record + 1]!
    const next = this.#next.values
    const records = this.#records.values
    for (let own = this.#links.values[record]!; own < last; own++) {
      const number = this.#keys.values[own]!
      if (this.#counts.values[number]! > most) continue
      for (let link = this.#heads.values[number]!; link !== NONE; link = next[link]!)
        tell(records[link]!)
    }
  }

  /** How many pairs the records make, crowded keys left out. */
  pairs(most: number): number {
    let pairs = 0
    for (let number = 0; number < this.#counts.length; number++) {
      const count = this.#counts.values[number]!
      if (count <= most) pairs += (count * (count - 1)) / 2
    }
    return pairs
  }

  /** The keys of a record; none where a part has none. */
  #keysOf(record: number): Keys {
    let [keys, joint] = [this.#found, this.#joint]
    const part = this.#part
    for (let at = 0; at < this.#parts.length; at++) {
      part.length = 0
      for (const column of this.#parts[at]!) column.keysOf(record, part)
      joint.length = 0
      for (let one = 0; one < part.length; one++) {
        if (at === 0) joint.values[joint.length++] = part.values[one]!
        else
          for (let other = 0; other < keys.length; other++)
            joint.values[joint.length++] = paired(keys.values[other]!, part.values[one]!)
      }
      ;[keys, joint] = [joint, keys]
      if (keys.length === 0) break
    }
    return keys
  }

  #numberOf(key: number): number {
    if (this.#heads.length * 2 > this.#slots.length) this.#widen()
    const slot = this.#slotOf(key)
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = key
      this.#numbers[slot] = this.#heads.push(NONE)
      this.#counts.push(0)
    }
    return this.#numbers[slot]!
  }

  #slotOf(key: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (Math.imul(key | 0, 0x9e3779b1) >>> 7) & mask
    while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #widen(): void {
    const [slots, numbers] = [this.#slots, this.#numbers]
    this.#slots = new Float64Array(slots.length * 4)
    this.#numbers = new Int32Array(slots.length * 4)
    for (let at = 0; at < slots.length; at++) {
      if (slots[at] === 0) continue
      const slot = this.#slotOf(slots[at]!)
      this.#slots[slot] = slots[at]!
      this.#numbers[slot] = numbers[at]!
    }
  }
}
