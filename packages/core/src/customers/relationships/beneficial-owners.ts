import type { Tie } from './tie.ts'

/** One way from an owner to the firm, through firms in between, and what it multiplies to. */
export interface OwnershipChain {
  /** The owner first, then each firm in between. */
  readonly through: readonly string[]
  readonly shareBp: number
}

/** Somebody who in the end owns or rules a firm. */
export interface BeneficialOwner {
  readonly party: string
  /** `share`: a quarter or more, over all chains. `control`: they rule it. `representative`: nobody else is known. */
  readonly why: 'share' | 'control' | 'representative'
  /** In basis points, over all chains, rounded down; 0 where they own nothing. */
  readonly shareBp: number
  /** The strongest chains, strongest first. */
  readonly chains: readonly OwnershipChain[]
}

/** Who in the end owns a firm, and how much of it leads to nobody who is known. */
export interface BeneficialOwners {
  readonly owners: readonly BeneficialOwner[]
  readonly unknownBp: number
}

const WHOLE = 10_000
/** Shares are products of decimal fractions: this far below a whole basis point is the point itself. */
const NEAR = 1e-6
const SMALLEST = 1e-12
const ROUNDS = 500
const CHAINS = 5
const LOOKED_AT = 2_000
const DEEPEST = 12

type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>

/** What each party owns of each firm, as a fraction. */
function sharesOf(ties: readonly Tie[]): Shares {
  const shares = new Map<string, Map<string, number>>()
  for (const { kind, from, to, shareBp = 0 } of ties) {
    if (kind !== 'owner') continue
    const owners = shares.get(to) ?? new Map<string, number>()
    shares.set(to, owners.set(from, (owners.get(from) ?? 0) + shareBp / WHOLE))
  }
  return shares
}

/** What everybody owns of a firm over all chains; what firms hold of each other goes round until it is spent. */
function reach(shares: Shares, firm: string): ReadonlyMap<string, number> {
  const total = new Map<string, number>()
  let now = new Map([[firm, 1]])
  for (let round = 0; round < ROUNDS && now.size > 0; round += 1) {
    const next = new Map<string, number>()
    for (const [held, part] of now)
      for (const [owner, share] of shares.get(held) ?? [])
        if (part * share > SMALLEST) next.set(owner, (next.get(owner) ?? 0) + part * share)
    for (const [owner, part] of next) total.set(owner, (total.get(owner) ?? 0) + part)
    now = next
  }
  return total
}

const bpOf = (part: number): number => Math.floor(part * WHOLE + NEAR)

/** The strongest chains from each owner down to the firm; no firm twice in one. */
function chainsTo(shares: Shares, firm: string): ReadonlyMap<string, readonly OwnershipChain[]> {
  const found = new Map<string, OwnershipChain[]>()
  const open = [{ end: firm, through: [] as readonly string[], part: 1 }]
  let looked = 0
  for (let at = open.pop(); at && looked < LOOKED_AT; at = open.pop(), looked += 1)
    for (const [owner, share] of shares.get(at.end) ?? []) {
      const part = at.part * share
      if (owner === firm || at.through.includes(owner) || bpOf(part) < 1) continue
      const through = [owner, ...at.through]
      found.set(owner, [...(found.get(owner) ?? []), { through, shareBp: bpOf(part) }])
      if (through.length < DEEPEST) open.push({ end: owner, through, part })
    }
  return new Map(
    [...found].map(([owner, chains]) => [
      owner,
      chains.toSorted((a, b) => b.shareBp - a.shareBp).slice(0, CHAINS),
    ]),
  )
}

/**
 * Who in the end owns or rules a firm: persons with a quarter or more when shares are multiplied along
 * every chain and added up, those who rule it otherwise, and where there is neither, who represents it.
 */
export function beneficialOwners(
  firm: string,
  ties: readonly Tie[],
  isPerson: (party: string) => boolean,
  thresholdBp = 2_500,
): BeneficialOwners {
  const shares = sharesOf(ties)
  const total = reach(shares, firm)
  const chains = chainsTo(shares, firm)
  const persons = [...total].filter(([party]) => isPerson(party))
  const partOf = (party: string) => bpOf(isPerson(party) ? (total.get(party) ?? 0) : 0)
  const owner = (party: string, why: BeneficialOwner['why']): BeneficialOwner => ({
    party,
    why,
    shareBp: partOf(party),
    chains: chains.get(party) ?? [],
  })
  const byShare = persons
    .filter(([party]) => partOf(party) >= thresholdBp)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([party]) => owner(party, 'share'))
  const named = (kind: Tie['kind']) => [
    ...new Set(ties.filter((tie) => tie.kind === kind && tie.to === firm).map(({ from }) => from)),
  ]
  const known = new Set(byShare.map(({ party }) => party))
  const byControl = named('controller')
    .filter((party) => isPerson(party) && !known.has(party))
    .toSorted()
    .map((party) => owner(party, 'control'))
  const found = [...byShare, ...byControl]
  const owners =
    found.length > 0
      ? found
      : named('legal-representative')
          .toSorted()
          .map((party) => owner(party, 'representative'))
  const ownedByPersons = persons.reduce((sum, [, part]) => sum + part, 0)
  return { owners, unknownBp: WHOLE - Math.min(WHOLE, bpOf(ownedByPersons)) }
}
