import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineSource } from '@crm/core'
import { afterAll, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import { migrations } from '../migrations/index.ts'
import { openDumpFolder } from './dump-folder.ts'
import { openMemoryStore } from './memory-store.ts'
import { bank, rejections } from './test-folder.ts'

const place = mkdtempSync(join(tmpdir(), 'crm-dump-'))
afterAll(() => rmSync(place, { recursive: true }))

const format = { delimiter: ',', quote: '"' } as const
const source = defineSource({
  name: 'dump',
  title: { zh: '核心', en: 'Core' },
  bank,
  files: [
    {
      file: 'office.csv',
      format,
      records: 'branches',
      read: (row) => ({ key: row.text('id'), name: row.text('name') }),
    },
    {
      file: 'client.csv',
      format,
      records: 'customers',
      read: (row) => ({
        key: row.text('id'),
        kind: 'person',
        name: row.text('name'),
        birthdayCalendar: 'unknown',
        phone: row.digits('phone'),
        branchKey: row.text('office'),
        openedOn: row.day('since', 'yyyy-mm-dd'),
        status: 'active',
      }),
    },
  ],
})

const offices = 'INSERT INTO `office` (`id`, `name`) VALUES (1, \'城关, "总行"\');\n'
const clients = (...rows: readonly string[]) =>
  `INSERT INTO \`client\` (\`id\`, \`name\`, \`phone\`, \`office\`, \`since\`) VALUES ${rows.join(',\n')};\n`
const people = Array.from({ length: 30 }, (_, at) => `(${at + 1}, '李桂芳', NULL, 1, '2015-03-01')`)

async function load(dump: string) {
  const path = join(place, 'core.sql')
  writeFileSync(path, dump)
  const store = await openMemoryStore({ migrations })
  try {
    const options = { store, source, folder: openDumpFolder(path) }
    const reports = await importFolder(options)
    const again = await importFolder({ ...options, folder: openDumpFolder(path) })
    const names = await store.db.selectFrom('customer').select('name').distinct().execute()
    const branches = await store.db.selectFrom('branch').select('name').execute()
    const refused = await rejections(store)
    return { reports, again, names: names.map(({ name }) => name), branches, refused }
  } finally {
    await store.close()
  }
}

describe('the dump of a core system', () => {
  it('is loaded table by table, and once', async () => {
    const { reports, again, names, branches } = await load(offices + clients(...people))
    expect(reports).toMatchObject([
      { file: 'office.csv', accepted: 1, rejected: 0 },
      { file: 'client.csv', accepted: 30, rejected: 0 },
    ])
    expect(again.every(({ seenBefore }) => seenBefore)).toBe(true)
    expect(branches).toEqual([{ name: '城关, "总行"' }])
    expect(names).toEqual(['李桂芳'])
  })

  it('has rows in several statements, and one that is wrong is named by its number', async () => {
    const wrong = clients("(99, '钱 三\\n四', '138', 7, '2015-03-01')")
    const { reports, refused } = await load(offices + clients(...people) + wrong)
    expect(reports[1]).toMatchObject({ lines: 31, accepted: 30, rejected: 1 })
    expect(refused).toEqual(['32 - row.branch_unknown'])
  })

  it('that is cut off is set aside whole', async () => {
    const { reports } = await load((offices + clients(...people)).slice(0, -20))
    expect(reports).toMatchObject([
      { status: 'quarantined', accepted: 0, why: { code: 'file.dump_unreadable' } },
      { status: 'quarantined', accepted: 0, why: { code: 'file.dump_unreadable' } },
    ])
  })
})
