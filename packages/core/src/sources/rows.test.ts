import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../kit/index.ts'
import { fitsName, readFileName, siblingName } from './file-name.ts'
import { hasRightCheckDigit } from './resident-id.ts'
import { parseDay, RowRefused, SourceRow } from './row.ts'
import { splitFixed } from './split-fixed.ts'
import { splitLine } from './split-line.ts'

const refusal = (work: () => unknown): string => {
  try {
    return `took ${JSON.stringify(work())}`
  } catch (error) {
    if (error instanceof RowRefused) return `${error.code} ${error.column ?? ''}`.trim()
    throw error
  }
}

describe('a line of a day-end file', () => {
  const quoted = { delimiter: ';', quote: '"' } as const
  it.each<[string, string[]]>([
    ['1;"706213";18', ['1', '706213', '18']],
    ['1;"a;b";2', ['1', 'a;b', '2']],
    ['"say ""hi""";x', ['say "hi"', 'x']],
    ['"";;""', ['', '', '']],
    ['a;b;', ['a', 'b', '']],
    ['', ['']],
    ['"=cmd()"', ['=cmd()']],
  ])('%s is cut where it should be', (line, cells) => {
    expect(splitLine(line, quoted)).toEqual(cells)
  })

  it.each(['1;"open', '"a"b;c', 'a"b;c', '1;"x;2', '"'])('%s has a stray quote', (line) => {
    expect(refusal(() => splitLine(line, quoted))).toBe('row.bad_quote')
  })

  it('takes quotes for letters where the source does not quote', () => {
    expect(splitLine('5"管|x', { delimiter: '|' })).toEqual(['5"管', 'x'])
  })
})

describe('a row', () => {
  const row = new SourceRow({
    NAME: '  李桂芳 ',
    EMPTY: '   ',
    PHONE: '+86 １５４-0012 (5678)',
    DAY: '20260310',
    NODAY: '20260231',
    FEN: '1,234.50',
    NOFEN: '12元',
    WHOLE: '000001234550',
    DEBIT: '00070-',
    CODE: '1',
    LONG: '长'.repeat(201),
    __proto__x: '1',
  })
  it.each<[string, () => unknown, unknown]>([
    ['a text, trimmed', () => row.text('NAME'), '李桂芳'],
    ['nothing where it is blank', () => row.optional('EMPTY'), undefined],
    ['nothing where there is no such column', () => row.optional('NOWHERE'), undefined],
    ['digits in any notation', () => row.digits('PHONE'), '+8615400125678'],
    ['a day', () => row.day('DAY', 'yyyymmdd'), '2026-03-10'],
    ['an amount in fen', () => row.fen('FEN'), 123_450],
    ['whole fen', () => row.wholeFen('WHOLE'), 1_234_550],
    ['whole fen with the sign behind', () => row.wholeFen('DEBIT'), -70],
    ['a code by its meaning', () => row.code('CODE', { '1': 'person' }), 'person'],
    ['another meaning for an unlisted code', () => row.codeOr('CODE', { '2': 'x' }, 'y'), 'y'],
  ])('reads %s', (_what, read, value) => {
    expect(read()).toBe(value)
  })
  it.each<[string, () => unknown]>([
    ['row.column_missing EMPTY', () => row.text('EMPTY')],
    ['row.not_a_day NODAY', () => row.day('NODAY', 'yyyymmdd')],
    ['row.not_an_amount NOFEN', () => row.fen('NOFEN')],
    ['row.not_an_amount FEN', () => row.wholeFen('FEN')],
    ['row.unknown_code CODE', () => row.code('CODE', { '2': 'x' })],
    ['row.unknown_code NAME', () => row.code('NAME', {})],
    ['row.too_long LONG', () => row.text('LONG')],
  ])('refuses with %s', (told, read) => {
    expect(refusal(read)).toBe(told)
  })
  it('does not take a code for what every object has', () => {
    expect(refusal(() => new SourceRow({ C: 'constructor' }).code('C', {}))).toBe(
      'row.unknown_code C',
    )
  })
})

describe('a day that has to have been', () => {
  const cells = { TODAY: '20260305', AHEAD: '20260306', EMPTY: '' }
  const row = new SourceRow(cells, '2026-03-05' as LocalDate)
  it('is taken up to the day the file is of', () => {
    expect(row.pastDay('TODAY', 'yyyymmdd')).toBe('2026-03-05')
    expect(row.optionalPastDay('EMPTY', 'yyyymmdd')).toBeUndefined()
    expect(refusal(() => row.pastDay('AHEAD', 'yyyymmdd'))).toBe('row.day_ahead AHEAD')
  })
  it('is any day where nobody knows which day it is', () => {
    expect(new SourceRow(cells).pastDay('AHEAD', 'yyyymmdd')).toBe('2026-03-06')
  })
})

describe('a printed day', () => {
  it.each([
    ['19680318', 'yyyymmdd', '1968-03-18'],
    ['2026-03-05', 'yyyy-mm-dd', '2026-03-05'],
    ['931107 00:00:00', 'yymmdd', '1993-11-07'],
    ['20240229', 'yyyymmdd', '2024-02-29'],
    ['20230229', 'yyyymmdd', undefined],
    ['00000000', 'yyyymmdd', undefined],
    ['2026-3-5', 'yyyy-mm-dd', undefined],
    ['', 'yyyymmdd', undefined],
  ] as const)('%s as %s is %s', (text, format, day) => {
    expect(parseDay(text, format)).toBe(day)
  })
})

describe('a resident ID', () => {
  // The example that GB 11643-1999 itself works out.
  it.each([
    ['11010519491231002X', true],
    ['440524188001010014', true],
    ['110105194912310021', false],
    ['11010519491231002x', false],
    ['110105491231002', false],
  ])('%s has the right check digit: %s', (idNumber, right) => {
    expect(hasRightCheckDigit(idNumber)).toBe(right)
  })
})

describe('what the name of a file tells', () => {
  it.each([
    ['KHXX_{day}.dat', 'KHXX_20260305.dat', { day: '2026-03-05' }],
    ['KHXX_{day}_{revision}.dat', 'KHXX_2026-03-05_2.dat', { day: '2026-03-05', revision: 2 }],
    ['{day}/{part}of{parts}', '20260305/2of3', { day: '2026-03-05', part: 2, parts: 3 }],
    ['KHXX_{day}.dat', 'KHXX_20260231.dat', undefined],
    ['KHXX_{day}.dat', 'KHXX_2026030.dat', undefined],
    ['K.X*', 'K.X', {}],
    ['K.X*', 'KzX', undefined],
  ])('%s of %s', (pattern, file, facts) => {
    expect(readFileName(pattern, file)).toEqual(facts)
  })
  it.each([
    ['KHXX_{day}_*.dat', 'KHXX_20260305_x.dat', 'KHXX_{day}_*.ctl', 'KHXX_20260305_x.ctl'],
    ['KHXX_{day}.dat', 'KHXX_20260305.dat', 'CTL_{day}.txt', 'CTL_20260305.txt'],
    ['KHXX_{day}.dat', 'KHXX_20260305.dat', 'totals.txt', 'totals.txt'],
  ])('%s, %s: its control file %s is %s', (pattern, file, control, name) => {
    expect(siblingName(pattern, file, control)).toBe(name)
  })
})

describe('a line cut by place', () => {
  const columns = [{ name: 'NO', width: 3 }, { width: 1 }, { name: 'NAME', width: 4 }]
  it('has its cells by letters, fillers left out', () => {
    expect(splitFixed(Array.from('C01 李𠮷芳 '), { columns })).toEqual([
      ['NO', ['C', '0', '1']],
      ['NAME', ['李', '𠮷', '芳', ' ']],
    ])
  })
  it('has its cells by bytes', () => {
    const bytes = Uint8Array.of(67, 48, 49, 32, 192, 238, 32, 32)
    expect(splitFixed(bytes, { columns })).toEqual([
      ['NO', Uint8Array.of(67, 48, 49)],
      ['NAME', Uint8Array.of(192, 238, 32, 32)],
    ])
  })
  it.each(['C01 李', 'C01 李桂芳  ', ''])('is refused where it is as long as "%s"', (line) => {
    expect(refusal(() => splitFixed(Array.from(line), { columns }))).toBe('row.wrong_length')
  })
  it('may end early where its source cuts the last blanks off, and never late', () => {
    const may = { columns, mayEndEarly: true }
    expect(splitFixed(Array.from('C01 李'), may)[1]).toEqual(['NAME', ['李']])
    expect(refusal(() => splitFixed(Array.from('C01 李桂芳  '), may))).toBe('row.wrong_length')
  })
})

describe('a file name', () => {
  it.each([
    ['KHXX_*.dat', 'KHXX_20260305.dat', true],
    ['KHXX_*.dat', 'KHXX_.dat', true],
    ['KHXX_*.dat', 'ZHXX_20260305.dat', false],
    ['KHXX_*.dat', 'KHXX_20260305.dat.tmp', false],
    ['client.asc', 'client.asc', true],
    ['client.asc', 'xclient.asc', false],
  ])('%s means %s: %s', (pattern, file, means) => {
    expect(fitsName(pattern, file)).toBe(means)
  })
})
