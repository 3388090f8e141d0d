import {
  addMonths,
  BankId,
  BranchId,
  defineSource,
  type Fen,
  type LocalDate,
  type SourceRow,
  StaffId,
} from '@crm/core'

// A real Czech bank, 1993–98, made public for the PKDD'99 Discovery Challenge (Berka and Sochorova).
// Its files name nobody: clients have a number, a birthday, a sex and a district.

const format = { delimiter: ';', quote: '"' } as const
const padded = (key: string, length: number): string => key.padStart(length, '0')
const branchKey = (district: string): string => `brn_d${district}`

const frequencies = {
  'POPLATEK MESICNE': 'Monthly statements',
  'POPLATEK TYDNE': 'Weekly statements',
  'POPLATEK PO OBRATU': 'Statements after each movement',
}
/** Where money went or came from: operation, then symbol where it tells more. */
const operations = {
  VKLAD: { kind: 'cash', channel: 'counter' },
  VYBER: { kind: 'cash', channel: 'counter' },
  'VYBER KARTOU': { kind: 'card', channel: 'atm' },
  'PREVOD Z UCTU': { kind: 'transfer', channel: 'interbank' },
  'PREVOD NA UCET': { kind: 'transfer', channel: 'interbank' },
} as const
const symbols = {
  UROK: { kind: 'interest', memo: 'Interest' },
  'SANKC. UROK': { kind: 'fee', memo: 'Interest for a negative balance' },
  SLUZBY: { kind: 'fee', memo: 'Statement fee' },
  SIPO: { kind: 'household', memo: 'Household payment' },
  POJISTNE: { kind: 'insurance', memo: 'Insurance' },
  DUCHOD: { kind: 'pension', memo: 'Old-age pension' },
  UVER: { kind: 'loan', memo: 'Loan payment' },
} as const

/** The birth number prints yymmdd, with 50 added to the month for women. */
function birth(row: SourceRow): { bornOn: LocalDate; gender: 'female' | 'male' } {
  const text = row.text('birth_number')
  const month = Number(text.slice(2, 4))
  const female = month > 50
  const day = `19${text.slice(0, 2)}-${String(female ? month - 50 : month).padStart(2, '0')}-${text.slice(4, 6)}`
  const ms = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day))
    row.refuse('birth_number', 'row.not_a_day')
  return { bornOn: day as LocalDate, gender: female ? 'female' : 'male' }
}

const person = (
  id: string,
  name: string,
  roles: ('branch-manager' | 'teller' | 'system-admin' | 'audit-admin' | 'analyst')[],
  branch = 'brn_head',
) => ({
  id: StaffId.parse(`stf_${id}`),
  personId: `person-${id}`,
  name,
  branchId: BranchId.parse(branch),
  roles,
})

/** The Berka files, as they came. */
export const berka = defineSource({
  name: 'berka',
  title: { zh: '捷克银行(PKDD’99 公开数据)', en: 'A Czech bank (PKDD’99, public)' },
  bank: { id: BankId.parse('bnk_berka'), name: 'Berka', currency: 'CZK' },
  branches: [{ id: BranchId.parse('brn_head'), name: 'Head office' }],
  staff: [
    person('head', 'Jana Nováková', ['branch-manager']),
    person('prague', 'Petr Dvořák', ['branch-manager'], 'brn_d1'),
    person('counter', 'Eva Svobodová', ['teller'], 'brn_d1'),
    person('analyst', 'Tomáš Černý', ['analyst']),
    person('sys', 'Karel Procházka', ['system-admin']),
    person('audit', 'Marie Kučerová', ['audit-admin']),
  ],
  lookups: [
    {
      name: 'since',
      file: 'account.asc',
      format,
      gather: (row, keep) => keep(row.text('account_id'), row.day('date', 'yymmdd')),
    },
    {
      name: 'owner',
      file: 'disp.asc',
      format,
      gather(row, keep) {
        if (row.text('type') === 'OWNER') keep(row.text('account_id'), row.text('client_id'))
      },
    },
    {
      name: 'client since',
      file: 'disp.asc',
      format,
      gather(row, keep, lookup) {
        const client = row.text('client_id')
        const since = lookup('since', row.text('account_id'))
        const known = lookup('client since', client)
        if (since !== undefined && (known === undefined || since < known)) keep(client, since)
      },
    },
    {
      name: 'account of disposition',
      file: 'disp.asc',
      format,
      gather: (row, keep) => keep(row.text('disp_id'), row.text('account_id')),
    },
    {
      name: 'client of disposition',
      file: 'disp.asc',
      format,
      gather: (row, keep) => keep(row.text('disp_id'), row.text('client_id')),
    },
  ],
  files: [
    {
      file: 'district.asc',
      format,
      records: 'branches',
      read: (row) => ({
        key: branchKey(row.text('A1')),
        name: row.text('A2'),
        parentKey: 'brn_head',
        attributes: {
          region: row.text('A3'),
          inhabitants: Number(row.text('A4')),
          averageSalary: Number(row.text('A11')),
          unemployment1996: Number(row.text('A13')),
        },
      }),
    },
    {
      file: 'client.asc',
      format,
      records: 'customers',
      read(row, lookup) {
        const key = row.text('client_id')
        return {
          key,
          kind: 'person',
          name: `Client ${padded(key, 5)}`,
          ...birth(row),
          birthdayCalendar: 'solar',
          branchKey: branchKey(row.text('district_id')),
          openedOn: (lookup('client since', key) ?? '1993-01-01') as LocalDate,
          status: 'active',
        }
      },
    },
    {
      file: 'account.asc',
      format,
      records: 'accounts',
      read(row, lookup) {
        const key = row.text('account_id')
        return {
          key,
          ownerKey: lookup('owner', key) ?? row.refuse('account_id', 'row.owner_unknown'),
          number: padded(key, 10),
          kind: 'current',
          product: row.code('frequency', frequencies),
          currency: 'CZK',
          branchKey: branchKey(row.text('district_id')),
          openedOn: row.day('date', 'yymmdd'),
          status: 'open',
        }
      },
    },
    {
      file: 'disp.asc',
      format,
      records: 'holders',
      read: (row) => ({
        key: row.text('disp_id'),
        accountKey: row.text('account_id'),
        customerKey: row.text('client_id'),
        role: row.code('type', { OWNER: 'owner', DISPONENT: 'authorised' } as const),
      }),
    },
    {
      file: 'card.asc',
      format,
      records: 'holdings',
      read(row, lookup) {
        const disposition = row.text('disp_id')
        const unknown = () => row.refuse('disp_id', 'row.owner_unknown')
        return {
          key: row.text('card_id'),
          customerKey: lookup('client of disposition', disposition) ?? unknown(),
          accountKey: lookup('account of disposition', disposition) ?? unknown(),
          product: 'card',
          name: row.code('type', {
            classic: 'Classic card',
            junior: 'Junior card',
            gold: 'Gold card',
          }),
          currency: 'CZK',
          openedOn: row.day('issued', 'yymmdd'),
          status: 'active',
        }
      },
    },
    {
      file: 'loan_train.csv',
      format,
      records: 'holdings',
      read(row) {
        const openedOn = row.day('date', 'yymmdd')
        return {
          key: row.text('loan_id'),
          accountKey: row.text('account_id'),
          product: 'loan',
          name: `Loan over ${row.text('duration')} months`,
          currency: 'CZK',
          amountFen: row.fen('amount'),
          instalmentFen: row.fen('payments'),
          openedOn,
          maturesOn: addMonths(openedOn, Number(row.text('duration'))),
          status: row.code('status', { '1': 'active', '-1': 'overdue' } as const),
        }
      },
    },
    {
      file: 'order.asc',
      format,
      records: 'holdings',
      read: (row) => ({
        key: row.text('order_id'),
        accountKey: row.text('account_id'),
        product: 'standing-order',
        name: row.codeOr(
          'k_symbol',
          {
            SIPO: 'Household payment',
            UVER: 'Loan payment',
            POJISTNE: 'Insurance payment',
            LEASING: 'Leasing',
          },
          'Standing order',
        ),
        currency: 'CZK',
        amountFen: row.fen('amount'),
        status: 'active',
      }),
    },
    {
      file: 'trans_*.asc',
      format,
      records: 'movements',
      read(row) {
        const into = row.code('type', { PRIJEM: 1, VYDAJ: -1, VYBER: -1 })
        const operation = row.codeOr('operation', operations, undefined)
        const symbol = row.codeOr('k_symbol', symbols, undefined)
        return {
          key: row.text('trans_id'),
          accountKey: row.text('account_id'),
          bookedOn: row.day('date', 'yymmdd'),
          amountFen: (row.fen('amount') * into) as Fen,
          currency: 'CZK',
          balanceFen: row.fen('balance'),
          kind: symbol?.kind ?? operation?.kind ?? 'other',
          channel: operation?.channel ?? 'system',
          counterpartyAccount: row.optional('account'),
          counterpartyBank: row.optional('bank'),
          memo: symbol?.memo,
        }
      },
    },
  ],
})
