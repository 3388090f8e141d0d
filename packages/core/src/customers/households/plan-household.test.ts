import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day } from '../../../fixtures/index.ts'
import { holdsOn } from '../relationships/tie.ts'
import type { HouseholdRole } from './household.ts'
import {
  applyHouseholdChange,
  type HouseholdPlan,
  type Membership,
  planHousehold,
} from './plan-household.ts'

const on = day('2026-03-05')
const members = (head: string, ...others: string[]) =>
  new Map<string, HouseholdRole>([[head, 'head'], ...others.map((one) => [one, 'member'] as const)])
const zhangs: readonly Membership[] = [
  { householdId: 'zhang', customerId: 'zhang', role: 'head' },
  { householdId: 'zhang', customerId: 'liu', role: 'member' },
  { householdId: 'zhang', customerId: 'hao', role: 'member', fromOn: day('2003-06-15') },
]
const plan = (wanted: HouseholdPlan['wanted'], more: Partial<HouseholdPlan> = {}) =>
  planHousehold({ on, wanted, memberships: zhangs, firms: new Set(), ...more })
const codes = ({ faults }: ReturnType<typeof plan>) =>
  faults.map(({ code }) => code.replace('household.', ''))

describe("the Zhangs' household", () => {
  it('loses a son who sets up his own', () => {
    const made = plan(
      new Map([
        ['zhang', members('zhang', 'liu')],
        ['hao', members('hao')],
      ]),
    )
    expect(made).toEqual({
      faults: [],
      change: {
        ended: [{ ...zhangs[2], toOn: on }],
        begun: [{ householdId: 'hao', customerId: 'hao', role: 'head', fromOn: on }],
        dropped: [],
      },
    })
  })

  it('has one head, no more and no less', () => {
    expect(codes(plan(new Map([['zhang', new Map([['liu', 'member' as const]])]])))).toEqual([
      'one_head',
    ])
    const two = new Map<string, HouseholdRole>([
      ['zhang', 'head'],
      ['liu', 'head'],
    ])
    expect(codes(plan(new Map([['zhang', two]])))).toEqual(['one_head'])
  })

  it('that a source told without a head goes on without one, or is given one', () => {
    const told = zhangs.map((one) => ({ ...one, role: 'member' as const }))
    const without = new Map([['zhang', new Map([['liu', 'member' as const]])]])
    expect(codes(plan(without, { memberships: told }))).toEqual([])
    const given = new Map([['zhang', members('liu', 'zhang', 'hao')]])
    expect(codes(plan(given, { memberships: told }))).toEqual([])
  })

  it('takes no firm, and nobody who is in another', () => {
    const wanted = new Map([['li', members('li', 'hao')]])
    expect(codes(plan(wanted, { firms: new Set(['li']) }))).toEqual(['firm', 'in_another'])
  })

  it('is not changed behind its later history', () => {
    const wanted = new Map([['zhang', members('zhang', 'liu')]])
    const moved = [...zhangs.slice(0, 2), { ...zhangs[2]!, fromOn: day('2026-03-06') }]
    expect(codes(plan(wanted, { memberships: moved }))).toEqual(['later_history'])
  })

  it('forgets what began on the day on which it is undone', () => {
    const today = zhangs.map((one) => (one.customerId === 'hao' ? { ...one, fromOn: on } : one))
    const { change } = plan(new Map([['zhang', members('zhang', 'liu')]]), { memberships: today })
    expect(change).toEqual({ ended: [], begun: [], dropped: [today[2]] })
  })
})

describe('households that form, split, join and dissolve', () => {
  const people = ['a', 'b', 'c', 'd', 'e']
  const houses = ['h1', 'h2', 'h3']
  const step = fc.record({
    on: fc.integer({ min: 1, max: 9 }),
    who: fc.array(fc.tuple(fc.constantFrom(...houses), fc.constantFrom(...people), fc.boolean()), {
      maxLength: 6,
    }),
    touched: fc.uniqueArray(fc.constantFrom(...houses), { minLength: 1, maxLength: 3 }),
  })
  const dayOf = (date: number) => day(`2026-03-0${date}`)
  const days = Array.from({ length: 9 }, (_, at) => dayOf(at + 1))

  it('never have somebody in two on one day, have one head each, and keep their past', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let memberships: readonly Membership[] = []
        for (const { on: date, who, touched } of steps) {
          const wanted = new Map(
            touched.map((house) => [
              house,
              new Map(
                who
                  .filter(([one]) => one === house)
                  .map(([, person, head]) => [person, head ? 'head' : 'member'] as const),
              ),
            ]),
          )
          const made = planHousehold({
            on: dayOf(date),
            wanted,
            memberships,
            firms: new Set<string>(),
          })
          if (made.faults.length > 0) continue
          const after = applyHouseholdChange(memberships, made.change)
          const told = (all: readonly Membership[], when: (typeof days)[number]) =>
            all
              .filter((one) => holdsOn(one, when))
              .map(({ householdId, customerId, role }) => `${householdId} ${customerId} ${role}`)
              .toSorted()
          for (const when of days) {
            if (when < dayOf(date)) expect(told(after, when)).toEqual(told(memberships, when))
            const there = after.filter((one) => holdsOn(one, when))
            expect(new Set(there.map((one) => one.customerId)).size).toBe(there.length)
            for (const house of new Set(there.map((one) => one.householdId)))
              expect(
                there.filter((one) => one.householdId === house && one.role === 'head'),
              ).toHaveLength(1)
          }
          for (const [house, group] of wanted)
            expect(
              new Map(
                after
                  .filter((one) => one.householdId === house && one.toOn === undefined)
                  .map((one) => [one.customerId, one.role]),
              ),
            ).toEqual(group)
          memberships = after
        }
      }),
    )
  })
})
