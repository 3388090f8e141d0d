import { describe, expect, it } from 'vitest'
import { bank, day } from '../../fixtures/index.ts'
import type { Instant } from '../kit/index.ts'
import { isLicensed, Licence, licenceAllows, licenceState } from './licence.ts'
import { mostSeats, seatDecision, seatsSince } from './seats.ts'

const licence = Licence.parse({
  id: 'lic_2026',
  bankId: bank.id,
  vendor: '示例软件公司',
  issuedOn: '2026-01-10',
  validFrom: '2026-02-01',
  expiresOn: '2026-12-31',
  graceDays: 15,
  modules: ['customers', 'holdings'],
  seats: { named: 50, overrunPercent: 10 },
})
const at = (text: string) => text as Instant
const stateOn = (on: string) => licenceState(licence, day(on), { now: at(`${on}T02:00:00.000Z`) })

describe('a licence', () => {
  it.each([
    ['2026-01-31', 'not_yet', 'essentials', 1, 'licence.not_yet'],
    ['2026-02-01', 'valid', 'all', 333, 'licence.valid'],
    ['2026-12-31', 'valid', 'all', 0, 'licence.valid'],
    ['2027-01-01', 'grace', 'all', 14, 'licence.grace'],
    ['2027-01-15', 'grace', 'all', 0, 'licence.grace'],
    ['2027-01-16', 'expired', 'reads', 29, 'licence.expired'],
    ['2027-02-14', 'expired', 'reads', 0, 'licence.expired'],
    ['2027-02-15', 'expired', 'essentials', 0, 'licence.lapsed'],
    ['2031-01-01', 'expired', 'essentials', 0, 'licence.lapsed'],
  ])('is on %s: %s, reach %s, %i days left', (on, state, reach, daysLeft, code) => {
    const standing = stateOn(on)
    expect(standing).toMatchObject({ state, reach, daysLeft, reason: { code } })
  })

  it.each([
    ['2026-06-01T09:00:00.000Z', '2026-06-01T10:00:00.000Z', 'valid', 'all'],
    ['2026-06-01T09:00:00.000Z', '2026-06-01T10:00:00.001Z', 'clock_rolled_back', 'reads'],
  ])('at %s, where %s has been seen, is %s', (now, seen, state, reach) => {
    const standing = licenceState(licence, day('2026-06-01'), {
      now: at(now),
      highestSeen: at(seen),
    })
    expect(standing).toMatchObject({ state, reach })
  })

  it('gains nothing from a clock turned back: what had lapsed stays lapsed', () => {
    const facts = {
      now: at('2026-06-01T09:00:00.000Z'),
      highestSeen: at('2027-06-01T09:00:00.000Z'),
    }
    expect(licenceState(licence, day('2027-06-01'), facts)).toMatchObject({
      state: 'clock_rolled_back',
      reach: 'essentials',
    })
  })

  it('does not believe a clock that is earlier than the day it was issued', () => {
    expect(stateOn('2026-01-08')).toMatchObject({
      state: 'clock_rolled_back',
      reach: 'essentials',
      reason: { code: 'licence.clock_before_issue' },
    })
    expect(stateOn('2026-01-09').state).toBe('not_yet')
  })

  it('that expires before it begins is none', () => {
    expect(Licence.safeParse({ ...licence, expiresOn: '2026-01-31' }).success).toBe(false)
    expect(Licence.safeParse({ ...licence, extra: 1 }).success).toBe(false)
    expect(Licence.safeParse({ ...licence, seats: { named: -1, overrunPercent: 0 } }).success).toBe(
      false,
    )
  })

  it('covers its rooms, every room where it says so, and always the way to ask why', () => {
    expect(['customers', 'segments', 'access'].map((room) => isLicensed(licence, room))).toEqual([
      true,
      false,
      true,
    ])
    expect(isLicensed({ modules: ['*'] }, 'segments')).toBe(true)
    expect(isLicensed({ modules: [] }, 'access')).toBe(true)
    expect(isLicensed({ modules: [] }, 'approvals')).toBe(true)
  })

  it.each([
    ['all', [true, true, true]],
    ['reads', [false, true, true]],
    ['essentials', [false, false, true]],
  ] as const)('that reaches %s lets writes, reads and the essential: %j', (reach, lets) => {
    expect([
      licenceAllows({ reach }, { writes: true, essential: false }),
      licenceAllows({ reach }, { writes: false, essential: false }),
      licenceAllows({ reach }, { writes: true, essential: true }),
    ]).toEqual(lets)
  })
})

describe('seats', () => {
  it.each([
    [0, 'ok'],
    [49, 'ok'],
    [50, 'soft'],
    [54, 'soft'],
    [55, 'refused'],
    [900, 'refused'],
  ])('with %i of 50 (and 10 %% more) taken, one more is %s', (taken, decision) => {
    const decided = seatDecision(taken, licence)
    expect(decided).toMatchObject({ decision, reason: { facts: { taken, named: 50, most: 55 } } })
  })

  it('never round an overrun up', () => {
    expect(mostSeats({ seats: { named: 9, overrunPercent: 10 } })).toBe(9)
    expect(mostSeats({ seats: { named: 10, overrunPercent: 10 } })).toBe(11)
    expect(seatDecision(0, { seats: { named: 0, overrunPercent: 100 } }).decision).toBe('refused')
  })

  it('are kept by a use ninety days ago, and lost a day later', () => {
    expect(seatsSince(day('2026-06-03'))).toBe('2026-03-05')
  })
})
