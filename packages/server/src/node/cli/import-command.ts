import { createWriteStream, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { CrmError, type Source } from '@crm/core'
import { words as catalogue } from '@crm/core/words'
import { importFolder } from '../../import-folder.ts'
import type { Store } from '../../kit/store/store.ts'
import { errorReport, rejectedLines } from '../../sources/error-report.ts'
import type { SourceFolder } from '../../sources/folder.ts'
import { missingDays } from '../../sources/missing-days.ts'
import type { FileReport } from '../../sources/report.ts'
import { openDumpFolder } from '../dump-folder.ts'
import { openSourceFolder } from '../source-folder.ts'
import type { Command, Telling } from './command.ts'
import { need, storeOf, storeOptions, there, type Values, whileOpen } from './open.ts'

const columns = {
  'zh-CN': ['文件', '行', '列', '代码', '原因', '原值'],
  en: ['File', 'Line', 'Column', 'Code', 'Reason', 'Found'],
} as const

/** The mapping that a module exports as `source`. It is a program: it never comes out of the folder by itself. */
async function mappingOf(values: Values): Promise<Source> {
  const path = there(resolve(need(values, 'mapping')))
  const { source } = (await import(pathToFileURL(path).href)) as { source?: Source }
  if (source) return source
  throw new CrmError('cli.option_invalid', 400, `${path} exports no \`source\`.`, {
    name: 'mapping',
  })
}

/** A share between nothing and all. @throws `cli.option_invalid` */
function shareOf(values: Values, name: string): number | undefined {
  const text = values[name]
  if (typeof text !== 'string') return undefined
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  throw new CrmError('cli.option_invalid', 400, `--${name} is a share from 0 to 1, not ${text}.`, {
    name,
  })
}

const folderOf = (path: string): SourceFolder =>
  path.endsWith('.sql') ? openDumpFolder(path) : openSourceFolder(path)

/** `crm import FOLDER|DUMP --mapping FILE --data DIR | --postgres URL --keys FILE [--dry-run] [--replay]` */
export const importFiles: Command = {
  summary: {
    zh: '导入日终文件:可试运行、断点续传、重放',
    en: 'Import a folder of day-end files; look only, go on after a stop, look again',
  },
  usage: [
    'FOLDER|DUMP.sql --mapping FILE --data DIR|--postgres URL --keys FILE [--dry-run] [--replay]',
    'FOLDER … [--reject-threshold 0.05] [--gone-threshold 0.2] [--rejected DIR]',
  ],
  options: {
    ...storeOptions,
    mapping: { type: 'string' },
    'dry-run': { type: 'boolean' },
    replay: { type: 'boolean' },
    'reject-threshold': { type: 'string' },
    'gone-threshold': { type: 'string' },
    rejected: { type: 'string' },
  },
  async run(values, say, [path]) {
    if (path === undefined)
      throw new CrmError('cli.option_missing', 400, 'Say which folder.', { name: 'FOLDER' })
    const folder = folderOf(there(path))
    const source = await mappingOf(values)
    const rejectThreshold = shareOf(values, 'reject-threshold')
    const goneThreshold = shareOf(values, 'gone-threshold')
    const dryRun = values['dry-run'] === true
    const stop = new AbortController()
    const interrupt = () => stop.abort()
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    return whileOpen(await storeOf(values), async (store) => {
      const reports = await importFolder({
        store,
        source,
        folder,
        dryRun,
        replay: values.replay === true,
        ...(rejectThreshold !== undefined && { rejectThreshold }),
        ...(goneThreshold !== undefined && { goneThreshold }),
        signal: stop.signal,
        onProgress: ({ file, records, step, lines }) =>
          process.stderr.isTTY && process.stderr.write(`\r${step} ${file}: ${lines} ${records}  `),
      })
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      for (const report of reports) tellFile(report, say)
      const missing = dryRun ? [] : await missingDays(store, source)
      for (const { file, day } of missing)
        say.tell({ missing: file, day }, `${file}: ${day} is missing`)
      if (typeof values.rejected === 'string' && !dryRun)
        for (const report of reports)
          if (report.rejected > 0)
            await writeRejected({ store, source, folder, say, into: values.rejected }, report)
      const whole = reports.every(({ status, rejected }) => status === 'done' && rejected === 0)
      return whole && missing.length === 0 ? 0 : 1
    }).finally(() => process.off('SIGINT', interrupt).off('SIGTERM', interrupt))
  },
}

const filled = (text: string, facts: Readonly<Record<string, unknown>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''))

function tellFile(report: FileReport, { tell, locale }: Telling): void {
  const { file, records, lines, accepted, unchanged, rejected, status, why, day } = report
  const reason = why && filled(catalogue[locale][why.code] ?? why.code, why.facts)
  const counts = `${lines} ${records}: ${accepted} taken, ${unchanged} unchanged, ${rejected} rejected`
  const { deliveryId: id, refused = [] } = report
  tell(
    { id, file, records, status, day, lines, accepted, unchanged, rejected, why, refused },
    [`${file}${day ? ` (${day})` : ''}: ${reason ?? counts}`]
      .concat(
        refused.map(
          ({ line, column, code }) =>
            `  ${line} ${column ?? ''} ${catalogue[locale][code] ?? code} (${code})`,
        ),
      )
      .join('\n'),
  )
}

/** The report of what was not taken, and the lines themselves, to be put right. */
async function writeRejected(
  {
    store,
    source,
    folder,
    say,
    into,
  }: {
    readonly store: Store
    readonly source: Source
    readonly folder: SourceFolder
    readonly say: Telling
    readonly into: string
  },
  { deliveryId, file, records }: FileReport,
): Promise<void> {
  mkdirSync(into, { recursive: true })
  const { locale, tell } = say
  const keys = await store.vault.ready(store.db, source.bank.id)
  const of = (code: string) => catalogue[locale][code] ?? code
  const csv = join(into, `${file}.errors.csv`)
  const words = { columns: columns[locale], of }
  await write(csv, errorReport(store, keys, { id: deliveryId, file }, words))
  const entry = await store.db
    .selectFrom('delivery')
    .select('layout')
    .where('bank_id', '=', source.bank.id)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  const layout = source.files.find((one) => one.file === entry.layout && one.records === records)
  if (!layout) return
  const lines = join(into, `${file.replace(/\.corrected(-\d+)?$/, '')}.corrected`)
  await write(lines, rejectedLines(store, source.bank.id, deliveryId, folder, file, layout))
  tell({ errors: csv, lines }, `${csv}, ${lines}`)
}

/** What a file held may be anybody's data: for the one who imports alone. */
const write = (path: string, parts: AsyncIterable<string | Uint8Array>): Promise<void> =>
  pipeline(parts, createWriteStream(path, { mode: 0o600 }))
