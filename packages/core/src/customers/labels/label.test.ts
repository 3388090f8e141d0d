import { describe, expect, it } from 'vitest'
import { LabelName } from './label.ts'

describe('the name of a label', () => {
  it('is kept without what nobody sees', () => {
    expect(LabelName.parse('  茶\u200b 农 ')).toBe('茶 农')
  })

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['zero width', '\u200b\u2060'],
    ['a mark of direction', '\u202e'],
  ])('is refused where it is %s', (_, name) => {
    expect(LabelName.safeParse(name).success).toBe(false)
  })

  it('counts the letters that are kept', () => {
    expect(LabelName.safeParse(` ${'茶'.repeat(40)} `).success).toBe(true)
    expect(LabelName.safeParse('\u{1d160}'.repeat(20)).success).toBe(false)
  })
})
