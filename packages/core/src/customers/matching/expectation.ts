import { type Comparer, levelsOf, MISSING } from './comparer.ts'

/** How often each pattern of levels was seen. */
export type Patterns = ReadonlyMap<number, number>

/** By comparison, how probable each level is; {@link MISSING} stays 0 and says nothing. */
export type LevelOdds = readonly Float64Array[]

/** Patterns with their levels spelt out, ready to be gone through many times. */
export interface Seen {
  readonly levels: readonly Uint8Array[]
  readonly counts: Float64Array
  readonly pairs: number
}

/** Spell the patterns out. */
export function seen(comparers: readonly Comparer[], patterns: Patterns): Seen {
  const counts = Float64Array.from(patterns.values())
  return {
    levels: [...patterns.keys()].map((pattern) => levelsOf(comparers, pattern)),
    counts,
    pairs: counts.reduce((sum, count) => sum + count, 0),
  }
}

/** Pseudo-counts that keep a level which was never seen from becoming impossible. */
const PRIOR_PAIRS = 4

/** What matches look like before anything is known: mostly the same, the rest spread over the levels. */
export function presumedMatches(comparers: readonly Comparer[]): LevelOdds {
  return comparers.map(({ levels }) => {
    const odds = new Float64Array(levels.length)
    const others = levels.length - 2
    // Of what differs, half is near, and half of the rest is the next level, down to `other`.
    let left = 0.15
    odds[1] = 0.85
    for (let level = 2; level < levels.length; level++) {
      const share = level === others + 1 ? left : left / 2
      odds[level] = share
      left -= share
    }
    return odds
  })
}

/** The probability that a pattern is of one person. */
export function posterior(
  levels: Uint8Array,
  matches: LevelOdds,
  others: LevelOdds,
  prior: number,
  free?: readonly boolean[],
): number {
  let ratio = prior / (1 - prior)
  for (let at = 0; at < levels.length; at++) {
    const level = levels[at]!
    if (level === MISSING || free?.[at] === false) continue
    ratio *= matches[at]![level]! / others[at]![level]!
  }
  return ratio === Number.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio)
}

/** How the levels are spread over patterns, each weighed by what `weigh` says of it. */
export function spread(
  { levels, counts }: Seen,
  weigh: (at: number) => number,
  presumed: LevelOdds,
  trust: number,
): LevelOdds {
  const sums = presumed.map((odds) => odds.map((share) => share * trust))
  for (let at = 0; at < counts.length; at++) {
    const weight = counts[at]! * weigh(at)
    const pattern = levels[at]!
    for (let comparison = 0; comparison < pattern.length; comparison++)
      if (pattern[comparison] !== MISSING) sums[comparison]![pattern[comparison]!]! += weight
  }
  return sums.map((sum) => {
    const total = sum.reduce((whole, share) => whole + share, 0)
    return total === 0 ? sum : sum.map((share) => share / total)
  })
}

/** What one session of expectation maximisation found. */
export interface Session {
  readonly matches: LevelOdds
  /** How many of its pairs are matches. */
  readonly expected: number
}

const MOST_ROUNDS = 100
const STEADY = 1e-6

/**
 * Expectation maximisation over the pairs that one rule brings together: how the levels of matches
 * are spread, `others` being known from pairs at random. Comparisons that the rule rests on agree by
 * force and are left out (`free`): nothing is learnt of them here.
 */
export function maximise(
  pairs: Seen,
  others: LevelOdds,
  presumed: LevelOdds,
  free: readonly boolean[],
): Session {
  let prior = 0.3
  let matches = presumed
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const chances = pairs.levels.map((levels) => posterior(levels, matches, others, prior, free))
    let expected = 0
    for (let at = 0; at < chances.length; at++) expected += chances[at]! * pairs.counts[at]!
    matches = spread(pairs, (at) => chances[at]!, presumed, PRIOR_PAIRS)
    const next = Math.min(0.999, Math.max(1e-9, expected / Math.max(1, pairs.pairs)))
    const moved = Math.abs(next - prior)
    prior = next
    if (moved < STEADY) break
  }
  return { matches, expected: prior * pairs.pairs }
}

/** What several sessions found, each weighed by the matches it saw where it could see. */
export function combined(
  sessions: readonly (Session & { readonly free: readonly boolean[] })[],
  presumed: LevelOdds,
): LevelOdds {
  return presumed.map((fallback, comparison) => {
    const sum = fallback.map((share) => share * PRIOR_PAIRS)
    for (const { matches, expected, free } of sessions)
      if (free[comparison])
        for (let at = 0; at < sum.length; at++) sum[at]! += matches[comparison]![at]! * expected
    const total = sum.reduce((whole, share) => whole + share, 0)
    return sum.map((share) => share / total)
  })
}
