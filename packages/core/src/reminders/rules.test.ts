import { describe, expect, it } from 'vitest'
import { auntLi, day, zhang } from '../../fixtures/index.ts'
import type { Customer } from '../customers/index.ts'
import type { Holding } from '../holdings/index.ts'
import { addDays } from '../kit/days.ts'
import { remindOfBirthday } from './birthday.ts'
import { remindOfDormancy } from './dormancy.ts'
import { remindOfMaturity } from './maturity.ts'
import { planReminders } from './plan.ts'
import { remindOfRepayment } from './repayment.ts'
import { reminderDefaults } from './settings.ts'

const deposit = auntLi.holdings.find(({ product }) => product === 'term-deposit')!
const maturity = (asOf: string, changed: Partial<Holding> = {}) =>
  remindOfMaturity({ ...deposit, ...changed } as Holding, day(asOf), reminderDefaults)

describe("Aunt Li's deposit, which matures on 10 March", () => {
  it.each([
    ['sixteen days ahead', '2026-02-22', false],
    ['fifteen days ahead', '2026-02-23', true],
    ['on the day', '2026-03-10', true],
    ['a week later, while it idles', '2026-03-17', true],
    ['the day after that', '2026-03-18', false],
  ])('%s', (_when, asOf, reminds) => {
    expect(maturity(asOf) !== undefined).toBe(reminds)
  })

  it('would lose her 280 yuan in ninety idle days: 80,000 × (1.45 % − 0.05 %) × 90 / 360', () => {
    expect(maturity('2026-03-05')?.stakeFen).toBe(28_000)
  })

  it('says why, with the facts', () => {
    expect(maturity('2026-03-05')?.reason).toMatchObject({
      code: 'reminder.deposit_matures',
      facts: { days: 5, amountFen: 8_000_000, gainBp: 140 },
    })
    expect(maturity('2026-03-12')?.reason.code).toBe('reminder.deposit_matured')
  })

  it('reminds nobody when it renews itself, or is closed', () => {
    expect(maturity('2026-03-05', { autoRenews: true })).toBeUndefined()
    expect(maturity('2026-03-05', { status: 'closed' })).toBeUndefined()
  })

  it('is announced a month ahead from half a million on', () => {
    const large = { amountFen: 50_000_000 } as Partial<Holding>
    expect(maturity('2026-02-08', large)).toBeDefined()
    expect(maturity('2026-02-07', large)).toBeUndefined()
  })
})

describe("Zhang's orchard loan", () => {
  const loan = {
    ...zhang.holdings.find(({ product }) => product === 'loan')!,
    openedOn: '2025-01-31',
    maturesOn: '2026-07-31',
    instalmentFen: 500_000,
    status: 'active',
  } as Holding
  const repayment = (asOf: string, changed: Partial<Holding> = {}) =>
    remindOfRepayment({ ...loan, ...changed } as Holding, day(asOf), reminderDefaults)

  it.each([
    ['2026-02-20', undefined],
    ['2026-02-21', '2026-02-28'],
    ['2026-02-28', '2026-02-28'],
    ['2026-03-01', undefined],
    ['2026-03-24', '2026-03-31'],
  ])('on %s reminds of the instalment of %s', (asOf, due) => {
    expect(repayment(asOf)?.dueOn).toBe(due)
  })

  it('is never due later than its own end', () => {
    expect(repayment('2026-07-29')?.dueOn).toBe('2026-07-31')
    expect(repayment('2026-08-01')).toBeUndefined()
  })

  it('reminds of the principal sixty days ahead when it is repaid at the end', () => {
    const bullet = { instalmentFen: undefined } as unknown as Partial<Holding>
    expect(repayment('2026-06-01', bullet)).toBeDefined()
    expect(repayment('2026-05-31', bullet)).toBeUndefined()
  })

  it('comes once a month while it is overdue', () => {
    const overdue = { status: 'overdue' } as Partial<Holding>
    const keys = ['2026-03-02', '2026-03-30', '2026-04-01'].map(
      (asOf) => repayment(asOf, overdue)?.occurrence,
    )
    expect(new Set(keys).size).toBe(2)
  })
})

describe('a birthday', () => {
  const born = (bornOn: string, birthdayCalendar: Customer['birthdayCalendar'], asOf: string) =>
    remindOfBirthday(
      { ...auntLi, bornOn: day(bornOn), birthdayCalendar },
      day(asOf),
      reminderDefaults,
    )

  it('of Aunt Li is 正月廿三, which in 2026 is 11 March', () => {
    const draft = remindOfBirthday(auntLi, day('2026-03-05'), reminderDefaults)
    expect(draft).toMatchObject({ dueOn: '2026-03-11', occurrence: 'lunar 2026' })
    expect(draft?.reason).toMatchObject({ code: 'reminder.lunar_birthday', facts: { age: 58 } })
  })

  it('on 29 February is kept on the 28th in other years', () => {
    expect(born('2004-02-29', 'solar', '2026-02-25')?.dueOn).toBe('2026-02-28')
    expect(born('2004-02-29', 'solar', '2028-02-25')?.dueOn).toBe('2028-02-29')
  })

  it('in January is seen from the December before', () => {
    expect(born('1970-01-03', 'solar', '2025-12-30')?.dueOn).toBe('2026-01-03')
  })

  it('whose calendar nobody asked for says so', () => {
    expect(born('1970-03-08', 'unknown', '2026-03-05')?.reason.code).toBe(
      'reminder.birthday_to_confirm',
    )
  })

  it.each(['deceased', 'closed'] as const)('is not kept of somebody who is %s', (status) => {
    const gone = { ...auntLi, status } as Customer
    expect(remindOfBirthday(gone, day('2026-03-05'), reminderDefaults)).toBeUndefined()
  })
})

describe('somebody who has not moved any money', () => {
  const asleep = (lastMovementOn: string, assetsFen = 500_000) =>
    remindOfDormancy(
      auntLi,
      { lastMovementOn: day(lastMovementOn), assetsFen },
      day('2026-03-05'),
      reminderDefaults,
    )
  it.each([
    ['2025-09-06', true],
    ['2025-09-07', false],
  ])('since %s', (last, reminds) => {
    expect(asleep(last) !== undefined).toBe(reminds)
  })
  it('and has next to nothing with us is left alone', () => {
    expect(asleep('2024-01-01', 99_999)).toBeUndefined()
  })
})

describe('three years of nights, with gaps and repeats', () => {
  it('make each occurrence exactly once', () => {
    const activity = { lastMovementOn: day('2026-01-01'), assetsFen: 500_000 }
    const entry = { customer: auntLi, holdings: auntLi.holdings, activity }
    const fired = new Map<string, number>()
    for (let at = 0, asOf = day('2026-01-01'); at < 1_095; at++, asOf = addDays(asOf, 1)) {
      if (at % 11 === 3) continue
      for (let again = 0; again <= at % 2; again++)
        for (const { kind, subject, occurrence, dueOn } of planReminders(
          entry,
          asOf,
          reminderDefaults,
        ))
          fired.set(`${kind}|${subject}|${occurrence}`, Date.parse(dueOn))
    }
    const birthdays = [...fired].filter(([key]) => key.startsWith('birthday'))
    expect(birthdays.map(([key]) => key.split('|')[2])).toEqual([
      'lunar 2026',
      'lunar 2027',
      'lunar 2028',
    ])
    expect(new Set(birthdays.map(([, due]) => due)).size).toBe(3)
    expect([...fired.keys()].filter((key) => key.startsWith('maturity'))).toHaveLength(1)
    expect([...fired.keys()].filter((key) => key.startsWith('dormancy'))).toHaveLength(1)
  })
})
