import { expect, test } from 'vitest'
import { chineseFirms, readChineseFirm } from './chinese-firm.ts'
import { creditCodeOf } from './chinese-number.ts'
import { RecordBook } from './record-book.ts'

const text = { simplify: (given: string) => given, syllables: (name: string) => [...name] }

test.each([
  ['石桥县王记面馆', '王记面馆'],
  ['石桥县城关镇王记面馆有限公司', '王记面馆'],
  ['王记面馆(个体工商户)', '王记面馆'],
  ['石桥县柳河果业农民专业合作社', '柳河果业'],
])('%s is %s, once place and form are gone', (given, core) => {
  expect(readChineseFirm({ name: given }, text).name?.split('|')[0]).toBe(core)
})

test('a credit code is one by its check character', () => {
  // The example of GB 32100-2015, annex A.
  expect(creditCodeOf('91350100M000100Y43')).toBe('91350100M000100Y43')
  expect(creditCodeOf('91350100M000100Y44')).toBeUndefined()
  expect(creditCodeOf('91350100M00010OY43')).toBeUndefined()
})

test('two shops of one owner, in one house with one phone, stay two', () => {
  const book = new RecordBook(chineseFirms)
  for (let n = 0; n < 80; n++) {
    const firm = {
      name: `${String.fromCharCode(0x4e00 + n * 5, 0x5f00 + n * 3)}农资店`,
      representative: `张${String.fromCharCode(0x5000 + n * 11)}`,
      phones: [`139${String(n * 104729).padStart(8, '0')}`],
      address: `人民路${n}号`,
    }
    book.add(readChineseFirm(firm, text))
    book.add(readChineseFirm({ ...firm, address: undefined }, text))
  }
  const owner = { representative: '王建国', phones: ['13812345678'], address: '解放街8号' }
  const noodles = book.add(readChineseFirm({ ...owner, name: '王记面馆' }, text))
  const feed = book.add(readChineseFirm({ ...owner, name: '建国饲料' }, text))
  const again = book.add(readChineseFirm({ ...owner, name: '石桥县王记面馆' }, text))
  const { clusters } = book.resolve(book.train())
  expect(clusters[again]).toBe(clusters[noodles])
  expect(clusters[feed]).not.toBe(clusters[noodles])
})
