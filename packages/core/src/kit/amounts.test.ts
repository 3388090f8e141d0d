import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalOfFen, parseFen } from './amounts.ts'
import type { Fen } from './money.ts'

describe('an amount in a bank file', () => {
  it.each([
    ['700.00', 70_000],
    ['700', 70_000],
    ['0.7', 70],
    ['-0.70', -70],
    ['+12', 1_200],
    [' 1,234.56 ', 123_456],
    ['3372.700', 337_270],
    ['0', 0],
    ['-0.00', 0],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('%s is %i fen', (text, fen) => {
    expect(parseFen(text)).toBe(fen)
  })

  it.each([
    '',
    ' ',
    'abc',
    '1.234',
    '1e3',
    '12,34',
    '1.',
    '.5',
    '--1',
    '１２',
    '90071992547409.92',
  ])('"%s" is none', (text) => {
    expect(parseFen(text)).toBeUndefined()
  })

  it('reads back whatever is printed, to the fen', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(parseFen(decimalOfFen(fen as Fen))).toBe(Object.is(fen, -0) ? 0 : fen)
      }),
    )
  })
})
