import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chinesePersons } from './chinese-person.ts'
import {
  blockOn,
  defineMatching,
  type MatchRecord,
  RecordBook,
  readChinesePerson,
} from './index.ts'
import { scattered } from './scatter.ts'

const columns = {
  given: 'givenName',
  surname: 'surname',
  born: 'day',
  street: 'street',
  phone: 'number',
} as const
type Column = keyof typeof columns

const syllables = [
  'an',
  'be',
  'car',
  'do',
  'el',
  'fri',
  'gre',
  'han',
  'il',
  'jo',
  'ku',
  'lor',
  'mi',
  'no',
]

/** People with a record in each of two systems; the second has a slip in one column, by turns. */
function twoSystems(people: number): { records: MatchRecord<Column>[]; truth: number[] } {
  const records: MatchRecord<Column>[] = []
  const truth: number[] = []
  let drawn = 0
  const below = (most: number): number => Math.floor(scattered(++drawn, people) * most)
  const name = (length: number): string =>
    Array.from({ length }, () => syllables[below(syllables.length)]).join('')
  for (let n = 0; n < people; n++) {
    const person = {
      given: name(2),
      surname: name(3),
      born: `${1940 + below(60)}${String(below(12) + 1).padStart(2, '0')}${String(below(28) + 1).padStart(2, '0')}`,
      street: `${name(3)} lane ${below(200)}`,
      phone: `138${String(below(1e8)).padStart(8, '0')}`,
    }
    const slips: Partial<Record<Column, string>>[] = [
      { given: person.surname, surname: person.given },
      { born: person.born.slice(0, 6) + person.born[7] + person.born[6] },
      { phone: '' },
      { surname: person.surname.slice(0, -1) },
      { street: '' },
    ]
    records.push(person, { ...person, ...slips[n % slips.length] })
    truth.push(n, n)
  }
  return { records, truth }
}

const resolved = (records: readonly MatchRecord<Column>[]) => {
  const book = new RecordBook(defineMatching({ columns }))
  for (const record of records) book.add(record)
  const model = book.train()
  return { book, model, ...book.resolve(model) }
}

describe('resolving records without labels', () => {
  const { records, truth } = twoSystems(300)

  test('each person’s two records are one, and nobody else’s', () => {
    const { clusters } = resolved(records)
    const wrong = truth.filter(
      (person, at) =>
        truth[clusters[at]!] !== person || clusters[at] !== clusters[truth.indexOf(person)],
    )
    expect(wrong).toEqual([])
  })

  test('more records than every pair can be looked at of: blocking is chosen from the data', () => {
    const many = twoSystems(1200)
    const { clusters, compared, book } = resolved(many.records)
    const together = many.truth.filter((_, at) => at % 2 === 1 && clusters[at] === at - 1).length
    expect(together).toBeGreaterThan(1190)
    expect(book.blocking.length).toBeGreaterThan(3)
    expect(compared).toBeLessThan((2400 * 2399) / 20)
  })

  test('the order in which files come changes nothing', () => {
    const inOrder = resolved(records).clusters
    const turned = resolved([...records].reverse()).clusters
    const last = records.length - 1
    const pairOf = (clusters: Int32Array, a: number, b: number) => clusters[a] === clusters[b]
    for (let at = 0; at < last; at += 2)
      expect(pairOf(turned, last - at, last - at - 1)).toBe(pairOf(inOrder, at, at + 1))
  })

  test('what is explained adds up to what is judged', () => {
    const { book, model } = resolved(records)
    const { evidence, probability } = book.explain(0, 1, model)
    const bits = evidence.reduce(
      (sum, { weight }) => sum + weight,
      Math.log2(model.prior / (1 - model.prior)),
    )
    expect(probability).toBeCloseTo(1 / (1 + 2 ** -bits), 9)
    expect(evidence.map(({ level }) => level)).toContain('elsewhere')
  })

  test('a model that was kept as text judges as before', () => {
    const { book, model } = resolved(records)
    const kept = JSON.parse(JSON.stringify(model))
    expect(book.explain(0, 1, kept)).toEqual(book.explain(0, 1, model))
  })

  test('a record that comes later finds its own among the whole book', () => {
    const { book, model } = resolved(records)
    const late = book.add({ ...records[40], phone: '', street: '' })
    const [nearest] = book.matchesOf(late, model)
    expect([40, 41]).toContain(nearest?.record)
    expect(nearest?.judgement.probability).toBeGreaterThan(0.9)
  })
})

test('a column that is not there is named at once', () => {
  expect(() =>
    defineMatching({ columns: { name: 'surname' }, blocking: [blockOn('nam' as 'name')] }),
  ).toThrow('nam')
})

const text = { simplify: (given_: string) => given_, syllables: (name: string) => [...name] }
const resolvePeople = (people: readonly Parameters<typeof readChinesePerson>[0][]) => {
  const book = new RecordBook(chinesePersons)
  for (const person of people) book.add(readChinesePerson(person, text))
  return book.resolve(book.train())
}
const home = {
  village: '柳河村',
  address: '柳河村3组45号',
  householdNumber: '590001',
  phones: ['13812340000'],
}
/** Strangers, so that there is a book to learn from. */
const strangers = Array.from({ length: 60 }, (_, n) => {
  const person = {
    name: `张${String.fromCharCode(0x4e00 + n * 7)}${String.fromCharCode(0x5e00 + n * 3)}`,
    bornOn: `${1940 + n}0${(n % 9) + 1}1${n % 9}`,
    gender: n % 2 === 0 ? 'male' : 'female',
    village: `村${n % 9}`,
    address: `村${n % 9}${n}号`,
    phones: [`139${String(n * 104729).padStart(8, '0')}`],
  }
  return [person, { ...person, address: undefined }]
}).flat()

test('twins share house, phone and birthday, and nobody makes one of them unseen', () => {
  const one = { ...home, name: '李桂芳', bornOn: '19900305', gender: 'female' }
  const { clusters, review } = resolvePeople([...strangers, one, { ...one, name: '李桂芬' }])
  const [first, second] = [strangers.length, strangers.length + 1]
  expect(clusters[first]).not.toBe(clusters[second])
  expect(review).toContainEqual(expect.objectContaining({ a: first, b: second }))
})

test('two right IDs that differ are two people, whatever else agrees', () => {
  const one = { ...home, name: '李桂芳' }
  const { clusters, review } = resolvePeople([
    ...strangers,
    { ...one, idNumber: '59012219680221068X' },
    { ...one, idNumber: '59012219680221084X' },
    one,
  ])
  const [first, second] = [strangers.length, strangers.length + 1]
  expect(clusters[first]).not.toBe(clusters[second])
  expect(review.length).toBeGreaterThan(0)
})

test('no two right IDs ever meet in one cluster, by whatever way', () => {
  const ids = ['59012219680221068X', '59012219680221084X', undefined]
  const person = fc.record({
    name: fc.constantFrom('李桂芳', '李桂芬'),
    idNumber: fc.constantFrom(...ids),
    bornOn: fc.constantFrom('19680221', undefined),
    phones: fc.constantFrom(['13812340000'], []),
  })
  fc.assert(
    fc.property(fc.array(person, { minLength: 2, maxLength: 8 }), (people) => {
      const { clusters } = resolvePeople([...strangers, ...people])
      const held = new Map<number, string>()
      people.forEach(({ idNumber }, at) => {
        if (idNumber === undefined) return
        const cluster = clusters[strangers.length + at]!
        expect(held.get(cluster) ?? idNumber).toBe(idNumber)
        held.set(cluster, idNumber)
      })
    }),
    { numRuns: 30 },
  )
})
