import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auntLi, callerOf, chenBo, day, liuFang, zhouMin } from '../../fixtures/index.ts'
import { checkOwners, type Owner, ownersOn, type StaffId } from '../access/index.ts'
import { addDays } from '../kit/index.ts'
import type { Share } from './ownership.ts'
import {
  asksAgreement,
  type BookPlace,
  mainOwner,
  ownersByDay,
  passOn,
  shareOut,
  sharesOn,
} from './share-out.ts'

const wu = 'stf_wu' as StaffId
const luo = 'stf_luo' as StaffId
const whole = (staffId: StaffId): Share => ({ staffId, shareBp: 10_000 })
const place = (fromOn: string, managerId?: StaffId): BookPlace => ({
  fromOn: day(fromOn),
  ...(managerId && { managerId }),
})

describe('whose customer Aunt Li is', () => {
  const since = place('2009-04-12', chenBo.id)
  const split: Share[] = [
    { staffId: chenBo.id, shareBp: 7_000 },
    { staffId: wu, shareBp: 3_000 },
  ]

  it('wholly her manager’s, while nobody shares her', () => {
    expect(ownersByDay([since], [])).toEqual([{ ...whole(chenBo.id), fromOn: since.fromOn }])
  })

  it('her shares from the day they were made, and her manager’s before', () => {
    const owners = shareOut(ownersByDay([since], []), split, day('2026-03-05'))
    expect(sharesOn(owners, day('2026-03-04'))).toEqual([whole(chenBo.id)])
    expect(sharesOn(owners, day('2026-03-05'))).toEqual(split)
    expect(sharesOn(owners, day('2009-04-11'))).toEqual([])
  })

  it('her new manager’s again, once the shares ended', () => {
    const ended: Owner[] = split.map((share) => ({
      ...share,
      fromOn: day('2026-01-01'),
      toOn: day('2026-02-01'),
    }))
    const owners = ownersByDay([since, place('2026-02-01', luo)], ended)
    expect(sharesOn(owners, day('2025-12-31'))).toEqual([whole(chenBo.id)])
    expect(sharesOn(owners, day('2026-01-31'))).toEqual(split)
    expect(sharesOn(owners, day('2026-02-01'))).toEqual([whole(luo)])
    expect(checkOwners(owners)).toBe(owners)
  })

  it('what was decided last, where it was decided twice on a day', () => {
    const first = shareOut(ownersByDay([since], []), split, day('2026-03-05'))
    const last = shareOut(first, [whole(luo)], day('2026-03-05'))
    expect(sharesOn(last, day('2026-03-05'))).toEqual([whole(luo)])
    expect(last).toHaveLength(2)
  })
})

describe('who has the customer in their book', () => {
  it.each([
    [
      'who has most',
      [
        ['stf_wu', 4_000],
        ['stf_luo', 6_000],
      ],
      undefined,
      'stf_luo',
    ],
    [
      'who had it, of two with as much',
      [
        ['stf_wu', 5_000],
        ['stf_luo', 5_000],
      ],
      luo,
      'stf_luo',
    ],
    [
      'who is named first, else',
      [
        ['stf_wu', 5_000],
        ['stf_luo', 5_000],
      ],
      chenBo.id,
      'stf_wu',
    ],
  ] as const)('%s', (_who, shares, before, main) => {
    const given = shares.map(([staffId, shareBp]) => ({ staffId: staffId as StaffId, shareBp }))
    expect(mainOwner(given, before)).toBe(main)
  })

  it('nobody, of no shares', () => expect(mainOwner([])).toBeUndefined())
})

describe('a share that is handed over', () => {
  const shares: Share[] = [
    { staffId: chenBo.id, shareBp: 7_000 },
    { staffId: wu, shareBp: 3_000 },
  ]
  it('goes to the colleague, the others keep theirs', () => {
    expect(passOn(shares, wu, luo)).toEqual([shares[0], { staffId: luo, shareBp: 3_000 }])
  })
  it('is added to what the colleague has', () => {
    expect(passOn(shares, chenBo.id, wu)).toEqual([whole(wu)])
  })
  it('stays where it is, if it is nobody’s or to oneself', () => {
    expect(passOn(shares, luo, chenBo.id)).toBe(shares)
    expect(passOn(shares, wu, wu)).toBe(shares)
  })
  it('is the whole, of a customer whom nobody looked after', () => {
    expect(passOn([], undefined, wu)).toEqual([whole(wu)])
  })
})

describe('others have to agree', () => {
  const office = auntLi.branchId
  it.each([
    ['not to give one’s own to a colleague', chenBo, chenBo.id, [office], undefined],
    ['to take a colleague’s', chenBo, wu, [office], 'ownership.not_yours'],
    ['to assign nobody’s', chenBo, undefined, [office], 'ownership.not_yours'],
    ['not for the head of the branch', zhouMin, wu, [office, 'brn_liuhe'], undefined],
    ['for another office’s', zhouMin, wu, ['brn_county'], 'ownership.other_office'],
    [
      'to give one’s own away to another office',
      chenBo,
      chenBo.id,
      [office, 'brn_county'],
      'ownership.other_office',
    ],
    ['whoever has no book at all', liuFang, wu, [office], 'ownership.not_yours'],
  ] as const)('%s', (_what, who, giverId, branchIds, code) => {
    const reason = asksAgreement({ caller: callerOf(who), giverId, branchIds })
    expect(reason?.code).toBe(code)
  })
})

describe('whatever is done to a customer’s shares', () => {
  const start = day('2026-01-01')
  const people = ['stf_a', 'stf_b', 'stf_c', 'stf_d'] as StaffId[]
  const person = fc.constantFrom(...people)
  const split = fc.uniqueArray(person, { minLength: 1, maxLength: 4 }).chain((staff) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 9_999 }), {
        minLength: staff.length - 1,
        maxLength: staff.length - 1,
      })
      .map((cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), 10_000]
        return staff.map(
          (staffId, at): Share => ({ staffId, shareBp: edges[at + 1]! - edges[at]! }),
        )
      }),
  )
  const action = fc.record({
    after: fc.integer({ min: 0, max: 3 }),
    deed: fc.oneof(
      fc.record({ share: split }),
      fc.record({ from: person, to: person }),
      fc.record({ moved: fc.option(person, { nil: undefined }) }),
    ),
  })

  it('on every day they add up to the whole, or nobody had the customer', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), fc.option(person), (actions, first) => {
        let today = start
        let places: BookPlace[] = [place(start, first ?? undefined)]
        let stored: readonly Owner[] = []
        const past: { day: typeof today; shares: readonly Share[] }[] = []
        for (const { after, deed } of actions) {
          for (let passed = 0; passed < after; passed++) {
            past.push({ day: today, shares: sharesOn(ownersByDay(places, stored), today) })
            today = addDays(today, 1)
          }
          const move = (managerId: StaffId | undefined) => {
            places = [...places.filter(({ fromOn }) => fromOn !== today), place(today, managerId)]
          }
          const now = sharesOn(ownersByDay(places, stored), today)
          if ('moved' in deed) {
            // A file says that the customer is in another book: what was shared ends.
            stored = shareOut(stored, [], today)
            move(deed.moved)
          } else {
            const next = 'share' in deed ? deed.share : passOn(now, deed.from, deed.to)
            stored = shareOut(stored, next, today)
            move(mainOwner(next))
          }
        }
        const owners = checkOwners(ownersByDay(places, stored))
        for (let at = start; at <= addDays(today, 2); at = addDays(at, 1)) {
          const sum = ownersOn(owners, at).reduce((total, { shareBp }) => total + shareBp, 0)
          expect([0, 10_000]).toContain(sum)
          const main = places
            .filter(({ fromOn }) => fromOn <= at)
            .sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
            .at(-1)?.managerId
          expect(sum === 0).toBe(main === undefined)
        }
        // What a day was stays what it was, whatever came after.
        const bySort = (shares: readonly Share[]) =>
          [...shares].sort((a, b) => (a.staffId < b.staffId ? -1 : 1))
        for (const { day: at, shares } of past)
          expect(bySort(sharesOn(owners, at))).toEqual(bySort(shares))
      }),
      { numRuns: 300 },
    )
  })
})
