import { expect, test } from 'vitest'
import { readCallerNumber } from './caller-number.ts'

test.each([
  ['13812345678', 'mobile', '13812345678'],
  ['+86 138-1234-5678', 'mobile', '13812345678'],
  ['008613812345678', 'mobile', '13812345678'],
  ['8613812345678', 'mobile', '13812345678'],
  ['013812345678', 'mobile', '13812345678'],
  ['1795113812345678', 'mobile', '13812345678'],
  ['１３８ １２３４ ５６７８', 'mobile', '13812345678'],
  ['0311-87654321', 'landline', '031187654321'],
  ['(0311) 8765 4321', 'landline', '031187654321'],
  ['0311-87654321-801', 'landline', '031187654321'],
  ['0311-87654321转801', 'landline', '031187654321'],
  ['+86 311 87654321', 'landline', '031187654321'],
  ['95588', 'other', '95588'],
])('%s is read as %s %s', (given, kind, number) => {
  expect(readCallerNumber(given)).toEqual({ kind, number })
})

test.each(['', '   ', 'anonymous', '12', '未知号码'])('"%s" is nobody’s number', (given) => {
  expect(readCallerNumber(given)).toBeUndefined()
})
