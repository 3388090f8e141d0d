import { type Comparer, comparersOf, MISSING, SAME } from './comparer.ts'
import { ExclusiveColumn } from './exclusive-column.ts'
import type { Matching } from './matching.ts'
import type { RecordTable } from './record-table.ts'
import type { MatchingModel } from './train.ts'

/** What one comparison says of two records. */
export interface MatchEvidence {
  readonly comparison: string
  /** How near the values are: `same`, `near`, `other`, `missing` … */
  readonly level: string
  /** In bits: how much more often matches look so than others do, as a power of two. */
  readonly weight: number
  /** The part of {@link weight} that the rarity of the value adds or takes. */
  readonly rarity: number
}

/** Whether two records are one, and why. */
export interface Judgement {
  /** From 0 to 1. */
  readonly probability: number
  readonly evidence: readonly MatchEvidence[]
  /** An exclusive column differs: never one by itself, whatever else agrees. */
  readonly excluded?: string | undefined
  /** None of the needs holds: never one without somebody looking. */
  readonly needsLook?: boolean | undefined
}

const log2 = Math.log2

/** Judges pairs of records of a table by a trained model. */
export class Judge {
  readonly table: RecordTable
  readonly matching: Matching
  readonly #comparers: readonly Comparer[]
  readonly #weights: readonly Float64Array[]
  /** By comparison, what rarity is measured against: the odds of agreeing by chance, in bits. */
  readonly #common: readonly number[]
  readonly #groups: readonly number[]
  readonly #strongest: Float64Array
  readonly #sums: Float64Array
  readonly #prior: number
  readonly #exclusive: readonly ExclusiveColumn[]
  readonly #needs: readonly { readonly comparer: Comparer; readonly levels: readonly number[] }[]

  constructor(table: RecordTable, matching: Matching, model: MatchingModel) {
    this.table = table
    this.matching = matching
    this.#comparers = comparersOf(table, matching)
    this.#weights = model.matches.map((odds, at) =>
      Float64Array.from(odds, (share, level) =>
        level === MISSING ? 0 : log2(share / model.others[at]![level]!),
      ),
    )
    this.#common = model.others.map((odds) => log2(odds[SAME]!))
    const names = [...new Set(matching.comparisons.map(({ group }) => group ?? ''))]
    this.#groups = matching.comparisons.map(({ group }) =>
      group === undefined ? -1 : names.indexOf(group),
    )
    this.#strongest = new Float64Array(names.length)
    this.#sums = new Float64Array(names.length)
    this.#prior = log2(model.prior / (1 - model.prior))
    this.#exclusive = matching.exclusive.map((one) => new ExclusiveColumn(table, one))
    this.#needs = matching.needs.flatMap(({ comparison, levels }) =>
      this.#comparers
        .filter((comparer) => comparer.comparison.name === comparison)
        .map((comparer) => ({
          comparer,
          levels: levels.map((level) => comparer.levels.indexOf(level)),
        })),
    )
  }

  /** Do two records hold different values where one person has one? */
  excludes(a: number, b: number): boolean {
    return this.#exclusive.some((exclusive) => exclusive.differs(a, b))
  }

  /** Does one of the needs hold, so that nobody has to look? */
  meetsNeeds(a: number, b: number): boolean {
    return (
      this.#needs.length === 0 ||
      this.#needs.some(({ comparer, levels }) => levels.includes(comparer.compare(a, b)))
    )
  }

  /** The odds that two records are one, in bits, exclusions aside. */
  bits(a: number, b: number): number {
    this.#strongest.fill(0)
    this.#sums.fill(0)
    let bits = this.#prior
    for (let at = 0; at < this.#comparers.length; at++) {
      const comparer = this.#comparers[at]!
      const level = comparer.compare(a, b)
      if (level === MISSING) continue
      const weight = this.#weights[at]![level]! + (level === SAME ? this.#rarity(at, comparer) : 0)
      const group = this.#groups[at]!
      if (group === -1 || weight <= 0) {
        bits += weight
        continue
      }
      this.#sums[group]! += weight
      if (weight > this.#strongest[group]!) this.#strongest[group] = weight
    }
    const shared = this.matching.sharedWeight
    for (let group = 0; group < this.#sums.length; group++) {
      const strongest = this.#strongest[group]!
      bits += strongest + (this.#sums[group]! - strongest) * shared
    }
    return bits
  }

  /** The same with its reasons, for a person to read. */
  explain(a: number, b: number): Judgement {
    const excluded = this.#exclusive.find((exclusive) => exclusive.differs(a, b))?.name
    const raw = this.#comparers.map((comparer, at) => {
      const level = comparer.compare(a, b)
      const rarity = level === SAME ? this.#rarity(at, comparer) : 0
      const weight = level === MISSING ? 0 : this.#weights[at]![level]! + rarity
      return { comparer, level, rarity, weight, group: this.#groups[at]! }
    })
    const evidence = raw.map(({ comparer, level, rarity, weight, group }, at): MatchEvidence => {
      const isStrongest = !raw.some(
        (other, place) =>
          other.group === group &&
          (other.weight > weight || (other.weight === weight && place < at)),
      )
      const share = group === -1 || weight <= 0 || isStrongest ? 1 : this.matching.sharedWeight
      return {
        comparison: comparer.comparison.name,
        level: comparer.levels[level]!,
        weight: weight * share,
        rarity: rarity * share,
      }
    })
    const bits = evidence.reduce((sum, { weight }) => sum + weight, this.#prior)
    return {
      probability: probabilityOf(bits),
      evidence,
      ...(excluded !== undefined && { excluded }),
      ...(!this.meetsNeeds(a, b) && { needsLook: true }),
    }
  }

  /** What the rarity of the value that agreed adds: a Li is no news in a village of Lis. */
  #rarity(at: number, comparer: Comparer): number {
    const { termFrequency, columns } = comparer.comparison
    if (termFrequency !== true) return 0
    const { counts, filled } = this.table.columns[columns[comparer.agreedIn]!]!
    // One of those that hold it is this very person.
    const others = Math.max(1, counts.values[comparer.agreed]! - 1)
    return this.#common[at]! - log2(others / filled)
  }
}

/** Bits of odds as a probability. */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits)

/** A probability as bits of odds. */
export const bitsOf = (probability: number): number => log2(probability / (1 - probability))
