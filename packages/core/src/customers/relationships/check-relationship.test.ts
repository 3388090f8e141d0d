import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../../fixtures/index.ts'
import { checkRelationship, type Parties } from './check-relationship.ts'
import { RelationshipRole } from './relationship.ts'
import { inverseOf, kindOfRole } from './roles.ts'
import { holdsOn, overlap, type Span, type Tie } from './tie.ts'

const persons: Parties = { from: { kind: 'person' }, to: { kind: 'person' } }
const ofFirm: Parties = { from: { kind: 'person' }, to: { kind: 'firm' } }
const tie = (kind: Tie['kind'], from: string, to: string, more: Partial<Tie> = {}): Tie => ({
  id: `${from}-${kind}-${to}`,
  kind,
  from,
  to,
  ...more,
})
const codes = (one: Tie, parties: Parties, around: readonly Tie[] = []) =>
  checkRelationship(one, parties, around).map(({ code }) => code.replace('relationship.', ''))

describe('a relationship of the Zhangs', () => {
  it.each([
    ['of father and son stands', tie('parent', 'zhang', 'hao'), persons, [], []],
    ['to himself is none', tie('sibling', 'zhang', 'zhang'), persons, [], ['self']],
    ['of kin with a firm is none', tie('spouse', 'zhang', 'wang'), ofFirm, [], ['kin_of_firm']],
    [
      'of a father younger than his son is none',
      tie('parent', 'zhang', 'hao'),
      {
        from: { kind: 'person', bornOn: day('2003-06-15') },
        to: { kind: 'person', bornOn: day('1974-09-03') },
      },
      [],
      ['parent_younger'],
    ],
    [
      'is written down once',
      tie('spouse', 'zhang', 'liu', { id: 'other' }),
      persons,
      [tie('spouse', 'liu', 'zhang')],
      ['duplicate'],
    ],
    [
      'may come again after its end',
      tie('spouse', 'zhang', 'liu', { id: 'again', fromOn: day('2010-01-01') }),
      persons,
      [tie('spouse', 'liu', 'zhang', { toOn: day('2010-01-01') })],
      [],
    ],
    [
      'as wife does not stand beside one as sister',
      tie('spouse', 'zhang', 'liu'),
      persons,
      [tie('sibling', 'liu', 'zhang')],
      ['contradicts'],
    ],
    [
      'with a second wife is none',
      tie('spouse', 'zhang', 'li'),
      persons,
      [tie('spouse', 'liu', 'zhang')],
      ['second_spouse'],
    ],
    [
      'that makes a grandson his own forebear is none',
      tie('parent', 'hao', 'defu'),
      persons,
      [tie('parent', 'defu', 'zhang'), tie('parent', 'zhang', 'hao')],
      ['own_forebear'],
    ],
    [
      'that ends before it begins is none',
      tie('relative', 'zhang', 'li', { fromOn: day('2026-03-02'), toOn: day('2026-03-02') }),
      persons,
      [],
      ['days_reversed'],
    ],
    [
      'as guarantor may have a limit, as employer not',
      tie('employer', 'zhang', 'li', { amountFen: 100 }),
      persons,
      [],
      ['amount_unasked'],
    ],
  ] as const)('%s', (_what, one, parties, around, expected) => {
    expect(codes(one, parties, around)).toEqual(expected)
  })
})

describe('who owns the noodle shop', () => {
  const owns = (from: string, shareBp: number, more: Partial<Tie> = {}) =>
    tie('owner', from, 'wang', { shareBp, ...more })

  it('says how much of it, and is no owner of a person', () => {
    expect(codes(tie('owner', 'qiang', 'wang'), ofFirm)).toEqual(['share_missing'])
    expect(codes(tie('owner', 'qiang', 'li', { shareBp: 1 }), persons)).toEqual(['needs_firm'])
    expect(codes(tie('controller', 'qiang', 'wang', { shareBp: 1 }), ofFirm)).toEqual([
      'share_unasked',
    ])
  })

  it('has no more than the whole of it on any day', () => {
    const half = owns('qiang', 5_000, { toOn: day('2026-03-01') })
    expect(codes(owns('li', 5_000), ofFirm, [half])).toEqual([])
    expect(codes(owns('li', 5_001), ofFirm, [half])).toEqual(['shares_exceed'])
    expect(codes(owns('li', 5_001, { fromOn: day('2026-03-01') }), ofFirm, [half])).toEqual([])
  })

  it('is refused exactly where some day has more than the whole', () => {
    const month = (at: number) => day(`2026-${String(at).padStart(2, '0')}-01`)
    const share = fc.record({
      from: fc.integer({ min: 1, max: 11 }),
      months: fc.integer({ min: 1, max: 6 }),
      shareBp: fc.integer({ min: 1, max: 6_000 }),
    })
    fc.assert(
      fc.property(share, fc.array(share, { maxLength: 6 }), (asked, there) => {
        const asTie = ({ from, months, shareBp }: typeof asked, name: string) =>
          owns(name, shareBp, {
            fromOn: month(from),
            toOn: from + months > 12 ? undefined : month(from + months),
          })
        const one = asTie(asked, 'new')
        const around = there.map((each, at) => asTie(each, `owner${at}`))
        const tooMuch = Array.from({ length: 12 }, (_, at) => month(at + 1)).some(
          (on) =>
            holdsOn(one, on) &&
            [one, ...around]
              .filter((each) => holdsOn(each, on))
              .reduce((sum, { shareBp = 0 }) => sum + shareBp, 0) > 10_000,
        )
        expect(codes(one, ofFirm, around).includes('shares_exceed')).toBe(tooMuch)
      }),
    )
  })
})

describe('a role', () => {
  it.each(RelationshipRole.options)('%s has an inverse, whose inverse it is', (role) => {
    expect(inverseOf(inverseOf(role))).toBe(role)
    expect(kindOfRole(role).kind).toBe(kindOfRole(inverseOf(role)).kind)
  })

  it('says who comes first', () => {
    expect(kindOfRole('child')).toEqual({ kind: 'parent', first: 'customer' })
    expect(kindOfRole('parent')).toEqual({ kind: 'parent', first: 'other' })
  })
})

it('two stretches overlap exactly where a day lies in both', () => {
  const at = fc.option(fc.integer({ min: 2, max: 20 }), { nil: undefined })
  const on = (date: number | undefined) =>
    date === undefined ? undefined : day(`2026-03-${String(date).padStart(2, '0')}`)
  fc.assert(
    fc.property(fc.tuple(at, at), fc.tuple(at, at), ([a, b], [c, d]) => {
      fc.pre(
        (a === undefined || b === undefined || a < b) &&
          (c === undefined || d === undefined || c < d),
      )
      const [one, two]: readonly Span[] = [
        { fromOn: on(a), toOn: on(b) },
        { fromOn: on(c), toOn: on(d) },
      ]
      const days = Array.from({ length: 22 }, (_, index) => on(index + 1)!)
      const shared = days.some((each) => holdsOn(one!, each) && holdsOn(two!, each))
      expect(overlap(one!, two!)).toBe(shared)
    }),
  )
})
