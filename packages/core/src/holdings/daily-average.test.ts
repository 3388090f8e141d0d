import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, type Fen, type LocalDate } from '../kit/index.ts'
import { type BalanceFacts, type Days, dailyAverage, firstOfMonths, periodsOf } from './index.ts'

const day = (text: string) => text as LocalDate
const fen = (amount: number) => amount as Fen

/** As a clerk would: write down every evening, add up, divide. */
function eveningByEvening({ balanceFen, balanceOn, movements }: BalanceFacts, days: Days): number {
  let sum = 0
  const count = daysBetween(days.from, days.to) + 1
  for (let n = 0; n < count; n++) {
    const evening = addDays(days.from, n)
    let balance: number = balanceFen
    for (const { bookedOn, amountFen } of movements) {
      if (bookedOn > evening && bookedOn <= balanceOn) balance -= amountFen
      if (bookedOn <= evening && bookedOn > balanceOn) balance += amountFen
    }
    sum += balance
  }
  return Math.sign(sum) * Math.floor(Math.abs(sum) / count + 0.5) || 0
}

describe('the daily average of a balance', () => {
  it('counts a deposit of the last evening for one day of the month', () => {
    const facts = {
      balanceFen: fen(3_100_00),
      balanceOn: day('2026-03-31'),
      movements: [{ bookedOn: day('2026-03-31'), amountFen: fen(3_100_00) }],
    }
    expect(dailyAverage(facts, { from: day('2026-03-01'), to: day('2026-03-31') })).toBe(100_00)
  })

  it('counts a deposit of the first day for the whole month', () => {
    const facts = {
      balanceFen: fen(3_100_00),
      balanceOn: day('2026-03-31'),
      movements: [{ bookedOn: day('2026-03-01'), amountFen: fen(3_100_00) }],
    }
    expect(dailyAverage(facts, { from: day('2026-03-01'), to: day('2026-03-31') })).toBe(3_100_00)
  })

  it('goes on from a balance that is older than the movements', () => {
    const facts = {
      balanceFen: fen(1_000),
      balanceOn: day('2026-02-28'),
      movements: [{ bookedOn: day('2026-03-03'), amountFen: fen(400) }],
    }
    // 1000, 1000, 1400, 1400.
    expect(dailyAverage(facts, { from: day('2026-03-01'), to: day('2026-03-04') })).toBe(1_200)
  })

  it('is what a clerk finds who writes down every evening', () => {
    const near = fc.integer({ min: -40, max: 40 }).map((days) => addDays(day('2026-03-05'), days))
    const facts = fc.record({
      balanceFen: fc.integer({ min: -1e9, max: 1e9 }).map(fen),
      balanceOn: near,
      movements: fc.array(
        fc.record({ bookedOn: near, amountFen: fc.integer({ min: -1e8, max: 1e8 }).map(fen) }),
      ),
    })
    fc.assert(
      fc.property(facts, near, fc.nat(45), (balance, from, length) => {
        const days = { from, to: addDays(from, length) }
        expect(dailyAverage(balance, days)).toBe(eveningByEvening(balance, days))
      }),
    )
  })
})

describe('the periods of a day', () => {
  it('begin with the month and with the year', () => {
    expect(periodsOf(day('2026-03-05'))).toEqual({
      month: { from: '2026-03-01', to: '2026-03-05' },
      year: { from: '2026-01-01', to: '2026-03-05' },
    })
  })

  it.each([
    ['2026-03-05', 1, '2026-03-01'],
    ['2026-03-31', 12, '2025-04-01'],
    ['2026-01-31', 2, '2025-12-01'],
  ])('of %s and so many months (%i) begins on %s', (asOf, months, first) => {
    expect(firstOfMonths(day(asOf), months)).toBe(first)
  })
})
