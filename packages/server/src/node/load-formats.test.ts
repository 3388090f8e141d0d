import { defineSource, type FileEncoding, type Source } from '@crm/core'
import iconv from 'iconv-lite'
import { afterEach, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { openMemoryStore } from './memory-store.ts'
import { bank, branches, type Files, folderOf, format, names, rejections } from './test-folder.ts'

const branchFile = {
  file: 'branches.dat',
  format,
  records: 'branches',
  read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
} as const satisfies Source['files'][number]
const customerFile = {
  file: 'customers.dat',
  format,
  records: 'customers',
  read: (row) => ({
    key: row.text('NO'),
    kind: 'person',
    name: row.text('NAME'),
    birthdayCalendar: 'unknown',
    branchKey: 'B1',
    openedOn: row.day('SINCE', 'yyyymmdd'),
    status: 'active',
  }),
} as const satisfies Source['files'][number]

/** What another file of customers has beside, or in another way. */
type CustomerFile = Partial<Omit<Source['files'][number], 'records' | 'read'>>
const sourceOf = (more: CustomerFile): Source =>
  defineSource({
    name: 'core',
    title: { zh: '核心', en: 'Core' },
    bank,
    files: [branchFile, { ...customerFile, ...more }],
  })

const stores: Store[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

/** Load one file of customers into a new bank: what its report says, and what is in the bank then. */
async function load(more: CustomerFile, customers: string | Uint8Array, beside: Files = {}) {
  const store = await openMemoryStore({ migrations })
  stores.push(store)
  const files = { 'branches.dat': branches, 'customers.dat': customers, ...beside }
  const [, report] = await importFolder({
    store,
    source: sourceOf(more),
    folder: folderOf(files),
    rejectThreshold: 0.5,
  })
  return {
    status: report?.status,
    why: report?.why,
    names: await names(store),
    rejections: await rejections(store),
  }
}

const fixed = {
  format: {
    counts: 'bytes',
    columns: [
      { name: 'NO', width: 4 },
      { name: 'NAME', width: 10 },
      { name: 'SINCE', width: 8 },
    ],
  },
  encoding: 'gb18030',
} as const
const gb = (text: string) => new Uint8Array(iconv.encode(text, 'gb18030'))
/** A cell of so many bytes. */
const cell = (text: string, width: number) => {
  const bytes = iconv.encode(text, 'gb18030')
  return Buffer.concat([bytes, Buffer.alloc(width - bytes.length, ' ')])
}
const fixedLine = (no: string, name: string, since = '20200101') =>
  Buffer.concat([cell(no, 4), cell(name, 10), cell(since, 8), Buffer.from('\r\n')])

describe('a file laid out by bytes', () => {
  it('is cut where its bytes say, whatever a letter takes: one, two or four', async () => {
    const lines = [fixedLine('C1', '李桂芳'), fixedLine('C2', '𠮷野'), fixedLine('C3', 'Anna Wang')]
    const found = await load(fixed, Buffer.concat(lines))
    expect(found).toMatchObject({ status: 'done', names: ['李桂芳', '𠮷野', 'Anna Wang'] })
  })

  it('names a line of another length, and a cut through a letter by its column', async () => {
    const cut = Buffer.concat([
      cell('C2', 3),
      gb('李桂芳李某'),
      cell('', 1),
      Buffer.from('20200101\n'),
    ])
    const lines = [
      fixedLine('C1', '甲'),
      cut,
      Buffer.from('C3  short\n'),
      fixedLine('C4', '乙', '20200231'),
      fixedLine('C5', '丙'),
      fixedLine('C6', '丁'),
    ]
    const found = await load(fixed, Buffer.concat(lines))
    expect(found.rejections).toEqual([
      '2 NO row.bad_bytes',
      '3 - row.wrong_length',
      '4 SINCE row.not_a_day',
    ])
    expect(found.names).toEqual(['甲', '丙', '丁'])
  })
})

const control = {
  format: { delimiter: '|', columns: ['T', 'LINES', 'SUM', 'DAY'] },
  begins: 'T|',
  lines: 'LINES',
  sums: { LIMIT: 'SUM' },
  amounts: 'fen',
  day: { column: 'DAY', format: 'yyyymmdd' },
} as const
const headed = {
  trailer: control,
  header: { begins: 'H|', format: { delimiter: '|', columns: ['H', 'WHO'] } },
} as const
const body = 'H|CORE\nNO|NAME|SINCE|LIMIT\nC1|甲|20200101|100\nC2|乙|20200101|-30\n'

describe('a file with a header and a trailer', () => {
  it('is taken where its lines and sums are what the trailer says', async () => {
    const found = await load(headed, `${body}T|2|70|20260305\n\n`)
    expect(found).toMatchObject({ status: 'done', names: ['甲', '乙'], rejections: [] })
  })

  it.each<[string, string, string, Record<string, unknown>]>([
    ['has fewer lines', `${body}T|3|70|20260305\n`, 'file.count_differs', { told: 3, found: 2 }],
    [
      'sums to something else',
      `${body}T|2|71|20260305\n`,
      'file.sum_differs',
      { column: 'LIMIT', told: '0.71', found: '0.70' },
    ],
    ['was cut off', body, 'file.trailer_missing', { file: 'customers.dat' }],
    [
      'goes on after its trailer',
      `${body}T|2|70|20260305\nC3|x|20200101|1\n`,
      'file.trailer_missing',
      {},
    ],
    [
      'has a trailer that cannot be read',
      `${body}T|two|70|20260305\n`,
      'file.trailer_unreadable',
      { column: 'LINES' },
    ],
    ['lacks its header', `NO|NAME|SINCE|LIMIT\nT|0|0|20260305\n`, 'file.header_missing', {}],
    [
      'names a column twice',
      'H|CORE\nNO|NAME|NAME\nT|0|0|20260305\n',
      'file.header_unreadable',
      { column: 'NAME' },
    ],
    ['is empty', '', 'file.header_missing', {}],
  ])('that %s stays in quarantine, by name', async (_what, text, code, facts) => {
    const found = await load(headed, text)
    expect(found).toMatchObject({ status: 'quarantined', names: [] })
    expect(found.why).toMatchObject({ code, facts })
  })
})

describe('control totals in a file of their own', () => {
  const own = {
    control: {
      file: 'customers.ctl',
      names: 'FILE',
      format: { delimiter: ',', columns: ['FILE', 'LINES'] },
      lines: 'LINES',
    },
  } as const
  const text = 'NO|NAME|SINCE\nC1|甲|20200101\n'
  it.each<[string, string | undefined, string | undefined]>([
    ['the right count', 'other.dat,9\ncustomers.dat,1\n', undefined],
    ['another count', 'customers.dat,2\n', 'file.count_differs'],
    ['nothing of this file', 'other.dat,1\n', 'file.control_missing'],
    ['what is no count', 'customers.dat,?\n', 'file.control_unreadable'],
    ['nothing at all', undefined, 'file.control_missing'],
  ])('that tell %s', async (_what, told, code) => {
    const beside: Record<string, string> = told === undefined ? {} : { 'customers.ctl': told }
    const found = await load(own, text, beside)
    expect([found.status, found.why?.code]).toEqual([code ? 'quarantined' : 'done', code])
  })
})

describe('the encoding of a file', () => {
  const text = 'NO|NAME|SINCE\nC1|李桂芳|20200101\nC2|𠮷野|20200101\n'
  const utf16 = (encoding: 'utf16-le' | 'utf16-be', mark = true) =>
    new Uint8Array(iconv.encode(text, encoding, { addBOM: mark }))

  it.each<[string, string | Uint8Array]>([
    ['UTF-8 with its mark', `\ufeff${text}`],
    ['UTF-16, little end first', utf16('utf16-le')],
    ['UTF-16, big end first', utf16('utf16-be')],
    ['GB18030', gb(text)],
    ['GB18030 with its mark', Buffer.concat([Uint8Array.of(0x84, 0x31, 0x95, 0x33), gb(text)])],
  ])('is found to be %s', async (_what, bytes) => {
    expect((await load({}, bytes)).names).toEqual(['李桂芳', '𠮷野'])
  })

  it.each<[string, FileEncoding | undefined, Uint8Array, string]>([
    ['UTF-16 without its mark', undefined, utf16('utf16-le', false), 'file.encoding_refused'],
    [
      'UTF-32',
      undefined,
      new Uint8Array(iconv.encode(text, 'utf32-le', { addBOM: true })),
      'file.encoding_refused',
    ],
    [
      'UTF-8 by its mark, and not what was agreed',
      'gb18030',
      Buffer.from(`\ufeff${text}`),
      'file.encoding_differs',
    ],
    [
      'half this and half that',
      undefined,
      Buffer.concat([Buffer.from(text), gb('C3|王建国|20200101\n')]),
      'file.encoding_ambiguous',
    ],
    [
      'of Taiwan',
      undefined,
      new Uint8Array(iconv.encode('NO|NAME|SINCE\nC1|臺灣銀行|20200101\n', 'big5')),
      'file.encoding_ambiguous',
    ],
  ])('that is %s leaves the file in quarantine', async (_what, encoding, bytes, code) => {
    const found = await load(encoding ? { encoding } : {}, bytes)
    expect(found).toMatchObject({ status: 'quarantined', names: [], why: { code } })
  })

  it('is the file’s, and a line in another one is named', async () => {
    const many = Array.from({ length: 20 }, (_, at) => `D${at}|王建国${at}|20200101\n`).join('')
    const inGb = await load(
      { encoding: 'gb18030' },
      Buffer.concat([gb(text + many), Buffer.from('E1|李桂芳李桂|20200101\n')]),
    )
    expect(inGb.rejections).toEqual(['24 - row.other_encoding'])
    const half = `${text}C3|\ud800|20200101\n`
    const inUtf16 = await load({}, Buffer.from(`\ufeff${half}`, 'utf16le'))
    expect(inUtf16.rejections).toEqual(['4 - row.bad_bytes'])
    const lost = await load({}, `${text}C3|李\ufffd芳|20200101\n`)
    expect(lost.rejections).toEqual(['4 - row.bad_bytes'])
  })

  it('may not cost more than the line: one of a million letters is named and not held', async () => {
    const found = await load({}, `${text}C3|${'长'.repeat(1_000_000)}|20200101\nC4|丁|20200101\n`)
    expect(found.rejections).toEqual(['4 - row.line_too_long'])
    expect(found.names).toContain('丁')
  })
})
