import { BankId, defineSource, type Source } from '@crm/core'
import type { Store } from '../kit/store/store.ts'
import type { SourceFolder } from '../sources/folder.ts'

// Files of an invented core system, for tests alone.

export const format = { delimiter: '|' } as const
export const bank = { id: BankId.parse('bnk_test'), name: '试验银行', currency: 'CNY' }

export const source: Source = defineSource({
  name: 'core',
  title: { zh: '核心', en: 'Core' },
  bank,
  files: [
    {
      file: 'branches.dat',
      format,
      records: 'branches',
      read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
    },
    {
      file: 'customers.dat',
      format,
      records: 'customers',
      read: (row) => ({
        key: row.text('NO'),
        kind: 'person',
        name: row.text('NAME'),
        bornOn: row.optionalDay('BORN', 'yyyymmdd'),
        birthdayCalendar: 'unknown',
        branchKey: row.text('BRANCH'),
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'active',
      }),
    },
    {
      file: 'accounts.dat',
      format,
      records: 'accounts',
      read: (row) => ({
        key: row.text('NO'),
        ownerKey: row.text('OWNER'),
        number: row.text('NO'),
        kind: 'savings',
        product: '活期',
        currency: 'CNY',
        branchKey: 'B1',
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'open',
      }),
    },
  ],
})

export const branches = 'NO|NAME\nB1|城关\n'
export const head = 'NO|NAME|BORN|BRANCH|SINCE\n'
export const person = (no: number, name = `客户${no}`) => `C${no}|${name}|19700101|B1|20200101\n`
export const people = (count: number) =>
  head + Array.from({ length: count }, (_, at) => person(at + 1)).join('')
export const noAccounts = 'NO|OWNER|SINCE\n'

/** Files by name. */
export type Files = Readonly<Record<string, string | Uint8Array>>
const bytesOf = (text: string | Uint8Array) =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text

/** A folder in memory. */
export function folderOf(files: Files): SourceFolder {
  return {
    name: 'memory',
    list: async () => Object.keys(files),
    async *open(file) {
      const bytes = bytesOf(files[file] ?? '')
      // In pieces of an odd size, so that lines and letters are cut anywhere.
      for (let at = 0; at < bytes.length; at += 97) yield bytes.subarray(at, at + 97)
    },
    async digest(file) {
      const hash = await crypto.subtle.digest('SHA-256', bytesOf(files[file] ?? '') as BufferSource)
      return Buffer.from(hash).toString('hex')
    },
  }
}

/** Every line that was not taken, as `line column code`. */
export const rejections = async (store: Store) =>
  (await store.db.selectFrom('rejection').selectAll().orderBy('line').execute()).map(
    ({ line, column_name, code }) => `${line} ${column_name ?? '-'} ${code}`,
  )
/** The names of all customers, by key. */
export const names = async (store: Store) =>
  (await store.db.selectFrom('customer').select('name').orderBy('source_key').execute()).map(
    ({ name }) => name,
  )
