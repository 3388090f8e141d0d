import { defineSource, plainKey, plainName, plainNumber } from '@crm/core'
import { bank as castBank, chenBo } from '@crm/core/fixtures'
import { importFolder } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { readSearchText } from '../../../../packages/server/src/customers/search-text.ts'
import { indexedText } from '../../../../packages/server/src/kit/keys/blind-index.ts'
import { all, type ProofLine, zero } from '../../line.ts'
import { dressedKey, dressedName, dressedNumber, oddText } from '../corpora/dresses.ts'
import { memoryFolder } from '../memory-folder.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

const plain: Readonly<Record<string, (text: string) => string>> = {
  names: plainName,
  numbers: plainNumber,
  keys: plainKey,
  'indexed IDs': (text) => indexedText('idNumber', text),
  'indexed phones': (text) => indexedText('phone', text),
  'indexed cards': (text) => indexedText('accountNumber', text),
  searches: (text) => readSearchText(text).text,
}

const source = defineSource({
  name: 'dresses',
  title: { zh: '试验', en: 'Trial' },
  bank: { id: castBank.id, name: castBank.name, currency: castBank.currency },
  businessDate: castBank.businessDate,
  files: [
    {
      file: 'offices.dat',
      format: { delimiter: '|' },
      records: 'branches',
      read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
    },
    {
      file: 'people.dat',
      format: { delimiter: '|' },
      records: 'customers',
      read: (row) => ({
        key: row.text('NO'),
        kind: 'person',
        name: row.text('NAME'),
        idNumber: row.digits('ID'),
        phone: row.digits('PHONE'),
        birthdayCalendar: 'unknown',
        branchKey: chenBo.branchId,
        managerKey: chenBo.id,
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'active',
      }),
    },
  ],
})

interface Person {
  readonly key: string
  readonly name: string
  readonly id: string
  readonly phone: string
}

function peopleOf(count: number, random: () => number): readonly Person[] {
  const digits = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 10)).join('')
  return Array.from({ length: count }, (_, at) => ({
    key: `Kb${at}`,
    name: `李Müller${String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000))}${at}`,
    id: `51${digits(15)}X`,
    phone: `138${digits(8)}`,
  }))
}

const offices = [
  'NO|NAME',
  ...['城関支行甲', '城关支行甲', '右桥分理处', '石桥分理处', 'АВС营业部', 'ABC营业部'].map(
    (name, at) => `o${at}|${name}`,
  ),
  '',
].join('\n')

/** The same people, delivered again and again in other dresses. */
async function deliver(bank: TestBank, people: readonly Person[], random: () => number) {
  let changed = 0
  let refused = 0
  let warned = 0
  const dressed: Person[] = []
  for (let night = 0; night < 8; night++) {
    const those = people.map(({ key, name, id, phone }) =>
      night === 0
        ? { key, name, id, phone }
        : {
            key: dressedKey(random, key),
            name: dressedName(random, name),
            id: dressedNumber(random, id),
            phone: dressedNumber(random, phone),
          },
    )
    dressed.push(...those)
    const lines = those.map(({ key, name, id, phone }) =>
      [key, name, id, phone, '20200101'].join('|'),
    )
    const reports = await importFolder({
      store: bank.store,
      source,
      folder: memoryFolder({
        'offices.dat': offices,
        'people.dat': ['NO|NAME|ID|PHONE|SINCE', ...lines, ''].join('\n'),
      }),
      rejectThreshold: 1,
    })
    for (const { records, accepted, rejected, warnings } of reports) {
      warned += warnings.length
      refused += rejected
      if (records === 'customers' && night > 0) changed += accepted
    }
  }
  return { changed, refused, warned, dressed }
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const random = chance(seed)
  const texts = 100_000
  const uneven: Record<string, number> = Object.fromEntries(
    Object.keys(plain).map((what) => [what, 0]),
  )
  for (let at = 0; at < texts; at++) {
    const text = oddText(random, 24)
    for (const [what, read] of Object.entries(plain)) {
      const once = read(text)
      if (read(once) !== once) uneven[what] = (uneven[what] ?? 0) + 1
    }
  }
  const bank = await openTestBank()
  const people = peopleOf(full ? 2_000 : 100, random)
  const { changed, refused, warned, dressed } = await deliver(bank, people, random)
  const { count } = await bank.store.db
    .selectFrom('customer')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('source', '=', source.name)
    .executeTakeFirstOrThrow()
  let found = 0
  let asked = 0
  for (const [at, person] of dressed.entries()) {
    if (at % 3 !== 0) continue
    for (const text of [person.name, person.id, person.phone]) {
      asked += 1
      const { items } = await bank.crm.customers.search({ text })
      if (items.length === 1) found += 1
    }
  }
  await bank.close()
  return [
    ...Object.entries(uneven).map(([what, figure]) =>
      zero(`T31 ${what} that another reading changes`, figure, `of ${texts}`),
    ),
    zero(
      'T31 customers doubled by another dress',
      count - people.length,
      `of ${dressed.length} lines`,
    ),
    zero('T31 customers changed by another dress', changed, `of ${dressed.length} lines`),
    zero('T31 lines refused for their dress', refused, `of ${dressed.length} lines`),
    all('T31 searches in any dress that find exactly the one', found, asked),
    all('T31 offices that look like another and were told', warned, 3),
    zero(
      'R25 texts of all kinds that another reading changes',
      Object.values(uneven).reduce((sum, one) => sum + one, 0),
      `of ${texts * Object.keys(plain).length}`,
    ),
  ]
}

export const proof: TrustProof = { rows: ['T31', 'R25'], run }
