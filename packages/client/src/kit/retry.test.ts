import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOON } from '../../test/bank-line.ts'
import { isPassing, RetryBudget, retryAfter, waitBefore } from './retry.ts'

const asked = (value: string, date?: string) =>
  retryAfter(new Headers({ 'retry-after': value, ...(date && { date }) }), NOON)

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['none at all', '0', 0],
    ['a moment to come', 'Thu, 05 Mar 2026 04:00:09 GMT', 9_000],
    ['a moment gone by', 'Thu, 05 Mar 2026 03:00:00 GMT', 0],
    ['words', 'later', undefined],
    ['a fraction of a second is no valid value', '-1.5x', undefined],
  ])('%s', (_what, value, milliseconds) => {
    expect(asked(value)).toBe(milliseconds)
  })

  it('goes by the bank’s clock where this machine’s is wrong', () => {
    expect(asked('Thu, 05 Mar 2026 09:00:09 GMT', 'Thu, 05 Mar 2026 09:00:00 GMT')).toBe(9_000)
  })

  it('is honoured to a tenth, and never cut short', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (milliseconds, chance) => {
          const wait = waitBefore(0, milliseconds, { random: () => chance })
          expect(wait).toBeGreaterThanOrEqual(milliseconds)
          expect(wait).toBeLessThanOrEqual(milliseconds * 1.1)
        },
      ),
    )
  })
})

describe('the wait before a retry', () => {
  it.each([
    [0, 500],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 5_000],
    [9, 5_000],
  ])('number %i is anywhere below %i ms', (retry, most) => {
    expect(waitBefore(retry, undefined, { random: () => 0 })).toBe(0)
    expect(waitBefore(retry, undefined, { random: () => 0.999_999 })).toBeCloseTo(most, -1)
  })
})

describe('what may pass', () => {
  it('is a busy bank or a lost proxy, never a refusal', () => {
    const passing = Array.from({ length: 500 }, (_, at) => at + 100).filter(isPassing)
    expect(passing).toEqual([408, 429, 502, 503, 504])
  })
})

describe('the budget of retries', () => {
  it('is a tenth of the calls and three more, however the failures fall', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 2_000 }), (wishes) => {
        const budget = new RetryBudget({ elapsed: () => 0 })
        let retries = 0
        for (const wish of wishes) {
          budget.earn()
          for (let at = 0; at < wish; at++) if (budget.spend()) retries++
        }
        expect(retries).toBeLessThanOrEqual(wishes.length / 10 + 3 + 1e-6)
      }),
    )
  })

  it('gives a quiet client its three retries back, one in ten seconds', () => {
    let time = 0
    const budget = new RetryBudget({ elapsed: () => time })
    const spendAll = () => {
      let spent = 0
      while (budget.spend()) spent++
      return spent
    }
    expect(spendAll()).toBe(3)
    time = 10_000
    expect(spendAll()).toBe(1)
    time = 10_000_000
    expect(spendAll()).toBe(3)
  })

  it('saves up ten at most, so that a good morning does not pay for a bad noon', () => {
    const budget = new RetryBudget({ elapsed: () => 0 })
    for (let call = 0; call < 1_000; call++) budget.earn()
    let retries = 0
    while (budget.spend()) retries++
    expect(retries).toBe(10)
  })
})
