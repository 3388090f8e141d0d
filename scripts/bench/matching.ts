import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chinesePersons, type PersonAsKnown, RecordBook, readChinesePerson } from '@crm/core'
import { chineseText } from '@crm/server'
import { growBook } from '../proof/matching/book.ts'

const SIZES = [100_000, 1_000_000]
const LATER = 2_000
const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url))

interface Line {
  readonly line: string
  readonly figure: number
  readonly unit: string
  readonly limit: string
  readonly verdict: 'pass' | 'short' | 'not run'
}

const line = (name: string, figure: number, unit: string, most?: number): Line => ({
  line: name,
  figure: Number(figure.toPrecision(3)),
  unit,
  limit: most === undefined ? '' : `<= ${most}`,
  verdict: most === undefined || figure <= most ? 'pass' : 'short',
})

const megabytes = (): number => process.resourceUsage().maxRSS / 1024

/** The lines of a file, as a source delivers them: one text each, cut when it is read. */
const asLines = (size: number): string[] =>
  growBook(DATA, size, 7).map(
    ({ name, idNumber, bornOn, gender, phones, village, address, householdNumber }) =>
      [name, idNumber, bornOn, gender, phones?.[0], village, address, householdNumber].join('\t'),
  )

function read(text: string): PersonAsKnown {
  const [name, idNumber, bornOn, gender, phone = '', village, address, householdNumber] =
    text.split('\t')
  const phones = phone === '' ? [] : [phone]
  return {
    name,
    idNumber,
    bornOn,
    gender: gender || undefined,
    phones,
    village,
    address,
    householdNumber,
  }
}

/** The least that anybody could do with these lines: put those of one name and birthday together. */
function bareGroups(lines: readonly string[]): number {
  const groups = new Map<string, number>()
  for (const text of lines) {
    const [name, , bornOn] = text.split('\t')
    const key = `${name}|${bornOn}`
    groups.set(key, (groups.get(key) ?? 0) + 1)
  }
  return groups.size
}

function resolveAll(lines: readonly string[]) {
  const started = performance.now()
  const book = new RecordBook(chinesePersons)
  for (const text of lines) book.add(readChinesePerson(read(text), chineseText))
  const readIn = performance.now()
  const model = book.train()
  const trained = performance.now()
  book.resolve(model)
  const done = performance.now()
  return {
    book,
    model,
    seconds: (done - started) / 1000,
    steps: [readIn - started, trained - readIn, done - trained].map((ms) => ms / 1000),
  }
}

/** A million records of five systems resolved, and one more against all of them. */
export async function run(): Promise<Line[]> {
  if (!existsSync(`${DATA}/names_cn`))
    return [
      {
        line: 'matching',
        figure: 0,
        unit: '',
        limit: 'the folder names_cn is not there',
        verdict: 'not run',
      },
    ]
  const later = asLines(LATER * 3)
  const result: Line[] = []
  const took: number[] = []
  for (const size of SIZES) {
    const lines = asLines(size)
    const on = (what: string) => `${lines.length.toLocaleString('en')} records: ${what}`
    const started = performance.now()
    bareGroups(lines)
    const bare = (performance.now() - started) / 1000
    globalThis.gc?.()
    const { book, model, seconds, steps } = resolveAll(lines)
    took.push(seconds)
    const isWhole = size === SIZES.at(-1)
    result.push(
      line(on('cut and grouped by name and birthday only (peer)'), bare, 's'),
      line(on('read in'), steps[0]!, 's'),
      line(on('blocked and trained'), steps[1]!, 's'),
      line(on('compared and clustered'), steps[2]!, 's'),
      line(on('resolved end to end'), seconds, 's', isWhole ? 60 : undefined),
      line(on('the same as a ratio to the peer'), seconds / bare, 'x'),
    )
    if (!isWhole) continue
    result.push(line(on('memory at most, the lines themselves in it'), megabytes(), 'MB', 2048))
    // Long enough for the engine to have compiled it for good.
    const times = later.map((text) => {
      const began = performance.now()
      book.matchesOf(book.add(readChinesePerson(read(text), chineseText)), model)
      return performance.now() - began
    })
    const counted = times.slice(-LATER).sort((a, b) => a - b)
    const at = (share: number) => counted[Math.floor(counted.length * share)]!
    result.push(
      line(on('one more against them all, median'), at(0.5), 'ms'),
      line(on('one more against them all, p99'), at(0.99), 'ms', 5),
    )
  }
  result.push(line('growth from 100 k to 1 M records', took[1]! / took[0]!, 'x', 12))
  return result
}
