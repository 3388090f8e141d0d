/** How well clusters agree with the truth, pair by pair. */
export interface Pairwise {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Pairs put together, and truly together. */
  readonly found: number
  readonly right: number
  readonly real: number
  /** Clusters that hold more than one person. */
  readonly mixed: number
}

const pairsOf = (counts: Iterable<number>): number => {
  let pairs = 0
  for (const count of counts) pairs += (count * (count - 1)) / 2
  return pairs
}

function tally(labels: ArrayLike<number | string>, within?: (at: number) => boolean) {
  const counts = new Map<number | string, number>()
  for (let at = 0; at < labels.length; at++)
    if (within === undefined || within(at))
      counts.set(labels[at]!, (counts.get(labels[at]!) ?? 0) + 1)
  return counts
}

/**
 * Pairwise precision, recall and F1. Where records of two files are linked, `side` names the file and
 * only pairs across count.
 */
export function pairwise(
  clusters: ArrayLike<number>,
  truth: ArrayLike<number | string>,
  side?: (at: number) => 0 | 1,
): Pairwise {
  const both = Array.from(clusters, (cluster, at) => `${cluster}\t${truth[at]}`)
  const count = (labels: ArrayLike<number | string>): number => {
    const all = pairsOf(tally(labels).values())
    if (side === undefined) return all
    const one = pairsOf(tally(labels, (at) => side(at) === 0).values())
    return all - one - pairsOf(tally(labels, (at) => side(at) === 1).values())
  }
  const [right, found, real] = [count(both), count(clusters), count(truth)]
  const persons = new Map<string, number>()
  for (const key of tally(both).keys()) {
    const cluster = String(key).split('\t')[0]!
    persons.set(cluster, (persons.get(cluster) ?? 0) + 1)
  }
  const mixed = [...persons.values()].filter((people) => people > 1).length
  const [precision, recall] = [right / Math.max(1, found), right / Math.max(1, real)]
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    found,
    right,
    real,
    mixed,
  }
}
