import type { Candidates } from './candidates.ts'
import { type Comparer, comparersOf, ELSEWHERE, patternOf } from './comparer.ts'
import {
  combined,
  type LevelOdds,
  maximise,
  posterior,
  presumedMatches,
  type Seen,
  seen,
  spread,
} from './expectation.ts'
import type { Matching } from './matching.ts'
import type { RecordTable } from './record-table.ts'
import { FEW } from './resolve.ts'
import { scattered } from './scatter.ts'

/** What the data say of a matching: how levels are spread among matches and among all others. */
export interface MatchingModel {
  /** By comparison and level, missing first: how often records of one person look so. */
  readonly matches: readonly (readonly number[])[]
  /** The same for records of two. */
  readonly others: readonly (readonly number[])[]
  /** The probability that two records taken at random are of one person. */
  readonly prior: number
}

const RANDOM_PAIRS = 400_000
const PAIRS_BY_RULE = 100_000
const ROUNDS = 4
/** However surely a pair at random is a match, so much of it stays among the others: chance is never nil. */
const LEFT = 0.25

/**
 * Learn the parameters of a matching from records without labels: levels among others from pairs at
 * random, levels among matches by expectation maximisation over the pairs that each blocking rule
 * brings together, and from both how many matches there are.
 */
export function train(
  table: RecordTable,
  matching: Matching,
  candidates: Candidates,
): MatchingModel {
  const comparers = comparersOf(table, matching)
  const few = table.size <= FEW
  const random = seen(comparers, randomPatterns(table, comparers, candidates))
  const presumed = presumedMatches(comparers)
  const even = comparers.map(({ levels }) =>
    new Float64Array(levels.length).fill(1 / levels.length),
  )
  const sessions = few
    ? [{ pairs: random, free: comparers.map(() => true) }]
    : sessionsOf(table, comparers, candidates)
  const all = few ? random : beside(table, comparers, candidates)
  const totalPairs = few ? random.pairs : (table.size * (table.size - 1)) / 2

  const raw = spread(random, () => 1, even, 1)
  let others: LevelOdds = raw
  let matches: LevelOdds = presumed
  let prior = Math.min(0.01, 1 / Math.max(2, table.size))
  for (let round = 0; round < ROUNDS; round++) {
    matches = combined(
      sessions.map(({ pairs, free }) => ({ ...maximise(pairs, others, presumed, free), free })),
      presumed,
    )
    for (let turn = 0; turn < 10; turn++) {
      let expected = 0
      for (let at = 0; at < all.counts.length; at++)
        expected += all.counts[at]! * posterior(all.levels[at]!, matches, others, prior)
      prior = Math.min(0.5, Math.max(1e-12, expected / totalPairs))
    }
    // Pairs at random hold matches too, and where records are few they are not few among them.
    others = spread(
      random,
      (at) => Math.max(LEFT, 1 - posterior(random.levels[at]!, matches, others, prior)),
      even,
      1,
    )
    // A name that stands in the other column is mostly one that is both: chance, not a slip.
    comparers.forEach(({ levels }, at) => {
      if (levels[ELSEWHERE] === 'elsewhere') others[at]![ELSEWHERE] = raw[at]![ELSEWHERE]!
    })
  }
  const plain = (odds: LevelOdds) => odds.map((shares) => [...shares])
  return { matches: plain(matches), others: plain(others), prior }
}

function randomPatterns(
  table: RecordTable,
  comparers: readonly Comparer[],
  candidates: Candidates,
): Map<number, number> {
  const patterns = new Map<number, number>()
  const take = (a: number, b: number): void => {
    if (a === b || !candidates.mayCompare(a, b)) return
    const pattern = patternOf(comparers, a, b)
    patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1)
  }
  if (table.size <= FEW) {
    for (let a = 1; a < table.size; a++) for (let b = 0; b < a; b++) take(a, b)
    return patterns
  }
  for (let n = 0; n < RANDOM_PAIRS; n++)
    take(Math.floor(scattered(n, 1) * table.size), Math.floor(scattered(n, 2) * table.size))
  return patterns
}

/** The pairs of each rule that can teach something, as far as a sample goes. */
function sessionsOf(
  table: RecordTable,
  comparers: readonly Comparer[],
  candidates: Candidates,
): { pairs: Seen; free: boolean[] }[] {
  return candidates.indexes.flatMap(({ rule }, at) => {
    if (rule.trains === false) return []
    const blocked = new Set(rule.parts.flatMap(({ columns }) => columns))
    const free = comparers.map(
      ({ comparison }) => !comparison.columns.some((name) => blocked.has(name)),
    )
    const patterns = new Map<number, number>()
    const taken = takeSome(table.size, PAIRS_BY_RULE, (record) => {
      let pairs = 0
      candidates.eachByRule(at, record, (other) => {
        pairs++
        const pattern = patternOf(comparers, record, other)
        patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1)
      })
      return pairs
    })
    return taken === 0 ? [] : [{ pairs: seen(comparers, patterns), free }]
  })
}

/** All candidates as patterns, from a sample of the records scaled up. */
function beside(table: RecordTable, comparers: readonly Comparer[], candidates: Candidates): Seen {
  const patterns = new Map<number, number>()
  let looked = 0
  takeSome(table.size, 2 * PAIRS_BY_RULE, (record) => {
    let pairs = 0
    looked++
    candidates.eachBeside(record, (other) => {
      pairs++
      const pattern = patternOf(comparers, record, other)
      patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1)
    })
    return pairs
  })
  // Each pair was told from both its ends.
  const scale = table.size / Math.max(1, looked) / 2
  for (const [pattern, count] of patterns) patterns.set(pattern, count * scale)
  return seen(comparers, patterns)
}

/** Records in a scattered order until they brought enough pairs. */
function takeSome(size: number, enough: number, pairsOf: (record: number) => number): number {
  const step = strideThrough(size)
  let pairs = 0
  for (let n = 0, record = 0; n < size && pairs < enough; n++, record = (record + step) % size)
    pairs += pairsOf(record)
  return pairs
}

/** A step that visits every number below `size` once before it comes back. */
function strideThrough(size: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b))
  let step = Math.max(1, Math.floor(size * 0.6180339887))
  while (divides(size, step) !== 1) step++
  return step
}
