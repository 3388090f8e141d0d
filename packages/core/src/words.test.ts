import { describe, expect, it } from 'vitest'
import { accessErrors } from './access/index.ts'
import { customerErrors } from './customers/index.ts'
import { holdingErrors } from './holdings/index.ts'
import { type CrmError, guardErrors, kitErrors } from './kit/index.ts'
import { reminderErrors } from './reminders/index.ts'
import { segmentErrors } from './segments/index.ts'
import { sourceErrors } from './sources/index.ts'
import { words } from './words.ts'

const makers = [
  kitErrors,
  guardErrors,
  accessErrors,
  customerErrors,
  holdingErrors,
  reminderErrors,
  segmentErrors,
  sourceErrors,
].flatMap((errors) => Object.values(errors) as ((...args: unknown[]) => CrmError)[])
/** A list is a text to those who only print it, so one set of arguments serves every maker. */
const codes = [...new Set(makers.map((make) => make(['x'], ['y'], 'z').code))]

describe('every failure', () => {
  it.each(codes)('%s has words in Chinese and in English', (code) => {
    expect(words['zh-CN'][code]).toMatch(/[\u4e00-\u9fff]/)
    expect(words.en[code]).toMatch(/^[A-Z]/)
  })
})

describe('the two languages', () => {
  it('have the same codes', () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words['zh-CN']).sort())
  })
  it('fill in the same facts', () => {
    const slots = (text: string | undefined) => (text?.match(/\{\w+\}/g) ?? []).sort()
    for (const code of Object.keys(words.en))
      expect([code, slots(words.en[code])]).toEqual([code, slots(words['zh-CN'][code])])
  })
})
