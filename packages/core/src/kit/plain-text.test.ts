import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookOf, plainKey, plainName, plainNumber } from './plain-text.ts'

describe('a text in another dress', () => {
  it.each([
    ['李桂芳', ['李\u200b桂芳', '\u202e李桂芳\u202c', ' 李桂芳\t', '\ufeff李桂芳', '李桂\u00ad芳']],
    ['Müller 李', ['Mu\u0308ller 李', 'Müller\u00a0\u3000李', 'Mu\u200b\u0308ller\n李']],
  ])('is the name %s', (name, dresses) => {
    for (const dress of dresses) expect(plainName(dress)).toBe(name)
  })

  it.each([
    ['51010419680318002X', ['５１０１０４１９６８０３１８００２ｘ', '510104 19680318 002x']],
    [
      '13800001111',
      ['138-0000-1111', '138 0000\u200b1111', '（138）0000—1111', '１３８00001111\u202c'],
    ],
    ['6222020000000000123', ['6222 0200 0000 0000 123', '6222‑0200‑0000‑0000‑123']],
  ])('is the number %s', (number, dresses) => {
    for (const dress of dresses) expect(plainNumber(dress)).toBe(number)
  })

  it('keeps the case of a key, and nothing else of its dress', () => {
    expect(plainKey('Ｃ\u200b１ a')).toBe('C1 a')
  })

  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        for (const plain of [plainName, plainNumber, plainKey])
          expect(plain(plain(text))).toBe(plain(text))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('two offices whose names look alike', () => {
  it.each([
    ['城关支行', '城闗支行'],
    ['石桥分理处', '右桥分理处'],
    ['ABC营业部', 'АВС营业部'],
    ['大王镇支行', '太王镇支行'],
    ['城关支行', '城\u200b关 支行'],
  ])('%s and %s have one look', (one, other) => {
    expect(lookOf(one)).toBe(lookOf(other))
  })
  it.each([
    ['城关支行', '柳河支行'],
    ['城东支行', '城西支行'],
  ])('%s and %s do not', (one, other) => {
    expect(lookOf(one)).not.toBe(lookOf(other))
  })
})
