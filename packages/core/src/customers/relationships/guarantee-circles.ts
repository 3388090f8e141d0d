import type { Tie } from './tie.ts'

/** People and firms who guarantee for one another round and round: when one falls, all may. */
export interface GuaranteeCircle {
  /** Everybody from whom each of the others is reached, in order of their ids. */
  readonly members: readonly string[]
  /** One way round, each guaranteeing for the next and the last for the first; it need not pass all. */
  readonly round: readonly string[]
}

type Graph = ReadonlyMap<string, readonly string[]>

/** Who guarantees for whom; members of a group with joint liability do so for each other. */
function graphOf(ties: readonly Tie[]): Graph {
  const graph = new Map<string, Set<string>>()
  const add = (from: string, to: string) => {
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  for (const { kind, from, to } of ties) {
    if (kind !== 'guarantor' && kind !== 'joint-liability') continue
    add(from, to)
    if (kind === 'joint-liability') add(to, from)
  }
  return new Map([...graph].map(([from, to]) => [from, [...to].toSorted()]))
}

/** Everybody whom a walk reaches, the beginning only where it leads back. */
function reachedFrom(graph: Graph, begin: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = [...(graph.get(begin) ?? [])]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue
    seen.add(one)
    open.push(...(graph.get(one) ?? []))
  }
  return seen
}

/** A shortest way from somebody back to themselves. */
function roundFrom(graph: Graph, begin: string): readonly string[] {
  const before = new Map<string, string>()
  const queue = [begin]
  for (const one of queue)
    for (const next of graph.get(one) ?? []) {
      if (next === begin) return wayTo(before, one)
      if (before.has(next)) continue
      before.set(next, one)
      queue.push(next)
    }
  return []
}

function wayTo(before: ReadonlyMap<string, string>, end: string): readonly string[] {
  const way = [end]
  for (let one = before.get(end); one !== undefined; one = before.get(one)) way.unshift(one)
  return way
}

/** Every circle of guarantees, those with the lowest ids first; nobody is in two. */
export function guaranteeCircles(ties: readonly Tie[]): readonly GuaranteeCircle[] {
  const graph = graphOf(ties)
  const reached = new Map([...graph.keys()].map((one) => [one, reachedFrom(graph, one)]))
  const placed = new Set<string>()
  const circles: GuaranteeCircle[] = []
  for (const one of [...graph.keys()].toSorted()) {
    if (placed.has(one) || !reached.get(one)?.has(one)) continue
    const members = [...(reached.get(one) ?? [])]
      .filter((other) => reached.get(other)?.has(one))
      .toSorted()
    for (const member of members) placed.add(member)
    circles.push({ members, round: roundFrom(graph, members[0] ?? one) })
  }
  return circles
}

/** What somebody guarantees for, and who for them. */
export interface GuaranteeExposure {
  readonly given: readonly Tie[]
  readonly taken: readonly Tie[]
  /** What was promised up to a limit, in fen. */
  readonly givenFen: number
  readonly takenFen: number
  /** How many promises have none. */
  readonly givenUnlimited: number
  readonly takenUnlimited: number
  /** For whom they stand in only if others fail first, in order of their ids. */
  readonly indirect: readonly string[]
}

/** The guarantees of one party. Members of a group with joint liability guarantee for each other. */
export function exposureOf(party: string, ties: readonly Tie[]): GuaranteeExposure {
  const mutual = ({ kind, from, to }: Tie) =>
    kind === 'joint-liability' && (from === party || to === party)
  const guarantee = ({ kind }: Tie) => kind === 'guarantor'
  const given = ties.filter((tie) => mutual(tie) || (guarantee(tie) && tie.from === party))
  const taken = ties.filter((tie) => mutual(tie) || (guarantee(tie) && tie.to === party))
  const graph = graphOf(ties)
  const direct = new Set(graph.get(party) ?? [])
  const indirect = [...reachedFrom(graph, party)]
    .filter((one) => one !== party && !direct.has(one))
    .toSorted()
  const sum = (some: readonly Tie[]) =>
    some.reduce((total, { amountFen = 0 }) => total + amountFen, 0)
  const unlimited = (some: readonly Tie[]) =>
    some.filter(({ amountFen }) => amountFen === undefined).length
  return {
    given,
    taken,
    givenFen: sum(given),
    takenFen: sum(taken),
    givenUnlimited: unlimited(given),
    takenUnlimited: unlimited(taken),
    indirect,
  }
}
