import { createHash } from 'node:crypto'
import { BankId, defineSource, type Source } from '@crm/core'
import type { SourceFolder } from '@crm/server'

const format = { delimiter: '|', quote: '"' } as const

/** A core system that delivers customers alone, at one office. */
export const core = (name: string, file = 'customers.dat'): Source =>
  defineSource({
    name,
    title: { zh: '核心', en: 'Core' },
    bank: { id: BankId.parse('bnk_proof'), name: '试验银行', currency: 'CNY' },
    files: [
      {
        file: 'branches.dat',
        format,
        records: 'branches',
        read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }),
      },
      {
        file,
        format,
        records: 'customers',
        read: (row) => ({
          key: row.text('NO'),
          kind: 'person',
          name: row.text('NAME'),
          bornOn: row.optionalPastDay('BORN', 'yyyymmdd'),
          birthdayCalendar: 'unknown',
          phone: row.digits('PHONE'),
          address: row.optional('ADDRESS'),
          branchKey: row.text('BRANCH'),
          openedOn: row.pastDay('SINCE', 'yyyymmdd'),
          status: 'active',
        }),
      },
    ],
  })

/** The line that names the columns of a file of customers. */
export const head = 'NO|NAME|BORN|PHONE|ADDRESS|BRANCH|SINCE\n'

/** A file that is made while it is read, so that its size costs no memory. */
export type Made = () => Iterable<Uint8Array>

/** A folder of files in memory, or made while they are read; its one office is in it. */
export function madeFolder(
  files: Readonly<Record<string, Made | string | Uint8Array>>,
): SourceFolder {
  const all: typeof files = { 'branches.dat': 'NO|NAME\nB1|城关\n', ...files }
  const piecesOf = (file: string): Iterable<Uint8Array> => {
    const content = all[file] ?? ''
    if (typeof content === 'function') return content()
    return [typeof content === 'string' ? new TextEncoder().encode(content) : content]
  }
  return {
    name: 'made',
    list: async () => Object.keys(all),
    async *open(file) {
      yield* piecesOf(file)
    },
    async digest(file) {
      const hash = createHash('sha256')
      for (const piece of piecesOf(file)) hash.update(piece)
      return hash.digest('hex')
    },
  }
}
