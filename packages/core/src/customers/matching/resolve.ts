import type { Candidates } from './candidates.ts'
import { clusterPairs } from './clusters.ts'
import { Growing } from './growing.ts'
import { bitsOf, type Judge, probabilityOf } from './judge.ts'

/** Two records that may be one. */
export interface LikelyPair {
  readonly a: number
  readonly b: number
  /** From 0 to 1. */
  readonly probability: number
}

/** Which records are one. */
export interface Resolution {
  /** For each record the lowest number in its cluster. */
  readonly clusters: Int32Array
  /** Pairs of the clerical band that no cluster holds: somebody has to look, the likeliest first. */
  readonly review: readonly LikelyPair[]
  /** How many pairs were compared. */
  readonly compared: number
}

/** Up to so many records, every pair is compared. */
export const FEW = 1500

/** Put all records of a table together that are one. */
export function resolve(judge: Judge, candidates: Candidates): Resolution {
  const { table, matching } = judge
  const least = bitsOf(matching.reviewAt)
  const a = new Growing((size) => new Int32Array(size))
  const b = new Growing((size) => new Int32Array(size))
  const weights = new Growing((size) => new Float32Array(size))
  let compared = 0
  const compare = (one: number, other: number): void => {
    compared++
    const bits = judge.bits(one, other)
    if (bits < least) return
    a.push(other)
    b.push(one)
    weights.push(bits)
  }
  if (table.size <= FEW) {
    for (let one = 1; one < table.size; one++)
      for (let other = 0; other < one; other++)
        if (candidates.mayCompare(one, other)) compare(one, other)
  } else {
    for (let one = 0; one < table.size; one++)
      candidates.eachBeside(one, (other) => {
        if (other < one) compare(one, other)
      })
  }
  const bits = weights.values.subarray(0, weights.length)
  const pairs = { a: a.values, b: b.values, bits }
  const clusters = clusterPairs(judge, pairs, bitsOf(matching.matchAt))
  const review: LikelyPair[] = []
  for (let at = 0; at < bits.length; at++) {
    const [one, other] = [pairs.a[at]!, pairs.b[at]!]
    if (clusters[one] === clusters[other]) continue
    review.push({ a: one, b: other, probability: probabilityOf(bits[at]!) })
  }
  review.sort((x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b)
  return { clusters, review, compared }
}
