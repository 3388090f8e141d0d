import { defineSource, hasRightCheckDigit, type SourceRow } from '@crm/core'
import { bank } from '@crm/core/fixtures'

// The core system of the invented bank: one file a record kind, cut at `|`, in GB18030, its columns
// named by the initials of their pinyin, as such systems do.

const format = { delimiter: '|' } as const
const encoding = 'gb18030'

const posts = {
  GY: 'teller',
  KHJL: 'relationship-manager',
  HZ: 'branch-manager',
  YX: 'campaign-operator',
  SP: 'approver',
  KF: 'call-centre',
  FX: 'analyst',
  XT: 'system-admin',
  AQ: 'security-admin',
  SJ: 'audit-admin',
  DA: 'retention-officer',
  HG: 'compliance-officer',
} as const
const products = {
  DQ: 'term-deposit',
  DK: 'loan',
  LC: 'wealth',
  KA: 'card',
  DKF: 'standing-order',
  BX: 'insurance',
} as const
const movements = {
  XJ: 'cash',
  ZZ: 'transfer',
  SD: 'card',
  LX: 'interest',
  SXF: 'fee',
  GZ: 'salary',
  YL: 'pension',
  BT: 'subsidy',
  XF: 'purchase',
  JF: 'household',
  BX: 'insurance',
  DK: 'loan',
  SF: 'tax',
  CZ: 'reversal',
  QT: 'other',
} as const
const channels = {
  GM: 'counter',
  ATM: 'atm',
  SJYH: 'mobile',
  POS: 'pos',
  ZNQK: 'agent',
  KH: 'interbank',
  XT: 'system',
} as const

/** A resident ID has to have the right check digit; a firm's code is taken as it is. */
function idNumber(row: SourceRow, person: boolean): string | undefined {
  const found = row.digits('ZJHM')
  if (person && found !== undefined && !hasRightCheckDigit(found))
    row.refuse('ZJHM', 'row.id_check_digit')
  return found
}

/** 石桥农商银行's day-end files. */
export const shiqiao = defineSource({
  name: 'shiqiao',
  title: { zh: '石桥农商银行', en: 'Stone Bridge Rural Commercial Bank' },
  bank: { id: bank.id, name: bank.name, currency: bank.currency },
  businessDate: bank.businessDate,
  files: [
    {
      file: 'JGXX_*.dat',
      format,
      encoding,
      records: 'branches',
      read: (row) => ({
        key: row.text('JGH'),
        name: row.text('JGMC'),
        parentKey: row.optional('SJJGH'),
      }),
    },
    {
      file: 'YGXX_*.dat',
      format,
      encoding,
      records: 'staff',
      read: (row) => ({
        key: row.text('YGH'),
        name: row.text('XM'),
        personId: row.text('ZRRBH'),
        branchKey: row.text('JGH'),
        roles: [row.code('GW', posts)],
      }),
    },
    {
      file: 'KHXX_*.dat',
      format,
      encoding,
      records: 'customers',
      read(row) {
        const kind = row.code('KHLX', { '1': 'person', '2': 'firm' } as const)
        return {
          key: row.text('KHH'),
          kind,
          name: row.text('KHMC'),
          gender: row.codeOr('XB', { '1': 'male', '2': 'female' } as const, undefined),
          bornOn: row.optionalDay('CSRQ', 'yyyymmdd'),
          birthdayCalendar: row.codeOr('SRLX', { '1': 'solar', '2': 'lunar' } as const, 'unknown'),
          idNumber: idNumber(row, kind === 'person'),
          phone: row.digits('SJH'),
          village: row.optional('CUN'),
          address: row.optional('DZ'),
          branchKey: row.text('SSJG'),
          managerKey: row.optional('KHJL'),
          openedOn: row.day('KHRQ', 'yyyymmdd'),
          status: row.code('KHZT', {
            '1': 'active',
            '2': 'dormant',
            '3': 'closed',
            '4': 'deceased',
          } as const),
        }
      },
    },
    {
      file: 'ZHXX_*.dat',
      format,
      encoding,
      records: 'accounts',
      read: (row) => ({
        key: row.text('ZH'),
        ownerKey: row.text('KHH'),
        number: row.text('ZH'),
        kind: row.code('ZHLX', {
          '01': 'savings',
          '02': 'term',
          '03': 'current',
          '09': 'loan',
        } as const),
        product: row.text('CPMC'),
        currency: row.text('BZ'),
        branchKey: row.text('JGH'),
        openedOn: row.day('KHRQ', 'yyyymmdd'),
        closedOn: row.optionalDay('XHRQ', 'yyyymmdd'),
        balanceFen: row.optionalFen('YE'),
        balanceOn: row.optionalDay('YERQ', 'yyyymmdd'),
        status: row.code('ZHZT', {
          '0': 'open',
          '1': 'closed',
          '2': 'frozen',
          '3': 'dormant',
        } as const),
      }),
    },
    {
      file: 'ZHQX_*.dat',
      format,
      encoding,
      records: 'holders',
      read: (row) => ({
        key: `${row.text('ZH')}|${row.text('KHH')}`,
        accountKey: row.text('ZH'),
        customerKey: row.text('KHH'),
        role: row.code('QX', { '1': 'owner', '2': 'authorised' } as const),
      }),
    },
    {
      file: 'CPCY_*.dat',
      format,
      encoding,
      records: 'holdings',
      read: (row) => ({
        key: row.text('CPBH'),
        customerKey: row.text('KHH'),
        accountKey: row.optional('ZH'),
        product: row.code('CPLX', products),
        name: row.text('CPMC'),
        currency: row.text('BZ'),
        amountFen: row.optionalFen('JE'),
        // A rate prints as percent with two decimals, so its hundredths are basis points.
        rateBp: row.optionalFen('LL'),
        instalmentFen: row.optionalFen('MQJE'),
        openedOn: row.optionalDay('QSRQ', 'yyyymmdd'),
        maturesOn: row.optionalDay('DQRQ', 'yyyymmdd'),
        autoRenews: row.codeOr('ZDZC', { Y: true, N: false }, undefined),
        status: row.code('CPZT', { '0': 'active', '1': 'overdue', '2': 'closed' } as const),
      }),
    },
    {
      file: 'JYLS_*.dat',
      format,
      encoding,
      records: 'movements',
      read: (row) => ({
        key: row.text('LSH'),
        accountKey: row.text('ZH'),
        bookedOn: row.day('JYRQ', 'yyyymmdd'),
        amountFen: row.fen('JYJE'),
        currency: row.text('BZ'),
        balanceFen: row.optionalFen('YE'),
        kind: row.code('JYLB', movements),
        channel: row.codeOr('QD', channels, undefined),
        counterpartyName: row.optional('DFHM'),
        counterpartyAccount: row.optional('DFZH'),
        counterpartyBank: row.optional('DFYH'),
        memo: row.optional('ZY'),
      }),
    },
  ],
})
