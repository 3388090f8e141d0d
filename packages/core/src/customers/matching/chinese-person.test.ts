import { expect, test } from 'vitest'
import { chineseAddress, chineseDay, chineseName } from './chinese-measure.ts'
import { residentIdOf } from './chinese-number.ts'
import { readChinesePerson } from './chinese-person.ts'
import { foldSyllables } from './dialect.ts'

const sounds: Record<string, string> = { 李: 'li', 桂: 'gui', 芳: 'fang', 芬: 'fen', 方: 'fang' }
const text = {
  simplify: (given: string) => given.replaceAll('陳', '陈'),
  syllables: (name: string) => [...name].map((letter) => sounds[letter] ?? letter),
}

test('a resident ID of 15 digits is the one of 18 that the same person carries today', () => {
  expect(residentIdOf('590122680221068')).toBe('59012219680221068X')
  expect(residentIdOf('59012219680221068X')).toBe('59012219680221068X')
})

test.each([
  ['one digit is another', '59012219680221069X'],
  ['two digits changed places', '59012219680220168X'],
  ['there is no such day', '590122196802300680'],
  ['it is too short', '59012219680221'],
])('an ID that is none says nothing: %s', (_, id) => {
  expect(residentIdOf(id)).toBeUndefined()
})

test('what dialects confuse sounds the same: 陈 and 程, 刘 and 牛, 胡 and 福', () => {
  expect(foldSyllables(['chen'])).toBe(foldSyllables(['cheng']))
  expect(foldSyllables(['liu'])).toBe(foldSyllables(['niu']))
  expect(foldSyllables(['hu'])).toBe(foldSyllables(['fu']))
  expect(foldSyllables(['zhang'])).toBe(foldSyllables(['zan']))
  expect(foldSyllables(['li'])).not.toBe(foldSyllables(['lu']))
})

test('Aunt Li of the core system is read as the survey of her village has her', () => {
  const core = readChinesePerson(
    {
      name: '李桂芳',
      idNumber: '590122680221068',
      phones: ['+86 154-1234-5678', '15412345678'],
      address: '石桥县柳河村三组45号',
    },
    text,
  )
  const survey = readChinesePerson(
    { name: '李 桂方', bornOn: '1968-01-24', gender: 'female', address: '柳河村3组45号' },
    text,
  )
  expect(core.idNumber).toBe('59012219680221068X')
  expect(core).toMatchObject({ gender: 'female', phone: '15412345678' })
  expect(core.otherPhone).toBeUndefined()
  expect(chineseName.levels[chineseName.of(core.name!, survey.name!)]).toBe('same sound')
  // 1968-02-21 was the 23rd of the first month; a register that has it as a day of the sun is a day off.
  expect(core.bornOn).toBe('19680221|19680123')
  expect(chineseDay.levels[chineseDay.of(core.bornOn!, '19680123|19671224')]).toBe('other calendar')
  expect(chineseAddress.levels[chineseAddress.of(core.address!, survey.address!)]).toBe('near')
})

test('a sister’s name is near, not the same; another number of the house is another house', () => {
  expect(chineseName.levels[chineseName.of('李桂芳|li gui fan', '李桂芬|li gui fen')]).toBe('near')
  expect(chineseAddress.of('柳河村3组45号', '柳河村3组54号')).toBe(2)
})

test('a day that is none is kept as it was typed', () => {
  expect(readChinesePerson({ bornOn: '19681360' }, text).bornOn).toBe('19681360|19681360')
})
