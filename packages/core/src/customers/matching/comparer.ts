import type { FieldComparison, Matching } from './matching.ts'
import type { Column, RecordTable } from './record-table.ts'

const REMEMBERED = 1 << 16

/** The level that stands for nothing to compare: one of the two has no value. */
export const MISSING = 0
/** The same value. */
export const SAME = 1
/** The value stands in a column that it is confused with; only where a comparison names such columns. */
export const ELSEWHERE = 2

/** Compares two records of a table by one comparison. */
export class Comparer {
  readonly comparison: FieldComparison
  /** What the levels are called, from {@link MISSING} on. */
  readonly levels: readonly string[]
  /** The codes that agreed in the comparison last made, and the column of them. */
  agreed = 0
  agreedIn = 0
  readonly #columns: readonly Column[]
  readonly #elsewhere: readonly Column[]
  readonly #shift: number
  readonly #keys = new Float64Array(REMEMBERED)
  readonly #known = new Uint8Array(REMEMBERED)

  constructor(table: RecordTable, comparison: FieldComparison) {
    const [same, ...others] = comparison.measure.levels
    const { elsewhere = [] } = comparison
    this.comparison = comparison
    this.#shift = elsewhere.length > 0 ? 2 : 1
    this.levels = ['missing', same, ...(elsewhere.length > 0 ? ['elsewhere'] : []), ...others]
    this.#columns = comparison.columns.map((name) => table.columns[name]!)
    this.#elsewhere = elsewhere.map((name) => table.columns[name]!)
  }

  /** The level of two records; sets {@link agreed} where they have a value in common. */
  compare(a: number, b: number): number {
    const columns = this.#columns
    let level = 255
    this.agreed = 0
    for (let x = 0; x < columns.length; x++) {
      const one = columns[x]!.codes.values[a]!
      if (one === 0) continue
      for (let y = 0; y < columns.length; y++) {
        const other = columns[y]!.codes.values[b]!
        if (other === 0) continue
        if (one === other) {
          this.agreed = one
          this.agreedIn = x
          return SAME
        }
        const found = this.#levelOf(columns[x]!, one, other)
        if (found < level) level = found
      }
    }
    if (this.#elsewhere.length > 0 && level > ELSEWHERE && this.#isElsewhere(a, b)) return ELSEWHERE
    return level === 255 ? MISSING : level
  }

  #isElsewhere(a: number, b: number): boolean {
    for (const own of this.#columns) {
      const one = own.codes.values[a]!
      const other = own.codes.values[b]!
      for (const column of this.#elsewhere) {
        if (one !== 0 && column.codes.values[b]! === one) return true
        if (other !== 0 && column.codes.values[a]! === other) return true
      }
    }
    return false
  }

  #levelOf({ dictionary: { values } }: Column, one: number, other: number): number {
    const [low, high] = one < other ? [one, other] : [other, one]
    const key = low * 4_294_967_296 + high
    const slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 16
    if (this.#keys[slot] === key) return this.#known[slot]!
    const level = this.comparison.measure.of(values[low]!, values[high]!) + this.#shift
    this.#keys[slot] = key
    this.#known[slot] = level
    return level
  }
}

/** The comparers of a matching, in its order. */
export const comparersOf = (table: RecordTable, matching: Matching): readonly Comparer[] =>
  matching.comparisons.map((comparison) => new Comparer(table, comparison))

/** All levels of two records as one number, so that patterns can be counted. */
export function patternOf(comparers: readonly Comparer[], a: number, b: number): number {
  let pattern = 0
  for (const comparer of comparers)
    pattern = pattern * comparer.levels.length + comparer.compare(a, b)
  return pattern
}

/** The levels that a pattern stands for. */
export function levelsOf(comparers: readonly Comparer[], pattern: number): Uint8Array {
  const levels = new Uint8Array(comparers.length)
  let left = pattern
  for (let at = comparers.length - 1; at >= 0; at--) {
    const radix = comparers[at]!.levels.length
    levels[at] = left % radix
    left = Math.floor(left / radix)
  }
  return levels
}
