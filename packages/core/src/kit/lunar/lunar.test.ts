import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../dates.ts'
import { addDays } from '../days.ts'
import { lunarBirthdayIn } from './birthday.ts'
import { lengthOfLunarMonth, lunarOf, solarOf } from './lunar.ts'

const day = (text: string) => text as LocalDate
const data = fileURLToPath(
  new URL('../../../../../../shared/data/cal_lunar/lunar_months.csv', import.meta.url),
)

describe('a lunar birthday', () => {
  const on = (month: number, date: number, year: number) =>
    lunarBirthdayIn({ month, day: date, leap: false }, year).map((one) => one.on)

  it.each([
    [8, 15, 2026, '2026-09-25'],
    [8, 15, 2027, '2027-09-15'],
    [8, 15, 2028, '2028-10-03'],
    [6, 12, 2025, '2025-07-06'],
    [11, 20, 2025, '2026-01-08'],
    [11, 20, 2026, '2026-12-28'],
    [1, 1, 2027, '2027-02-06'],
    [1, 1, 2030, '2030-02-03'],
    [1, 15, 2027, '2027-02-20'],
    [5, 5, 2027, '2027-06-09'],
    [9, 9, 2027, '2027-10-08'],
  ])('of the %i. month, day %i, falls in lunar %i on %s', (month, date, year, solar) => {
    expect(on(month, date, year)).toEqual([solar])
  })

  it.each([
    [2025, '2026-02-16'],
    [2026, '2027-02-05'],
    [2027, '2028-01-25'],
    [2028, '2029-02-12'],
    [2029, '2030-02-02'],
  ])('on the 30th of the 12th month is New Year’s Eve of lunar %i: %s', (year, solar) => {
    expect(on(12, 30, year)).toEqual([solar])
  })

  it('may fall twice in a solar year, or not at all', () => {
    const days = Array.from({ length: 8 }, (_, at) => on(11, 20, 2023 + at)).flat()
    const inYear = (year: string) => days.filter((one) => one.startsWith(year)).length
    expect(['2025', '2026', '2028', '2029'].map(inYear)).toEqual([0, 2, 0, 2])
  })

  it('of a leap month comes back in that month only in the years that have it', () => {
    const born = lunarOf(day('1963-05-30'))!
    expect(born).toEqual({ year: 1963, month: 4, leap: true, day: 8 })
    const again = Array.from({ length: 100 }, (_, at) => 1964 + at).filter((year) =>
      lunarBirthdayIn(born, year, 'leapIfPresent').some(({ leap }) => leap),
    )
    expect(again).toEqual([1974, 1982, 2001, 2012, 2020, 2058])
    expect(lunarBirthdayIn(born, 2020, 'both')).toHaveLength(2)
    expect(lunarBirthdayIn(born, 2026, 'regular')).toHaveLength(1)
  })
})

describe('the lunar calendar', () => {
  it('has its leap sixth month of 2025 from 25 July, with 29 days', () => {
    expect(lunarOf(day('2025-07-25'))).toEqual({ year: 2025, month: 6, leap: true, day: 1 })
    expect(lengthOfLunarMonth(2025, 6, true)).toBe(29)
  })

  it('comes back from every day of two hundred years', () => {
    let at = day('1900-01-31')
    for (let days = 0; days < 73_000; days++, at = addDays(at, 1)) {
      const lunar = lunarOf(at)
      if (!lunar || solarOf(lunar) !== at) throw new Error(`${at} does not come back`)
    }
    expect(at > '2099-01-01').toBe(true)
  })

  it('ends where its table does', () => {
    expect(lunarOf(day('1900-01-30'))).toBeUndefined()
    expect(lunarOf(day('2101-12-31'))).toBeUndefined()
    expect(solarOf({ year: 2025, month: 5, leap: true, day: 1 })).toBeUndefined()
    expect(solarOf({ year: 2025, month: 6, leap: true, day: 30 })).toBeUndefined()
  })

  it.skipIf(!existsSync(data))('has every month as four independent tables do (cal_lunar)', () => {
    const [header = '', ...rows] = readFileSync(data, 'utf8').trim().split('\n')
    const names = header.split(',')
    let months = 0
    for (const row of rows) {
      const cells = row.split(',')
      const cell = (name: string) => cells[names.indexOf(name)] ?? ''
      const [year, month] = [Number(cell('lunar_year')), Number(cell('month'))]
      const leap = ['1', 'true', 'True'].includes(cell('leap'))
      const first = cell('first_day_gregorian')
      if (['2057-09-28', '2097-08-07'].includes(first)) continue
      expect([row, solarOf({ year, month, leap, day: 1 })]).toEqual([row, first])
      months += 1
    }
    expect(months).toBeGreaterThan(300)
  })
})
