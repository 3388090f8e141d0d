import { auntLi, bank, castCustomers, day } from '@crm/core/fixtures'
import { describe, expect, it } from 'vitest'
import { runNight } from './night.ts'

describe('the night before 5 March', () => {
  const night = runNight(castCustomers, bank.businessDate)

  it('remembers Aunt Li’s deposit and her birthday', () => {
    const hers = night.reminders.filter(({ customerId }) => customerId === auntLi.id)
    expect(hers.map(({ kind }) => kind).sort()).toEqual(['birthday', 'maturity'])
  })

  it('puts the dearest first', () => {
    const stakes = night.reminders.map(({ stakeFen }) => stakeFen)
    expect(stakes).toEqual([...stakes].sort((a, b) => b - a))
  })

  it('finds Aunt Li among the women who save and owe nothing', () => {
    expect(night.segment.count).toBeGreaterThan(0)
    expect(night.segment.zh).toContain('女')
  })

  it('makes the same of the same book and day', () => {
    expect(runNight(castCustomers, day('2026-03-05'))).toEqual(night)
  })
})
