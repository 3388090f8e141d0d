import type { BankId, LocalDate, Source } from '@crm/core'
import { words } from '@crm/core/words'
import {
  type FileReport,
  importFolder,
  planRemindersJob,
  type SourceFolder,
  type Store,
} from '@crm/server'
import { progressLine } from './progress.ts'

const number = new Intl.NumberFormat('en')

/** Load a folder of day-end files, saying how far it is, and plan the reminders of the bank's day. */
export async function load(store: Store, source: Source, folder: SourceFolder): Promise<void> {
  const progress = progressLine()
  const reports = await importFolder({
    store,
    source,
    folder,
    onProgress: ({ file, records, step, lines }) =>
      progress.say(`${step} ${file}: ${number.format(lines)} ${records}`),
  })
  progress.done(`${number.format(reports.reduce((sum, { lines }) => sum + lines, 0))} lines read`)
  for (const report of reports) console.log(`  ${sayReport(report)}`)
  await tellRejections(store, source.bank.id, reports)
  await planToday(store, source.bank.id)
}

function sayReport({ file, records, lines, accepted, unchanged, rejected, status }: FileReport) {
  const counts = [
    `${number.format(lines)} ${records}`,
    accepted > 0 && `${number.format(accepted)} taken`,
    unchanged > 0 && `${number.format(unchanged)} unchanged`,
    rejected > 0 && `${number.format(rejected)} rejected`,
    status === 'refused' && 'too many rejected: nothing of it was taken',
  ]
  return `${file.padEnd(26)} ${counts.filter(Boolean).join(', ')}`
}

/** How many rejected lines are printed; all are in the ledger. */
const TOLD = 8

async function tellRejections(
  store: Store,
  bankId: string,
  reports: readonly FileReport[],
): Promise<void> {
  const total = reports.reduce((sum, { rejected }) => sum + rejected, 0)
  if (total === 0) return
  const rows = await store.db
    .selectFrom('rejection')
    .innerJoin('delivery', (join) =>
      join
        .onRef('delivery.bank_id', '=', 'rejection.bank_id')
        .onRef('delivery.delivery_id', '=', 'rejection.delivery_id'),
    )
    .select(['delivery.file', 'rejection.line', 'rejection.column_name', 'rejection.code'])
    .where('rejection.bank_id', '=', bankId)
    .orderBy('delivery.file')
    .orderBy('rejection.line')
    .limit(TOLD)
    .execute()
  for (const { file, line, column_name, code } of rows)
    console.log(`    ${file}:${line} ${column_name ?? ''} ${words.en[code] ?? code} (${code})`)
  if (total > rows.length)
    console.log(
      `    … and ${number.format(total - rows.length)} more, all in the ledger (/sources/deliveries)`,
    )
}

async function planToday(store: Store, bankId: string): Promise<void> {
  const progress = progressLine()
  const { business_date } = await store.db
    .selectFrom('bank')
    .select('business_date')
    .where('bank_id', '=', bankId)
    .executeTakeFirstOrThrow()
  const made = await planRemindersJob(store, {
    bankId: bankId as BankId,
    asOf: business_date as LocalDate,
    onProgress: (customers) => progress.say(`reminders: ${number.format(customers)} customers`),
  })
  progress.done(`${number.format(made)} reminders for ${business_date}`)
}
