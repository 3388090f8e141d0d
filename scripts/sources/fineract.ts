import { BankId, defineSource } from '@crm/core'

// The sample bank of an open core system, as its database is dumped: each table is a file of it.

const format = { delimiter: ',', quote: '"' } as const

/** Offices, loan officers, clients and loans of a Fineract dump. */
export const fineract = defineSource({
  name: 'fineract',
  title: { zh: '开源核心', en: 'Fineract' },
  bank: { id: BankId.parse('bnk_fineract'), name: 'Head Office', currency: 'USD' },
  files: [
    {
      file: 'm_office.csv',
      format,
      records: 'branches',
      read: (row) => ({
        key: row.text('id'),
        name: row.text('name'),
        parentKey: row.optional('parent_id'),
      }),
    },
    {
      file: 'm_staff.csv',
      format,
      records: 'staff',
      read: (row) => ({
        key: row.text('id'),
        personId: `per_${row.text('id')}`,
        name: row.text('display_name'),
        branchKey: row.text('office_id'),
        roles: ['relationship-manager'],
      }),
    },
    {
      file: 'm_client.csv',
      format,
      records: 'customers',
      read: (row) => ({
        key: row.text('id'),
        kind: row.optional('legal_form_enum') === '2' ? 'firm' : 'person',
        name: row.text('display_name'),
        bornOn: row.optionalDay('date_of_birth', 'yyyy-mm-dd'),
        birthdayCalendar: 'unknown',
        phone: row.digits('mobile_no'),
        branchKey: row.text('office_id'),
        managerKey: row.optional('staff_id'),
        openedOn: row.day('activation_date', 'yyyy-mm-dd'),
        status: row.code('status_enum', { '300': 'active', '600': 'closed' } as const),
      }),
    },
    {
      file: 'm_loan.csv',
      format,
      records: 'holdings',
      read: (row) => ({
        key: row.text('id'),
        customerKey: row.text('client_id'),
        product: 'loan',
        name: row.text('account_no'),
        currency: row.text('currency_code'),
        amountFen: row.fen('principal_amount'),
        // Hundredths of a percent are basis points, as hundredths of a yuan are fen.
        rateBp: row.fen('annual_nominal_interest_rate'),
        openedOn: row.day('submittedon_date', 'yyyy-mm-dd'),
        maturesOn: row.optionalDay('expected_maturedon_date', 'yyyy-mm-dd'),
        status: row.optional('closedon_date') === undefined ? 'active' : 'closed',
      }),
    },
  ],
})
