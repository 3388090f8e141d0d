import { describe, expect, it } from 'vitest'
import { formatIn, plain, shown } from './format.ts'
import { sayIn } from './say.ts'
import { visible } from './visible.ts'

describe('a name that would turn the line around', () => {
  it.each([
    ['李\u202e桂芳', '李‹U+202E›桂芳'],
    ['\u2066李桂芳\u2069', '‹U+2066›李桂芳‹U+2069›'],
    ['李\u200f桂芳\u061c', '李‹U+200F›桂芳‹U+061C›'],
    ['李桂芳', '李桂芳'],
  ])('is written with what turns it', (name, told) => {
    expect(visible(name)).toBe(told)
    expect(shown(name)).toBe(told)
    expect(shown({ masked: name })).toBe(told)
    expect(plain(name)).toBe(told)
    expect(sayIn('zh-CN')('reminders.closed_done', { name })).toContain(told)
  })

  it.each(['__proto__', 'constructor', 'toString'])('as a code, %s is no word of ours', (code) => {
    expect(sayIn('en').code(code)).toBe(code)
  })

  it('leaves numbers and amounts as they are', () => {
    expect(plain(5)).toBe(5)
    expect(shown(500, (fen) => formatIn('zh-CN').money(fen, 'CNY'))).toBe('¥5.00')
  })
})
