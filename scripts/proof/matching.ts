import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chinesePersons, RecordBook, readChinesePerson } from '@crm/core'
import { chineseText } from '@crm/server'
import { atLeast, atMost, held, known, notRun, type ProofLine } from './line.ts'
import { growBook } from './matching/book.ts'
import { firmLines } from './matching/firms.ts'
import { pairwise } from './matching/pairwise.ts'
import { publishedLines } from './matching/published.ts'

const SIZE = 1_000_000
const FALSE_MERGES_IN = 100_000

function bookLines(data: string): ProofLine[] {
  const seed = Number(process.env.SEED ?? 7)
  const records = growBook(data, SIZE, seed)
  const truth = Int32Array.from(records, (record) => record.truth)
  const book = new RecordBook(chinesePersons)
  for (const record of records) book.add(readChinesePerson(record, chineseText))
  const { clusters, review } = book.resolve(book.train())
  const found = pairwise(clusters, truth)
  const people = new Set(truth).size
  const inReview = review.filter(({ a, b }) => truth[a] === truth[b]).length
  const on = (what: string) => `book of ${records.length.toLocaleString('en')} records: ${what}`
  return [
    known(on('seed'), seed, ''),
    known(on('people'), people, ''),
    known(on('precision'), round(found.precision, 6), ''),
    known(on('recall'), round(found.recall), ''),
    atLeast(on('F1'), round(found.f1), 0.985, ''),
    atMost(
      on('clusters of more than one person, in 100,000 customers'),
      round((found.mixed * FALSE_MERGES_IN) / people, 2),
      1,
      '',
    ),
    known(on('pairs put to somebody to look at'), review.length, 'pairs'),
    held(
      on('of those, really one person'),
      round(inReview / Math.max(1, review.length), 2),
      '',
      '>= 0.5',
      inReview * 2 >= review.length,
    ),
  ]
}

const round = (figure: number, digits = 4): number => Number(figure.toFixed(digits))

/** Identity resolution, held to published sets and to a grown county of known truth. */
export function run({ data }: { readonly data: string | undefined }): ProofLine[] {
  if (data === undefined) return [notRun('matching', 'the folder of data is not there')]
  const names = existsSync(join(data, 'names_cn'))
  return [
    ...publishedLines(data),
    ...(names ? firmLines(data) : [notRun('firms', 'the folder names_cn is not there')]),
    ...(names ? bookLines(data) : [notRun('book', 'the folder names_cn is not there')]),
  ]
}
