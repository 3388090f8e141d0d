import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exposureOf, guaranteeCircles } from './guarantee-circles.ts'
import type { Tie } from './tie.ts'

const guarantees = (from: string, to: string, amountFen?: number): Tie => ({
  id: `${from}>${to}`,
  kind: 'guarantor',
  from,
  to,
  amountFen,
})
const names = ['chen', 'he', 'li', 'sun', 'wang', 'zhang']
const net = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.boolean()),
  { maxLength: 14, selector: ([from, to]) => `${from}>${to}` },
)
const tiesOf = (pairs: readonly (readonly [string, string, boolean])[]): readonly Tie[] =>
  pairs.map(([from, to, joint]) => ({
    ...guarantees(from, to),
    kind: joint && from < to ? ('joint-liability' as const) : ('guarantor' as const),
  }))

/** Who is reached from whom, worked out the slow way: paths that grow until none is new. */
function reachable(ties: readonly Tie[]): ReadonlySet<string> {
  const pairs = new Set(
    ties.flatMap(({ kind, from, to }) =>
      from === to
        ? []
        : kind === 'joint-liability'
          ? [`${from}>${to}`, `${to}>${from}`]
          : [`${from}>${to}`],
    ),
  )
  for (const middle of names)
    for (const from of names)
      for (const to of names)
        if (pairs.has(`${from}>${middle}`) && pairs.has(`${middle}>${to}`))
          pairs.add(`${from}>${to}`)
  return pairs
}

describe('a circle of guarantees', () => {
  it('is found where three farmers stand in for one another in turn', () => {
    const ties = [
      guarantees('zhang', 'li'),
      guarantees('li', 'sun'),
      guarantees('sun', 'zhang'),
      guarantees('sun', 'he'),
    ]
    expect(guaranteeCircles(ties)).toEqual([
      { members: ['li', 'sun', 'zhang'], round: ['li', 'sun', 'zhang'] },
    ])
  })

  it('is not there where everybody stands in for the next and the last for nobody', () => {
    expect(guaranteeCircles([guarantees('zhang', 'li'), guarantees('li', 'sun')])).toEqual([])
  })

  it('holds exactly those who reach each other', () => {
    fc.assert(
      fc.property(net, (pairs) => {
        const ties = tiesOf(pairs)
        const reach = reachable(ties)
        const circles = guaranteeCircles(ties)
        const together = (a: string, b: string) =>
          circles.some(({ members }) => members.includes(a) && members.includes(b))
        for (const a of names)
          for (const b of names)
            expect(together(a, b)).toBe(reach.has(`${a}>${b}`) && reach.has(`${b}>${a}`))
      }),
    )
  })

  it('tells a way round that is one', () => {
    fc.assert(
      fc.property(net, (pairs) => {
        const ties = tiesOf(pairs)
        for (const { members, round } of guaranteeCircles(ties)) {
          expect(round.length).toBeGreaterThan(1)
          expect(new Set(round).size).toBe(round.length)
          for (const [at, from] of round.entries()) {
            const to = round[(at + 1) % round.length]
            expect(members).toContain(from)
            expect(
              ties.some(
                (tie) =>
                  (tie.from === from && tie.to === to) ||
                  (tie.kind === 'joint-liability' && tie.from === to && tie.to === from),
              ),
            ).toBe(true)
          }
        }
      }),
    )
  })
})

describe("Zhang's guarantees", () => {
  it('are told with what they come to, and for whom he stands in at second hand', () => {
    const ties = [
      guarantees('zhang', 'li', 3_000_000),
      guarantees('zhang', 'sun'),
      guarantees('li', 'he', 1_000_000),
      guarantees('wang', 'zhang', 5_000_000),
    ]
    expect(exposureOf('zhang', ties)).toMatchObject({
      givenFen: 3_000_000,
      givenUnlimited: 1,
      takenFen: 5_000_000,
      takenUnlimited: 0,
      indirect: ['he'],
    })
  })

  it('reach as far as guarantees do', () => {
    fc.assert(
      fc.property(net, fc.constantFrom(...names), (pairs, party) => {
        const ties = tiesOf(pairs)
        const reach = reachable(ties)
        const { given, indirect } = exposureOf(party, ties)
        const direct = new Set(given.map(({ from, to }) => (from === party ? to : from)))
        const all = names.filter((one) => one !== party && reach.has(`${party}>${one}`))
        expect(indirect).toEqual(all.filter((one) => !direct.has(one)))
      }),
    )
  })
})
