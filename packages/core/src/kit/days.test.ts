import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocalDate } from './dates.ts'
import { addDays, addMonths, ageOn, daysBetween } from './days.ts'

const day = (text: string) => LocalDate.parse(text)
const anyDay = fc
  .integer({ min: 0, max: 73_000 })
  .map((offset) => addDays(day('1901-01-01'), offset))

describe('a bank day', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['1991-04-13', 2, '1991-04-15'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to)
    expect(daysBetween(day(from), day(to))).toBe(days)
  })

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2025-12-15', 3, '2026-03-15'],
    ['1993-07-05', 12, '1994-07-05'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  it.each([
    ['1968-03-18', '2026-03-17', 57],
    ['1968-03-18', '2026-03-18', 58],
    ['2004-02-29', '2026-02-28', 21],
    ['2004-02-29', '2026-03-01', 22],
  ])('somebody born on %s is on %s aged %i', (born, asOf, age) => {
    expect(ageOn(day(born), day(asOf))).toBe(age)
  })

  it('comes back when as many days are taken away as were added', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
        const to = addDays(from, days)
        expect(addDays(to, -days)).toBe(from)
        expect(daysBetween(from, to)).toBe(days)
      }),
    )
  })
})
