// Customers' data that can be told from anything else: wherever one of these stands, it got there.

import { defineSource, type Source } from '@crm/core'
import { bank, chenBo } from '@crm/core/fixtures'
import { chance } from './tamper.ts'

/** One customer, every value of whom is a canary. */
export interface Canary {
  readonly key: string
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly card: string
  readonly address: string
}

/** The marks that the values begin with; nothing else in the house begins so. */
const marks = [/㐀.{3}/gsu, /㐁.{7}/gsu, /519\d{14}X/g, /199\d{8}/g, /6299\d{15}/g]

const text = (random: () => number, letters: number): string =>
  Array.from({ length: letters }, () =>
    String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000)),
  ).join('')
const digits = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 10)).join('')

/** So many customers, five canaries each. */
export function canaries(customers: number, seed: number): readonly Canary[] {
  const random = chance(seed)
  return Array.from({ length: customers }, (_, at) => ({
    key: `K${at}`,
    name: `㐀${text(random, 3)}`,
    idNumber: `519${digits(random, 14)}X`,
    phone: `199${digits(random, 8)}`,
    card: `6299${digits(random, 15)}`,
    address: `㐁${text(random, 7)}`,
  }))
}

/** The values of one customer. */
export const valuesOf = ({ name, idNumber, phone, card, address }: Canary): readonly string[] => [
  name,
  idNumber,
  phone,
  card,
  address,
]

/** Finds canaries in any text, also where they were written for a URL. */
export class CanaryWatch {
  readonly #known: ReadonlySet<string>

  constructor(all: readonly Canary[]) {
    this.#known = new Set(all.flatMap(valuesOf))
  }

  get size(): number {
    return this.#known.size
  }

  /** Those that stand in a text. */
  findIn(written: string): readonly string[] {
    const plain = written.replace(/(?:%[\da-f]{2})+/gi, (part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return part
      }
    })
    const found = marks.flatMap((mark) =>
      [...plain.matchAll(new RegExp(`(?=(${mark.source}))`, mark.flags))].map(
        ([, value = '']) => value,
      ),
    )
    return [...new Set(found.filter((value) => this.#known.has(value)))]
  }
}

/** A delivery of these people. Every twentieth line is wrong, each in one of five ways. */
export function deliveryOf(all: readonly Canary[]): Readonly<Record<string, string>> {
  const people = all.map(({ key, name, idNumber, phone, card, address }, at) => {
    const cells = [key, name, idNumber, phone, address, chenBo.branchId, '20200101']
    if (at % 20 !== 0) return cells.join('|')
    const wrong = [
      [...cells, card],
      [...cells.slice(0, 6), phone],
      [...cells.slice(0, 5), card, '20200101'],
      [key, '', ...cells.slice(2)],
      [cells[0], `${name}${'长'.repeat(300)}`, ...cells.slice(2)],
    ]
    return wrong[(at / 20) % wrong.length]?.join('|')
  })
  const cards = all.map(({ key, card }, at) =>
    [card, at % 40 === 20 ? card : key, '20200101'].join('|'),
  )
  return {
    'people.dat': ['NO|NAME|ID|PHONE|ADDRESS|BRANCH|SINCE', ...people, ''].join('\n'),
    'cards.dat': ['NO|OWNER|SINCE', ...cards, ''].join('\n'),
  }
}

/** How that delivery is read. */
export const canarySource: Source = defineSource({
  name: 'canary',
  title: { zh: '试验', en: 'Trial' },
  bank: { id: bank.id, name: bank.name, currency: bank.currency },
  businessDate: bank.businessDate,
  files: [
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
        address: row.optional('ADDRESS'),
        birthdayCalendar: 'unknown',
        branchKey: row.text('BRANCH'),
        managerKey: chenBo.id,
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'active',
      }),
    },
    {
      file: 'cards.dat',
      format: { delimiter: '|' },
      records: 'accounts',
      read: (row) => ({
        key: row.text('NO'),
        ownerKey: row.text('OWNER'),
        number: row.text('NO'),
        kind: 'savings',
        product: '活期',
        currency: 'CNY',
        branchKey: chenBo.branchId,
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'open',
      }),
    },
  ],
})
