import { describe, expect, it } from 'vitest'
import { day } from '../../fixtures/index.ts'
import { judgeShift, type Shift, type Traces } from './watch.ts'

const today = day('2026-03-05')
const quiet: Traces = {
  unrelated: 0,
  inARow: 0,
  sameName: 0,
  samePlace: 0,
  again: 0,
  watched: 0,
  atNight: 0,
}
const shift = (traces: Partial<Traces>, more: Partial<Shift> = {}): Shift => ({
  staffId: 'stf_qian',
  role: 'teller',
  day: today,
  settled: true,
  customers: 40,
  offHours: 0,
  ...more,
  traces: { ...quiet, ...traces },
})
const peers = [0, 0, 1, 0, 2, 1, 0, 1, 0, 3].map((unrelated, at) =>
  shift({ unrelated, inARow: Math.min(unrelated, 1) }, { customers: 38 + at }),
)
const kinds = (...args: Parameters<typeof judgeShift>) =>
  judgeShift(...args).map(({ kind }) => kind)

describe('a shift at the counter', () => {
  it('like any other raises nothing', () => {
    expect(kinds(shift({ unrelated: 2, inARow: 1 }, { customers: 45 }), peers)).toEqual([])
  })

  it.each([
    ['four strangers over the day', { unrelated: 4, inARow: 1, samePlace: 1 }, []],
    ['twelve strangers over the day', { unrelated: 12, inARow: 2 }, ['snooping']],
    ['three strangers in a row', { unrelated: 3, inARow: 3 }, []],
    ['two at night', { unrelated: 2, inARow: 1, atNight: 2 }, ['snooping']],
    [
      'two again, one after the other, at night',
      { unrelated: 2, inARow: 2, again: 2, atNight: 2 },
      ['snooping'],
    ],
    ['four neighbours in a row', { unrelated: 4, inARow: 4, samePlace: 4 }, ['snooping']],
    ['four in a row whom everybody knows', { unrelated: 4, inARow: 4, watched: 4 }, ['snooping']],
    ['four in a row, as last week', { unrelated: 4, inARow: 4, again: 4 }, ['snooping']],
    ['four in a row by night', { unrelated: 4, inARow: 4, atNight: 4 }, ['snooping']],
    ['one of whatever kind', { unrelated: 1, inARow: 1, again: 1, watched: 1, atNight: 1 }, []],
  ] as const)('with %s', (_what, traces, expected) => {
    expect(kinds(shift(traces), peers)).toEqual(expected)
  })

  it('is measured by the peers of the role, whose snoopers do not hide one another', () => {
    const busy = [4, 5, 6, 5, 4, 6, 5, 5].map((unrelated) => shift({ unrelated, inARow: 3 }))
    expect(kinds(shift({ unrelated: 8, inARow: 4 }), busy)).toEqual([])
    const others = [...peers, shift({ unrelated: 40, inARow: 40 }), shift({ unrelated: 35 })]
    expect(kinds(shift({ unrelated: 9, inARow: 4 }), others)).toEqual(['snooping'])
  })

  it('with hundreds of customers is mass reading', () => {
    expect(kinds(shift({}, { customers: 99 }), peers)).toEqual([])
    expect(kinds(shift({}, { customers: 400 }), peers)).toEqual(['mass-reading'])
  })

  it('by night is told with its count', () => {
    expect(judgeShift(shift({}, { offHours: 5 }), peers)).toEqual([
      { kind: 'off-hours', reasons: [{ code: 'security.off_hours', facts: { seen: 5 } }] },
    ])
    expect(kinds(shift({}, { offHours: 4 }), peers)).toEqual([])
  })

  it('says everything it rests on: what was seen, what is usual, how far apart they are', () => {
    const [found] = judgeShift(shift({ unrelated: 8, inARow: 4, sameName: 1 }), peers)
    expect(found?.reasons).toEqual([
      { code: 'security.in_a_row', facts: { seen: 4, usual: 0, tenths: 36 } },
      { code: 'security.unrelated', facts: { seen: 8, usual: 0, tenths: 76 } },
      { code: 'security.same_name', facts: { seen: 1, usual: 0, tenths: 10 } },
    ])
  })

  it('without peers is held to the plain numbers', () => {
    expect(kinds(shift({ unrelated: 12 }), [])).toEqual(['snooping'])
  })

  it('of a day whose movements are not in is judged beside its like, or waits', () => {
    const open = (unrelated: number) => shift({ unrelated, inARow: 3 }, { settled: false })
    expect(kinds(open(30), peers)).toEqual([])
    const day = [25, 30, 28, 31, 27].map(open)
    expect(kinds(open(30), [...peers, ...day])).toEqual([])
    expect(kinds(open(99), [...peers, ...day])).toEqual(['snooping'])
  })
})
