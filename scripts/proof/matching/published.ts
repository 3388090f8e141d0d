import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ColumnKind, defineMatching, RecordBook } from '@crm/core'
import { atLeast, known, notRun, type ProofLine } from '../line.ts'
import { pairwise } from './pairwise.ts'

type Row = Readonly<Record<string, string>>

function readCsv(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',').map((name) => name.trim())
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, (cells[at] ?? '').trim()]))
  })
}

const febrl = {
  given_name: 'givenName',
  surname: 'surname',
  street_number: 'number',
  address_1: 'street',
  address_2: 'street',
  suburb: 'place',
  postcode: 'number',
  state: 'category',
  date_of_birth: 'day',
  soc_sec_id: 'number',
} as const satisfies Record<string, ColumnKind>

const fake = {
  first_name: 'givenName',
  surname: 'surname',
  dob: 'day',
  city: 'place',
  email: 'mail',
} as const satisfies Record<string, ColumnKind>

/** Nothing but the columns' kinds is told; blocking, levels and weights follow from the rows alone. */
function resolveRows(columns: Readonly<Record<string, ColumnKind>>, rows: readonly Row[]) {
  const book = new RecordBook(defineMatching({ columns }))
  for (const row of rows) book.add(row)
  return book.resolve(book.train()).clusters
}

const personOf = (row: Row): string => row.rec_id!.replace(/^rec-(\d+)-.*$/, '$1')
const round = (figure: number): number => Number(figure.toFixed(4))

function figures(
  set: string,
  found: { precision: number; recall: number; f1: number },
  aim: number,
): ProofLine[] {
  return [
    known(`${set}: pairwise precision`, round(found.precision), ''),
    known(`${set}: pairwise recall`, round(found.recall), ''),
    atLeast(`${set}: pairwise F1`, round(found.f1), aim, ''),
  ]
}

function febrlLines(folder: string): ProofLine[] {
  const one = readCsv(join(folder, 'dataset1.csv'))
  const a = readCsv(join(folder, 'dataset4a.csv'))
  const b = readCsv(join(folder, 'dataset4b.csv'))
  const four = [...a, ...b]
  const side = (at: number) => (at < a.length ? 0 : 1) as 0 | 1
  return [
    ...figures('FEBRL1', pairwise(resolveRows(febrl, one), one.map(personOf)), 0.99),
    ...figures('FEBRL4', pairwise(resolveRows(febrl, four), four.map(personOf), side), 0.99),
    known('FEBRL4, one blocking key (peer, recordlinkage docs): recall', 0.648, ''),
    known('person sets of 5,000 (peer, Splink, vendor’s bake-off): F1', 0.965, ''),
  ]
}

function fakeLines(folder: string): ProofLine[] {
  const rows = readCsv(join(folder, 'fake_1000.csv'))
  const labels = readCsv(join(folder, 'fake_1000_labels.csv'))
  const clusters = resolveRows(fake, rows)
  const place = new Map(rows.map(({ unique_id }, at) => [unique_id!, at]))
  let [right, wrong, missed] = [0, 0, 0]
  for (const { unique_id_l, unique_id_r, clerical_match_score } of labels) {
    const together = clusters[place.get(unique_id_l!)!] === clusters[place.get(unique_id_r!)!]
    const isMatch = Number(clerical_match_score) >= 0.5
    if (together && isMatch) right++
    else if (together) wrong++
    else if (isMatch) missed++
  }
  const [precision, recall] = [right / (right + wrong), right / (right + missed)]
  const byLabels = { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
  const all = pairwise(
    clusters,
    rows.map(({ cluster }) => cluster!),
  )
  return [
    ...figures('fake_1000, clerical labels', byLabels, 0.9),
    ...figures('fake_1000, all pairs', all, 0.9),
  ]
}

/** FEBRL and fake_1000, without their labels. */
export function publishedLines(data: string): ProofLine[] {
  const sets = [
    ['rl_febrl', febrlLines],
    ['rl_splink_fake1000', fakeLines],
  ] as const
  return sets.flatMap(([name, lines]) => {
    const folder = join(data, name)
    return existsSync(folder) ? lines(folder) : [notRun(name, `the folder ${name} is not there`)]
  })
}
