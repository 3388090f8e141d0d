import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Crm, createCrm } from '@crm/client'
import { type CustomerId, isMasked, type LocalDate, Principal } from '@crm/core'
import {
  createServer,
  type FileReport,
  importFolder,
  migrations,
  planRemindersJob,
  type Store,
} from '@crm/server'
import { openMemoryStore, openSourceFolder } from '@crm/server/node'
import { berka } from '../sources/berka.ts'
import { readBerka } from './berka-files.ts'
import { storeChecksums } from './checksums.ts'
import { equal, known, notRun, type ProofLine } from './line.ts'

const SAVER_FEN = 3_000_000

/** Hold the Berka bank, as the API tells it, to its files. */
export async function run({ data }: { readonly data: string | undefined }): Promise<ProofLine[]> {
  const folder = data && join(data, 'berka')
  if (!folder || !existsSync(folder)) return [notRun('berka', 'the folder berka is not there')]
  const files = readBerka(folder)
  const store = await openMemoryStore({ migrations })
  const started = performance.now()
  const reports = await importFolder({ store, source: berka, folder: openSourceFolder(folder) })
  const seconds = (performance.now() - started) / 1_000
  const lines = reports.reduce((sum, report) => sum + report.lines, 0)
  const result = [
    ...compareLedger(files, reports),
    ...(await compareApi(store, files)),
    ...(await importAgain(store, folder)),
    ...(await careForReminders(store)),
    ...(await plantDirt(folder)),
    known('import speed, embedded store in memory', Math.round(lines / seconds), 'rows/s'),
    known(
      'the same files only read and cut (peer)',
      Math.round(lines / readSeconds(folder)),
      'rows/s',
    ),
  ]
  await store.close()
  return result
}

type Files = ReturnType<typeof readBerka>

const clientOf = (store: Store, staffId: string): Crm => {
  const server = createServer({
    store,
    responses: 'strict',
    // The proof reads a whole bank through one person.
    limits: { requestsPerMinute: 1_000_000, customersPerDay: 1_000_000 },
    authenticate: async () => Principal.parse({ bankId: berka.bank.id, staffId }),
  })
  return createCrm({ baseUrl: 'http://berka.test', fetch: server.fetch })
}

function compareLedger({ counts }: Files, reports: readonly FileReport[]): ProofLine[] {
  const linesOf = (file: string) =>
    reports.find((report) => report.file.startsWith(file))?.lines ?? 0
  const pairs = [
    ['districts', 'district', counts.districts],
    ['clients', 'client', counts.clients],
    ['accounts', 'account', counts.accounts],
    ['dispositions', 'disp', counts.dispositions],
    ['cards', 'card', counts.cards],
    ['loans', 'loan', counts.loans],
    ['orders', 'order', counts.orders],
    ['transactions', 'trans', counts.movements],
  ] as const
  const rejected = reports.reduce((sum, report) => sum + report.rejected, 0)
  return [
    ...pairs.map(([name, file, count]) =>
      equal(`ledger: lines of ${name}`, linesOf(file), count, 'lines'),
    ),
    equal('ledger: rejected rows of the files as they came', rejected, 0, 'rows'),
  ]
}

async function compareApi(store: Store, files: Files): Promise<ProofLine[]> {
  const head = clientOf(store, 'stf_head')
  const found = { accounts: 0, movements: 0, in: 0, out: 0, card: 0, loan: 0, order: 0 }
  const sums = { loan: 0, order: 0 }
  const balances = new Map<string, number>()
  const holders = new Set<string>()
  let customers = 0
  for await (const customer of head.customers.eachFound({ text: '' })) {
    customers += 1
    const customerId: CustomerId = customer.id
    for await (const account of head.holdings.eachAccount({ customerId })) {
      holders.add(`${customerId}|${account.id}`)
      if (account.role !== 'owner') continue
      found.accounts += 1
      const { number, balanceFen } = account
      if (typeof balanceFen !== 'number') continue
      // The manager sees the last four digits; the key of the balance is the id behind them.
      balances.set(isMasked(number) ? account.id : (number ?? ''), balanceFen)
    }
    for await (const { product, amountFen } of head.holdings.eachHolding({ customerId })) {
      const amount = typeof amountFen === 'number' ? amountFen : 0
      if (product === 'card') found.card += 1
      if (product === 'loan') found.loan += 1
      if (product === 'standing-order') found.order += 1
      if (product === 'loan') sums.loan += amount
      if (product === 'standing-order') sums.order += amount
    }
    for await (const { amountFen } of head.holdings.eachMovement({ customerId, limit: 100 })) {
      found.movements += 1
      if (typeof amountFen !== 'number') continue
      if (amountFen >= 0) found.in += amountFen
      else found.out -= amountFen
    }
  }
  const { counts, amounts } = files
  const preview = await head.segments.preview({
    criteria: {
      all: [
        { field: 'gender', is: 'eq', value: 'female' },
        { field: 'assetsFen', is: 'ge', value: SAVER_FEN },
        { field: 'hasLoan', is: 'eq', value: false },
      ],
    },
  })
  return [
    equal('API: customers', customers, counts.clients, 'customers'),
    equal('API: accounts', found.accounts, counts.accounts, 'accounts'),
    equal('API: dispositions', holders.size, counts.dispositions, 'dispositions'),
    equal('API: cards', found.card, counts.cards, 'cards'),
    equal('API: loans', found.loan, counts.loans, 'loans'),
    equal('API: orders', found.order, counts.orders, 'orders'),
    equal('API: transactions', found.movements, counts.movements, 'transactions'),
    equal('API: sum of what came in', found.in, amounts.in, 'hellers'),
    equal('API: sum of what went out', found.out, amounts.out, 'hellers'),
    equal('API: sum of loans', sums.loan, files.loanSum, 'hellers'),
    equal('API: sum of orders', sums.order, files.orderSum, 'hellers'),
    equal('API: accounts with a balance', balances.size, files.balances.size, 'accounts'),
    ...(await compareBalances(store, files, balances)),
    equal(
      'segment: women with 30,000 or more and no loan',
      preview.count ?? -1,
      files.womenSavers(SAVER_FEN),
      'customers',
    ),
    equal(
      'segment: the same by plain SQL',
      await bySql(store),
      files.womenSavers(SAVER_FEN),
      'customers',
    ),
  ]
}

async function compareBalances(
  store: Store,
  { balances }: Files,
  told: ReadonlyMap<string, number>,
): Promise<ProofLine[]> {
  const rows = await store.db.selectFrom('account').select(['account_id', 'number']).execute()
  const wrong = rows.filter(({ account_id, number }) => {
    const file = balances.get(String(Number(number)))
    return file !== undefined && told.get(account_id) !== file
  })
  return [equal('API: balances that differ from the files', wrong.length, 0, 'accounts')]
}

/** Counted from rows, not from facts or criteria. */
async function bySql(store: Store): Promise<number> {
  const { sql } = await import('kysely')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from customer c
    where c.gender = 'female'
      and (select coalesce(sum(a.balance_fen), 0) from account a
           where a.customer_id = c.customer_id) >= ${SAVER_FEN}
      and not exists (select 1 from holding h
           where h.customer_id = c.customer_id and h.product = 'loan')`.execute(store.db)
  return rows[0]?.count ?? -1
}

async function importAgain(store: Store, folder: string): Promise<ProofLine[]> {
  const before = await storeChecksums(store)
  const again = await importFolder({ store, source: berka, folder: openSourceFolder(folder) })
  const after = await storeChecksums(store)
  const changed = Object.keys(before).filter((table) => before[table] !== after[table])
  return [
    equal(
      'second import: rows taken',
      again.reduce((sum, { accepted }) => sum + accepted, 0),
      0,
      'rows',
    ),
    equal('second import: tables that changed', changed.join(' ') || 'none', 'none', 'tables'),
  ]
}

async function careForReminders(store: Store): Promise<ProofLine[]> {
  const { business_date } = await store.db
    .selectFrom('bank')
    .select('business_date')
    .executeTakeFirstOrThrow()
  const asOf = business_date as LocalDate
  const made = await planRemindersJob(store, { bankId: berka.bank.id, asOf })
  const twice = await planRemindersJob(store, { bankId: berka.bank.id, asOf })
  const head = clientOf(store, 'stf_head')
  let listed = 0
  for await (const _ of head.reminders.eachDue({ asOf, limit: 100 })) listed += 1
  const [first] = (await head.reminders.listDue({ asOf, limit: 1 })).items
  if (!first) return [equal('reminders: listed', listed, made, 'reminders')]
  const { id, version } = first.reminder
  const closed = await head.reminders.close(id, 'done', { version })
  const open = await head.reminders.reopen(id, { version: closed.version })
  return [
    equal(`reminders: listed for ${asOf}`, listed, made, 'reminders'),
    equal('reminders: made when planned a second time', twice, 0, 'reminders'),
    equal(
      'reminders: one closed, then taken back',
      `${closed.status} ${open.status}`,
      'done open',
      '',
    ),
  ]
}

/** A copy of the files with known faults, all of which have to be named, line by line. */
async function plantDirt(folder: string): Promise<ProofLine[]> {
  const copy = mkdtempSync(join(tmpdir(), 'crm-berka-'))
  cpSync(folder, copy, { recursive: true })
  const path = join(copy, 'client.asc')
  const lines = readFileSync(path, 'utf8').split('\n')
  const planted: [line: number, text: string, told: string][] = [
    [10, '9;"509931";60', 'birth_number row.not_a_day'],
    [20, '19;"421228', ' row.bad_quote'],
    [30, '29;"515911";30;7', ' row.wrong_columns'],
    [40, '39;"735723"', ' row.wrong_columns'],
    [50, '2;"450204";1', ' row.duplicate_key'],
    [60, ';"450204";1', 'client_id row.column_missing'],
    [70, '99999;"450204";999', ' row.branch_unknown'],
  ]
  for (const [line, text] of planted) lines[line - 1] = text
  writeFileSync(path, lines.join('\n'))
  const store = await openMemoryStore({ migrations })
  const reports = await importFolder({ store, source: berka, folder: openSourceFolder(copy) })
  const delivery = reports.find(({ records }) => records === 'customers')
  const system = clientOf(store, 'stf_sys')
  const named: string[] = []
  for await (const { line, column, code } of system.sources.eachRejection(
    delivery!.deliveryId as never,
  ))
    named.push(`${line} ${typeof column === 'string' ? column : ''} ${code}`)
  await store.close()
  rmSync(copy, { recursive: true })
  const wanted = planted.map(([line, , told]) => `${line} ${told}`)
  const sums = delivery && delivery.accepted + delivery.unchanged + delivery.rejected
  return [
    equal(
      'dirty copy: rows rejected, each with line, column and code',
      named.join('; '),
      wanted.join('; '),
      '',
    ),
    equal('dirty copy: accepted + unchanged + rejected', sums ?? -1, delivery?.lines ?? 0, 'lines'),
  ]
}

function readSeconds(folder: string): number {
  const started = performance.now()
  readBerka(folder)
  return (performance.now() - started) / 1_000
}
