import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaskName } from '../kit/index.ts'
import { maskValue } from './mask.ts'

describe('a masked value', () => {
  it.each<[MaskName, unknown, string]>([
    ['idNumber', '51010219680318234X', '5****************X'],
    ['idNumber', '510102680318234', '5*************4'],
    ['idNumber', 'E1234567', 'E******7'],
    ['idNumber', 'H123456', '*******'],
    ['phone', '13812345678', '138****5678'],
    ['phone', '13812345678', '138****5678'],
    ['phone', '8662345', '*******'],
    ['account', '6230520010123456789', '****6789'],
    ['account', '1234567', '*******'],
    ['name', '李桂芳', '李**'],
    ['name', '𠮷野', '𠮷*'],
    ['name', '王', '王*'],
    ['address', '石桥县柳河镇柳河村3组12号', '石桥县***'],
    ['address', '柳河村', '***'],
    ['amount', 1_286_540, '10000–50000'],
    ['amount', 700_000_000, '≥6000000'],
    ['amount', -5_000_000, '-(50000–200000)'],
    ['amount', '12', '***'],
    ['day', '1968-03-18', '1968-**-**'],
    ['text', '菜款', '***'],
  ])('%s of %s is %s', (mask, value, masked) => {
    expect(maskValue(mask, value)).toEqual({ masked })
  })

  it('covers everything where the mask is unknown', () => {
    expect(maskValue('constructor' as MaskName, '李桂芳')).toEqual({ masked: '***' })
  })

  it('never shows a character in the middle of a number, whatever its length or script', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
    fc.assert(
      fc.property(text, fc.constantFrom<MaskName>('idNumber', 'account'), (value, mask) => {
        const { masked } = maskValue(mask, value)
        const all = Array.from(value.normalize('NFKC'))
        const shown = Array.from(masked).filter((char) => char !== '*')
        const most = mask === 'idNumber' ? 2 : 4
        const starsInValue = all.filter((char) => char === '*').length
        expect(shown.length).toBeLessThanOrEqual(most + starsInValue)
        expect(Array.from(masked).length).toBeLessThanOrEqual(64)
      }),
      { numRuns: 5_000 },
    )
  })
})
