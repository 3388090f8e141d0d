import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beneficialOwners } from './beneficial-owners.ts'
import type { Tie } from './tie.ts'

const owns = (from: string, to: string, shareBp: number): Tie => ({
  id: `${from}>${to}`,
  kind: 'owner',
  from,
  to,
  shareBp,
})
const isPerson = (party: string) => party.startsWith('p')

describe('who in the end owns a firm', () => {
  it('is found through the firms in between', () => {
    const ties = [
      owns('pWang', 'holding', 5_000),
      owns('holding', 'shop', 5_000),
      owns('pLi', 'shop', 2_400),
    ]
    const { owners, unknownBp } = beneficialOwners('shop', ties, isPerson)
    expect(owners).toEqual([
      {
        party: 'pWang',
        why: 'share',
        shareBp: 2_500,
        chains: [{ through: ['pWang', 'holding'], shareBp: 2_500 }],
      },
    ])
    expect(unknownBp).toBe(5_100)
  })

  it('adds up what comes along several chains', () => {
    const ties = [
      owns('pWang', 'shop', 1_000),
      owns('pWang', 'holding', 3_000),
      owns('holding', 'shop', 5_000),
    ]
    const [owner] = beneficialOwners('shop', ties, isPerson).owners
    expect(owner).toMatchObject({ party: 'pWang', shareBp: 2_500 })
    expect(owner?.chains.map(({ shareBp }) => shareBp)).toEqual([1_500, 1_000])
  })

  it('is who rules it where nobody has a quarter, and else who represents it', () => {
    const small = owns('pLi', 'shop', 2_000)
    const rules: Tie = { id: 'r', kind: 'controller', from: 'pWang', to: 'shop' }
    const signs: Tie = { id: 's', kind: 'legal-representative', from: 'pSun', to: 'shop' }
    const whoBy = (ties: readonly Tie[]) =>
      beneficialOwners('shop', ties, isPerson).owners.map(({ party, why }) => `${party} ${why}`)
    expect(whoBy([small, rules, signs])).toEqual(['pWang control'])
    expect(whoBy([small, signs])).toEqual(['pSun representative'])
    expect(whoBy([small])).toEqual([])
  })

  it('is told of firms that own a part of each other, whose shares go round until they are spent', () => {
    const ties = [
      owns('pWang', 'a', 8_000),
      owns('b', 'a', 2_000),
      owns('pLi', 'b', 5_000),
      owns('a', 'b', 5_000),
    ]
    const { owners, unknownBp } = beneficialOwners('a', ties, isPerson)
    // 0.8 / (1 - 0.2 × 0.5) and 0.2 × 0.5 / 0.9: together the whole.
    expect(owners).toMatchObject([{ party: 'pWang', shareBp: 8_888 }])
    expect(unknownBp).toBe(0)
    const closed = [owns('b', 'a', 10_000), owns('a', 'b', 10_000)]
    expect(beneficialOwners('a', closed, isPerson)).toEqual({ owners: [], unknownBp: 10_000 })
  })

  it('is the sum over every chain in whole numbers, where no firm owns itself', () => {
    const persons = ['p1', 'p2', 'p3']
    const firms = ['f0', 'f1', 'f2', 'f3']
    const layered = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...persons, ...firms),
        fc.constantFrom(...firms),
        fc.integer({ min: 1, max: 2_500 }),
      ),
      { maxLength: 14, selector: ([from, to]) => `${from}>${to}` },
    )
    fc.assert(
      fc.property(layered, (some) => {
        // A firm is owned by persons and by firms with higher numbers, four or fewer at a quarter each at most.
        const ties = some
          .filter(([from, to]) => isPerson(from) || from > to)
          .map(([from, to, share]) => owns(from, to, share))
          .filter((tie, at, all) => all.slice(0, at).filter(({ to }) => to === tie.to).length < 4)
        const ten = 10_000n
        const exact = (party: string, firm: string): readonly [bigint, bigint] =>
          ties
            .filter(({ to }) => to === firm)
            .reduce<readonly [bigint, bigint]>(
              ([top, below], { from, shareBp = 0 }) => {
                const [t, b] =
                  from === party
                    ? ([1n, 1n] as const)
                    : isPerson(from)
                      ? ([0n, 1n] as const)
                      : exact(party, from)
                const [n, d] = [BigInt(shareBp) * t, ten * b]
                return [top * d + n * below, below * d]
              },
              [0n, 1n],
            )
        const found = new Map(
          beneficialOwners('f0', ties, isPerson, 1).owners.map((one) => [one.party, one.shareBp]),
        )
        for (const person of persons) {
          const [top, below] = exact(person, 'f0')
          expect(found.get(person) ?? 0).toBe(Number((top * ten) / below))
        }
      }),
    )
  })
})
