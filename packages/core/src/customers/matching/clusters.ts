import type { Judge } from './judge.ts'

/** Pairs of records with the odds that they are one, in bits. */
export interface JudgedPairs {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly bits: Float32Array
}

/** Larger clusters than this are looked at through so many of their members. */
const LOOKED_AT = 8

/**
 * Put records together that are one person or firm: the surest pairs first, and two groups only where
 * the records of one speak, on the whole, for those of the other. A chain of likenesses (a father, a
 * son of his name, the son's wife) so breaks where it is weak, and two records that exclude each other
 * never meet, by whatever way.
 * What the matching needs has to hold between the two records that bring groups together.
 *
 * @param least - the bits from which a pair counts
 * @returns for each record the lowest number in its cluster
 */
export function clusterPairs(judge: Judge, pairs: JudgedPairs, least: number): Int32Array {
  const size = judge.table.size
  const order = Uint32Array.from(pairs.bits.keys())
    .filter((at) => pairs.bits[at]! >= least)
    .sort((x, y) => pairs.bits[y]! - pairs.bits[x]! || x - y)
  const heads = Int32Array.from({ length: size }, (_, record) => record)
  const members = new Map<number, number[]>()
  const headOf = (record: number): number => {
    let head = record
    while (heads[head] !== head) head = heads[head] = heads[heads[head]!]!
    return head
  }
  const membersOf = (head: number): number[] => members.get(head) ?? [head]
  for (const at of order) {
    const [one, other] = [headOf(pairs.a[at]!), headOf(pairs.b[at]!)]
    if (one === other) continue
    const [mine, theirs] = [membersOf(one), membersOf(other)]
    if (judge.excludes(one, other) || !judge.meetsNeeds(pairs.a[at]!, pairs.b[at]!)) continue
    if (mine.length + theirs.length > 2 && !speaksFor(judge, mine, theirs)) continue
    const [head, joined] = one < other ? [one, other] : [other, one]
    heads[joined] = head
    members.set(head, [...mine, ...theirs])
    members.delete(joined)
  }
  for (let record = 0; record < size; record++) heads[record] = headOf(record)
  return heads
}

/** Do the records of one group speak for those of the other, on the whole? */
function speaksFor(judge: Judge, mine: readonly number[], theirs: readonly number[]): boolean {
  let sum = 0
  for (const a of mine.slice(0, LOOKED_AT))
    for (const b of theirs.slice(0, LOOKED_AT)) {
      if (judge.excludes(a, b)) return false
      sum += Math.max(-20, Math.min(20, judge.bits(a, b)))
    }
  return sum > 0
}
