import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cells as corpus, readRfc4180 as parse } from '../../../../../tests/trust/csv-cells.ts'
import { CSV_BOM, csvCell, csvLine, readCsvCell } from './csv.ts'

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
