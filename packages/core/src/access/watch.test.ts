import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { judgeShift, type Shift } from './watch.ts'

const today = day('2026-03-05')
const shift = (unrelated: number, customers = 40, offHours = 0): Shift => ({
  staffId: 'stf_qian',
  role: 'teller',
  day: today,
  customers,
  unrelated,
  offHours,
})
const peers = [0, 0, 1, 0, 2, 1, 0, 1, 0, 3].map((unrelated, at) => shift(unrelated, 38 + at))
const kinds = (...args: Parameters<typeof judgeShift>) =>
  judgeShift(...args).map(({ kind }) => kind)

describe('a shift at the counter', () => {
  it('like any other raises nothing', () => {
    expect(kinds(shift(2, 45), peers)).toEqual([])
  })

  it.each([
    ['four customers nothing ties them to', 4, []],
    ['five of them', 5, ['snooping']],
    ['twelve of them', 12, ['snooping']],
  ])('with %s', (_what, unrelated, expected) => {
    expect(kinds(shift(unrelated), peers)).toEqual(expected)
  })

  it('is measured by the peers of the role, whose snoopers do not hide one another', () => {
    const busy = [4, 5, 6, 5, 4, 6, 5, 5].map((unrelated) => shift(unrelated))
    expect(kinds(shift(6), busy)).toEqual([])
    expect(kinds(shift(8), [...peers, shift(40), shift(35)])).toEqual(['snooping'])
  })

  it('with hundreds of customers is mass reading', () => {
    expect(kinds(shift(1, 99), peers)).toEqual([])
    expect(kinds(shift(1, 400), peers)).toEqual(['mass-reading'])
  })

  it('by night is told with its count', () => {
    expect(judgeShift(shift(0, 40, 5), peers)).toEqual([
      { kind: 'off-hours', reason: { code: 'security.off_hours', facts: { seen: 5 } } },
    ])
    expect(kinds(shift(0, 40, 4), peers)).toEqual([])
  })

  it('says what was seen, what is usual, and how far apart they are', () => {
    expect(judgeShift(shift(8), peers)[0]?.reason).toEqual({
      code: 'security.unrelated',
      facts: { seen: 8, usual: 0.5, tenths: 75 },
    })
  })

  it('without peers is held to the plain numbers', () => {
    expect(kinds(shift(5), [])).toEqual(['snooping'])
  })
})
