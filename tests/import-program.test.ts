import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate, migrations, openVault, sealedStore } from '@crm/server'
import { fileKeyService, intlSuite, openEmbeddedStore } from '@crm/server/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../packages/server/src/node/cli/main.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'crm-import-'))
const [data, keyFile, files, rejected, mapping] = [
  'data',
  'keys.json',
  'files',
  'rejected',
  'core.mjs',
].map((name) => join(root, name)) as [string, string, string, string, string]

/** A mapping as a bank keeps one, in a file of its own. */
const mappingText = `
const format = { delimiter: '|' }
export const source = {
  name: 'core',
  title: { zh: '核心', en: 'Core' },
  bank: { id: 'bnk_mine', name: '我的银行', currency: 'CNY' },
  files: [
    { file: 'branches.dat', format, records: 'branches',
      read: (row) => ({ key: row.text('NO'), name: row.text('NAME') }) },
    { file: 'C_{day}.dat', format, records: 'customers',
      read: (row) => ({
        key: row.text('NO'), kind: 'person', name: row.text('NAME'), birthdayCalendar: 'unknown',
        branchKey: 'B1', openedOn: row.day('SINCE', 'yyyymmdd'), status: 'active' }) },
  ],
}
`
const put = (name: string, text: string) => writeFileSync(join(files, name), text)
const people = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, at) => `C${from + at}|客户${from + at}|20200101\n`,
  ).join('')
const head = 'NO|NAME|SINCE\n'

const run = (...words: string[]) => {
  const where = ['--mapping', mapping, '--data', data, '--keys', keyFile]
  const args = ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning', program]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...args, 'import', files, ...where, '--json', ...words],
    { encoding: 'utf8', env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: 'en_GB.UTF-8' } },
  )
  expect(stderr).toBe('')
  const lines = stdout.trim().split('\n').filter(Boolean)
  return { status, told: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}
const customersTold = (told: readonly Record<string, unknown>[]) =>
  told.filter(({ records }) => records === 'customers')

beforeAll(async () => {
  mkdirSync(files)
  writeFileSync(mapping, mappingText)
  const store = await openEmbeddedStore({ folder: data, deadline: 60_000 })
  const vault = openVault({ service: fileKeyService(keyFile), suite: intlSuite })
  await migrate(sealedStore(store, vault), migrations)
  await store.close()
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('crm import', () => {
  it('looks only when asked to, and names what it would not take', () => {
    put('branches.dat', 'NO|NAME\nB1|城关\n')
    put('C_20260304.dat', `${head}${people(1, 60)}C61|李桂芳|20200231\n`)
    const { status, told } = run('--dry-run')
    expect(status).toBe(1)
    expect(customersTold(told)).toMatchObject([
      {
        file: 'C_20260304.dat',
        day: '2026-03-04',
        status: 'done',
        lines: 61,
        accepted: 60,
        rejected: 1,
        refused: [{ line: 62, column: 'SINCE', code: 'row.not_a_day' }],
      },
    ])
  }, 60_000)

  it('takes what it said, ends in 1 for a line that was not, and hands that line back', () => {
    const { status, told } = run('--rejected', rejected)
    expect(status).toBe(1)
    expect(customersTold(told)).toMatchObject([{ accepted: 60, rejected: 1 }])
    expect(readFileSync(join(rejected, 'C_20260304.dat.errors.csv'), 'utf8')).toContain(
      'C_20260304.dat,62,SINCE,row.not_a_day,There is no such day,20200231',
    )
    const lines = join(rejected, 'C_20260304.dat.corrected')
    expect(readFileSync(lines, 'utf8')).toBe(`${head}C61|李桂芳|20200231\n`)
    put('C_20260304.dat.corrected', readFileSync(lines, 'utf8').replace('0231', '0228'))
    expect(customersTold(run().told)).toMatchObject([{}, { accepted: 1, rejected: 0 }])
  }, 60_000)

  it('tells a day that is missing, and ends in 0 once it is there', () => {
    rmSync(join(files, 'C_20260304.dat'))
    rmSync(join(files, 'C_20260304.dat.corrected'))
    put('C_20260306.dat', head + people(62, 63))
    const { status, told } = run()
    expect(status).toBe(1)
    expect(told.at(-1)).toEqual({ missing: 'C_{day}.dat', day: '2026-03-05' })
    put('C_20260305.dat', head + people(61, 61))
    expect(run().status).toBe(0)
  }, 60_000)

  it('takes nothing of a file with too much wrong, until that is allowed and asked for again', () => {
    put('C_20260307.dat', `${head}${people(70, 79)}C80|x|never\n`)
    const refused = run()
    expect(refused.status).toBe(1)
    expect(customersTold(refused.told).at(-1)).toMatchObject({
      status: 'refused',
      accepted: 0,
      why: { code: 'file.too_many_rejected', facts: { rejected: 1, lines: 11 } },
    })
    const again = run('--replay', '--reject-threshold', '0.1')
    expect(customersTold(again.told).at(-1)).toMatchObject({ status: 'done', accepted: 10 })
  }, 60_000)

  it.each([
    ['no folder', ['import', '--mapping', mapping]],
    ['no mapping', ['import', files, '--data', data, '--keys', keyFile]],
    ['a mapping that is not there', ['import', files, '--mapping', join(root, 'no.mjs')]],
    ['a share of five hundred', ['import', files, '--mapping', mapping, '--reject-threshold', '5']],
  ])('called with %s ends in 2', (_what, words) => {
    const args = ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning', program]
    expect(spawnSync(process.execPath, [...args, ...words]).status).toBe(2)
    expect(existsSync(join(root, 'no.mjs'))).toBe(false)
  })
})
