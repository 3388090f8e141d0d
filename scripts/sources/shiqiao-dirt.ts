import iconv from 'iconv-lite'

/** A line that no bank's core system should print, and some do. */
export interface Fault {
  /** Which file. */
  readonly prefix: string
  /** Its line number in the file as written. */
  readonly line: number
  readonly text: string | Uint8Array
  /** By what code it has to be refused. */
  readonly code: string
}

const customer = (id: string, changed: Readonly<Record<number, string>>): string => {
  const cells = [
    `cus_dirt${id}`,
    '1',
    '赵满仓',
    '1',
    '19790412',
    '2',
    '',
    '15400120000',
    '柳河村',
    '石桥县石桥镇柳河村',
    'brn_town',
    'stf_chen',
    '20150601',
    '1',
  ]
  return cells.map((cell, at) => changed[at] ?? cell).join('|')
}
const account = (number: string, changed: Readonly<Record<number, string>>): string => {
  const cells = [
    number,
    'cus_li',
    '01',
    '活期储蓄',
    'CNY',
    'brn_town',
    '20200101',
    '',
    '0.00',
    '20260304',
    '0',
  ]
  return cells.map((cell, at) => changed[at] ?? cell).join('|')
}
const movement = (serial: string, changed: Readonly<Record<number, string>>): string => {
  const cells = [serial, '0', 'cus_li', '20260304', '1.00', 'CNY', '', 'XJ', 'GM', '', '', '', '']
  return cells.map((cell, at) => changed[at] ?? cell).join('|')
}

/** Every fault that is planted in the invented bank's files; each must be refused by its name. */
export const faults: readonly Fault[] = [
  { prefix: 'KHXX', line: 40, text: customer('01', { 4: '19790231' }), code: 'row.not_a_day' },
  {
    prefix: 'KHXX',
    line: 377,
    text: customer('02', { 6: '59012219680221068X'.replace('068X', '0681') }),
    code: 'row.id_check_digit',
  },
  { prefix: 'KHXX', line: 801, text: customer('03', { 2: '' }), code: 'row.column_missing' },
  {
    prefix: 'KHXX',
    line: 1204,
    text: customer('04', { 10: 'brn_closed' }),
    code: 'row.branch_unknown',
  },
  { prefix: 'KHXX', line: 1999, text: customer('05', { 1: '7' }), code: 'row.unknown_code' },
  { prefix: 'KHXX', line: 2402, text: 'cus_dirt06|1|钱有余|1|19800101', code: 'row.wrong_columns' },
  {
    prefix: 'KHXX',
    line: 3000,
    text: customer('07', { 9: '石桥县|柳河村' }),
    code: 'row.wrong_columns',
  },
  {
    prefix: 'KHXX',
    line: 3911,
    text: customer('08', { 9: '很长'.repeat(120) }),
    code: 'row.too_long',
  },
  {
    prefix: 'KHXX',
    line: 4300,
    text: Buffer.concat([
      iconv.encode('cus_dirt09|1|孙', 'gb18030'),
      Buffer.from([0xff, 0xff]),
      Buffer.from('|1||||||||||20150601|1\n'),
    ]),
    code: 'row.bad_bytes',
  },
  {
    prefix: 'ZHXX',
    line: 120,
    text: account('80590099900000001', { 1: 'cus_nobody' }),
    code: 'row.owner_unknown',
  },
  {
    prefix: 'ZHXX',
    line: 5_000,
    text: account('80590099900000002', { 6: '20201301' }),
    code: 'row.not_a_day',
  },
  {
    prefix: 'ZHXX',
    line: 9_000,
    text: account('80590099900000003', { 8: '12,34' }),
    code: 'row.not_an_amount',
  },
  { prefix: 'ZHXX', line: 9_001, text: account('', {}), code: 'row.column_missing' },
  {
    prefix: 'JYLS',
    line: 1_000,
    text: movement('DIRT01', { 1: '99999999999999999' }),
    code: 'row.account_unknown',
  },
  {
    prefix: 'JYLS',
    line: 60_000,
    text: movement('DIRT02', { 4: '一百' }),
    code: 'row.not_an_amount',
  },
  {
    prefix: 'JYLS',
    line: 120_000,
    text: movement('DIRT03', { 3: '20260230' }),
    code: 'row.not_a_day',
  },
  { prefix: 'JYLS', line: 180_000, text: 'DIRT04|', code: 'row.wrong_columns' },
]
