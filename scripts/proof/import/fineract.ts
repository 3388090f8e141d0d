import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importFolder, migrations, type Store } from '@crm/server'
import { openDumpFolder, openMemoryStore } from '@crm/server/node'
import { sql } from 'kysely'
import { fineract } from '../../sources/fineract.ts'
import { all, equal, notRun, type ProofLine, zero } from '../line.ts'

/** Hold the import of a core system's dump to the dump, counted without our reader. */
export async function fineractDump(data: string | undefined): Promise<readonly ProofLine[]> {
  const path = data && join(data, 'core_fineract', 'load_sample_data.sql')
  if (!path || !existsSync(path))
    return [notRun('Fineract', 'the folder core_fineract is not there')]
  const dump = readFileSync(path, 'utf8')
  const store = await openMemoryStore({ migrations })
  try {
    const options = { store, source: fineract, folder: openDumpFolder(path) }
    const reports = await importFolder(options)
    const rejected = reports.reduce((sum, report) => sum + report.rejected, 0)
    const again = await importFolder(options)
    const [clients, loans] = [rowsOf(dump, 'm_client'), rowsOf(dump, 'm_loan')]
    const tables = [
      ['offices', 'branch', rowsOf(dump, 'm_office')],
      ['staff', 'staff', rowsOf(dump, 'm_staff')],
      ['clients', 'customer', clients],
      ['loans', 'holding', loans],
    ] as const
    const sum = (rows: readonly Row[], column: string) =>
      rows.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0)
    const names = clients.map((row) => `${row.display_name}|${row.activation_date}`).sort()
    const stored = await told(store)
    return [
      ...(await Promise.all(
        tables.map(async ([name, table, rows]) =>
          equal(`Fineract: ${name}`, await count(store, table), rows.length, 'rows'),
        ),
      )),
      zero('Fineract: rejected rows', rejected, 'rows'),
      equal(
        'Fineract: principal of its loans',
        stored.principal,
        sum(loans, 'principal_amount'),
        'cents',
      ),
      equal(
        'Fineract: their interest rates',
        stored.rates,
        sum(loans, 'annual_nominal_interest_rate'),
        'basis points',
      ),
      all(
        'Fineract: clients by name and first day',
        names.filter((name, at) => stored.names[at] === name).length,
        names.length,
      ),
      equal(
        'Fineract: clients by office',
        stored.offices.join(' '),
        counted(clients, 'office_id', rowsOf(dump, 'm_office'), 'name').join(' '),
        '',
      ),
      equal(
        'Fineract: clients by loan officer',
        stored.officers.join(' '),
        counted(clients, 'staff_id', rowsOf(dump, 'm_staff'), 'display_name').join(' '),
        '',
      ),
      zero(
        'Fineract: tables that are read again when the same dump comes again',
        again.filter(({ seenBefore }) => !seenBefore).length,
        'tables',
      ),
    ]
  } finally {
    await store.close()
  }
}

type Row = Readonly<Record<string, string>>

/** The rows of a table as this dump lays them out: one a line, no comma or quote within a value. */
function rowsOf(dump: string, table: string): readonly Row[] {
  const begin = dump.indexOf(`INSERT INTO \`${table}\` (`)
  const [head = '', ...lines] = dump.slice(begin, dump.indexOf(';', begin)).split('\n')
  const columns = [...head.matchAll(/`(\w+)`/g)].map(([, name]) => name as string).slice(1)
  return lines.map((line) => {
    const values =
      line
        .trim()
        .replace(/^\(/, '')
        .replace(/\),?$/, '')
        .match(/'[^']*'|b'\d'|[^,\s][^,]*/g) ?? []
    return Object.fromEntries(
      columns.map((column, at) => [column, (values[at] ?? '').replace(/^'(.*)'$/, '$1')]),
    )
  })
}

function counted(
  rows: readonly Row[],
  column: string,
  others: readonly Row[],
  name: string,
): readonly string[] {
  return others
    .map((other) => `${other[name]}:${rows.filter((row) => row[column] === other.id).length}`)
    .filter((text) => !text.endsWith(':0'))
    .sort()
}

async function count({ db }: Store, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? -1
}

async function told({ db }: Store) {
  const money = await sql<{ principal: string; rates: string }>`
    select sum(amount_fen) as principal, sum(rate_bp) as rates from holding`.execute(db)
  const names = await sql<{ text: string }>`
    select name || '|' || opened_on::text as text from customer`.execute(db)
  const offices = await sql<{ text: string }>`
    select b.name || ':' || count(*) as text from customer as c
    join branch as b using (bank_id, branch_id) group by b.name`.execute(db)
  const officers = await sql<{ text: string }>`
    select s.name || ':' || count(*) as text from customer as c
    join staff as s on s.bank_id = c.bank_id and s.staff_id = c.manager_id group by s.name`.execute(
    db,
  )
  const sorted = ({ rows }: { readonly rows: readonly { readonly text: string }[] }) =>
    rows.map(({ text }) => text).sort()
  return {
    principal: Number(money.rows[0]?.principal),
    rates: Number(money.rows[0]?.rates),
    names: sorted(names),
    offices: sorted(offices),
    officers: sorted(officers),
  }
}
