import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldPinyin, isSpelt, oneSlipAway } from './typing-errors.ts'

test.each(['liguifang', 'xian', 'zhangjianguo', 'lv', 'shuangquan'])(
  '%s is spelt in syllables',
  (name) => {
    expect(isSpelt(name)).toBe(true)
  },
)

test.each(['ligvf', 'xq', 'smith', 'zzzz'])('%s is not', (text) => {
  expect(isSpelt(text)).toBe(false)
})

test('a slip is undone: whatever one slip makes of a name leads back to it', () => {
  const name = fc.constantFrom('liguifang', 'sunwei', 'wangqiang', 'zhangmin')
  fc.assert(
    fc.property(
      name,
      fc.nat(),
      fc.constantFrom(...'abcxyz'),
      fc.nat(2),
      (meant, where, letter, kind) => {
        const at = where % meant.length
        const typed = [
          meant.slice(0, at) + meant.slice(at + 1),
          meant.slice(0, at) + letter + meant.slice(at),
          meant.slice(0, at) + letter + meant.slice(at + 1),
        ][kind]!
        if (typed !== meant) expect(oneSlipAway(typed)).toContain(meant)
      },
    ),
  )
})

test('hostile text costs no more than its length', () => {
  expect(isSpelt(`${'n'.repeat(5_000)}x`)).toBe(false)
  expect(oneSlipAway('iuiuiuiuiuiuiuiuiuiuiuiuiuiuiu').length).toBeGreaterThan(0)
})

test('what dialects confuse is folded on both sides alike', () => {
  expect(foldPinyin('liuying')).toBe(foldPinyin('niuyin'))
  expect(foldPinyin('huzhen')).toBe(foldPinyin('fuzheng'))
})
