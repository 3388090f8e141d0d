import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bruteForce,
  formsOf,
  lastFoursIn,
  numbersIn,
} from '../../scripts/proof/trust/dump-attack.ts'

const phone = '13812345678'
const id = '51080219850412304X'

describe('who holds a dump and looks for numbers', () => {
  it.each(formsOf(phone))('finds a phone that lies open as %s', (form) => {
    expect(numbersIn(`("a row",${form},2026)`, [phone, id])).toBe(1)
  })

  it.each([0, 1, 2, 3, 4])('finds an ID inside of something in base64, %s letters in', (before) => {
    const text = `${'x'.repeat(before)}${id} and more`
    expect(numbersIn(Buffer.from(text).toString('base64'), [id])).toBe(1)
  })

  it('finds a last four that stands by itself', () => {
    expect(lastFoursIn('("cus_1",5678,王芳)', [phone])).toBe(1)
    expect(lastFoursIn('("cus_1",1.Zm9vYmFy,王芳)', [phone])).toBe(0)
  })

  it('guesses an index that was made without a key, or with a key that lies beside it', () => {
    const asked = { keys: ['index-1'], bankId: 'bnk_a' }
    const mac = (key: string) =>
      createHmac('sha256', key)
        .update(`bnk_a|idNumber|exact|${id}`)
        .digest('base64url')
        .slice(0, 22)
    expect(bruteForce(new Set([`1.${mac('index-1')}`]), [id], asked).hits).toBe(1)
    expect(bruteForce(new Set([`1.${mac('a secret')}`]), [id], asked).hits).toBe(0)
  })
})
