import { describe, expect, it } from 'vitest'
import { hasRightCheckDigit } from './resident-id.ts'
import { parseDay, RowRefused, SourceRow } from './row.ts'
import { fitsName } from './source.ts'
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
    ['a code by its meaning', () => row.code('CODE', { '1': 'person' }), 'person'],
    ['another meaning for an unlisted code', () => row.codeOr('CODE', { '2': 'x' }, 'y'), 'y'],
  ])('reads %s', (_what, read, value) => {
    expect(read()).toBe(value)
  })
  it.each<[string, () => unknown]>([
    ['row.column_missing EMPTY', () => row.text('EMPTY')],
    ['row.not_a_day NODAY', () => row.day('NODAY', 'yyyymmdd')],
    ['row.not_an_amount NOFEN', () => row.fen('NOFEN')],
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
