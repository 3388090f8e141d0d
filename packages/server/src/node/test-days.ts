import { defineSource, type LocalDate, type Source } from '@crm/core'
import type { Store } from '../kit/store/store.ts'
import { bank, format } from './test-folder.ts'

// A core system whose files are of business days, for tests alone.

const columns = (names: string) => ({ ...format, columns: names.split(' ') })

/** Customers come whole, accounts as changes, movements as all of a day. */
export const source: Source = defineSource({
  name: 'core',
  title: { zh: '核心', en: 'Core' },
  bank,
  files: [
    {
      file: 'branches.dat',
      format: columns('NO NAME'),
      records: 'branches',
      read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
    },
    {
      file: 'C_{day}_{revision}.dat',
      format: columns('NO NAME'),
      records: 'customers',
      holds: 'all',
      read: (row) => ({
        key: row.text('NO'),
        kind: 'person',
        name: row.text('NAME'),
        birthdayCalendar: 'unknown',
        branchKey: 'B1',
        openedOn: '2020-01-01' as LocalDate,
        status: 'active',
      }),
    },
    {
      file: 'A_{day}_{revision}.dat',
      format: columns('NO OWNER PRODUCT'),
      records: 'accounts',
      read: (row) => ({
        key: row.text('NO'),
        ownerKey: row.text('OWNER'),
        number: row.text('NO'),
        kind: 'savings',
        product: row.text('PRODUCT'),
        currency: 'CNY',
        branchKey: 'B1',
        openedOn: '2020-01-01' as LocalDate,
        status: 'open',
      }),
    },
    {
      file: 'M_{day}_{revision}.dat',
      format: columns('NO ACCOUNT FEN'),
      records: 'movements',
      holds: 'day',
      read: (row) => ({
        key: row.text('NO'),
        accountKey: row.text('ACCOUNT'),
        bookedOn: '2026-03-05' as LocalDate,
        amountFen: row.wholeFen('FEN'),
        currency: 'CNY',
        kind: 'transfer',
      }),
    },
  ],
})

/** The office that everybody belongs to. */
export const office = { 'branches.dat': 'B1|城关\n' }
/** Rows as the text of a file. */
export const lines = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join('')

/** What the bank holds, but for how often a row was written. */
export async function stateOf(store: Store, name = 'core') {
  const customers = await store.db
    .selectFrom('customer')
    .innerJoin('source_row', 'source_row.row_id', 'customer.customer_id')
    .select(['source_key', 'name', 'told_on', 'told_revision', 'gone_on'])
    .where('customer.source', '=', name)
    .orderBy('source_key')
    .execute()
  const accounts = await store.db
    .selectFrom('account')
    .innerJoin('source_row', 'source_row.row_id', 'account.account_id')
    .select(['account.account_id', 'product', 'told_on', 'told_revision', 'source_row.gone_on'])
    .where('source_row.source', '=', name)
    .orderBy('account.account_id')
    .execute()
  const movements = await store.db
    .selectFrom('movement')
    .innerJoin('source_row', 'source_row.row_id', 'movement.movement_id')
    .select(['movement_id', 'amount_fen', 'movement.gone_on', 'told_on', 'told_revision'])
    .where('source_row.source', '=', name)
    .orderBy('movement_id')
    .execute()
  return { customers, accounts, movements }
}
