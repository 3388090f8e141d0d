import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edits, jaroWinkler, sharedPairs, sharedWords } from './similarity.ts'

test.each([
  ['MARTHA', 'MARHTA', 0.961],
  ['DIXON', 'DICKSONX', 0.813],
  ['DWAYNE', 'DUANE', 0.84],
  ['JONES', 'JOHNSON', 0.832],
  ['ABC', 'XYZ', 0],
  ['', 'LI', 0],
])('%s and %s are as like as Winkler published', (a, b, like) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(like, 3)
  expect(jaroWinkler(b, a)).toBeCloseTo(like, 3)
})

/** The whole table, cell by cell, as the definition has it. */
function editsByTable(a: string, b: string): number {
  const cells = Array.from({ length: b.length + 1 }, () => new Array<number>(a.length + 1).fill(0))
  for (let y = 0; y <= b.length; y++)
    for (let x = 0; x <= a.length; x++) {
      if (y === 0 || x === 0) {
        cells[y]![x] = x + y
        continue
      }
      const same = a[x - 1] === b[y - 1] ? 0 : 1
      let cost = Math.min(
        cells[y - 1]![x]! + 1,
        cells[y]![x - 1]! + 1,
        cells[y - 1]![x - 1]! + same,
      )
      if (x > 1 && y > 1 && a[x - 1] === b[y - 2] && a[x - 2] === b[y - 1])
        cost = Math.min(cost, cells[y - 2]![x - 2]! + 1)
      cells[y]![x] = cost
    }
  return cells[b.length]![a.length]!
}

test('edits are those of the whole table, as far as they are counted', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '李'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
      expect(edits(a, b, most)).toBe(Math.min(editsByTable(a, b), most + 1))
    }),
    { numRuns: 2000 },
  )
})

test('the order of words in a firm’s name is no matter, nor one slip in a long word', () => {
  expect(sharedWords('stone bridge noodles', 'noodles, stone brigde')).toBe(1)
  expect(sharedWords('stone bridge', 'iron bridge')).toBe(0.5)
  expect(sharedWords('', 'iron')).toBe(0)
})

test('a text has all its pairs of letters in common with itself, and none with a stranger', () => {
  expect(sharedPairs('柳河村3组45号', '柳河村3组45号')).toBe(1)
  expect(sharedPairs('石桥县柳河村3组45号', '柳河村3组45号')).toBeGreaterThan(0.8)
  expect(sharedPairs('ab', 'cd')).toBe(0)
})
