import { camtMovements, defineSource, type LocalDate, type Source } from '@crm/core'
import { afterEach, describe, expect, it } from 'vitest'
import { importFolder } from '../import-folder.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'
import { openMemoryStore } from './memory-store.ts'
import { bank, branches, folderOf, format, head, people, rejections } from './test-folder.ts'

const account = 'NL26VAYB8060476890'
const source: Source = defineSource({
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
        birthdayCalendar: 'unknown',
        branchKey: row.text('BRANCH'),
        openedOn: row.day('SINCE', 'yyyymmdd'),
        status: 'active',
      }),
    },
    {
      file: 'accounts.dat',
      format: { ...format, columns: ['NO', 'OWNER'] },
      records: 'accounts',
      read: (row) => ({
        key: row.text('NO'),
        ownerKey: row.text('OWNER'),
        number: row.text('NO'),
        kind: 'current',
        product: '结算',
        currency: 'EUR',
        branchKey: 'B1',
        openedOn: '2014-01-01' as LocalDate,
        status: 'open',
      }),
    },
    camtMovements('statement*.xml'),
  ],
})

const entry = (amount: string, direction: string, more = '', status = 'BOOK') =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>${status}</Sts>
   <BookgDt><Dt>2014-12-31</Dt></BookgDt>${more}</Ntry>`
const statement = (entries: string, id = 'S1', kind = ['053', 'BkToCstmrStmt', 'Stmt']) =>
  `<?xml version="1.0" encoding="UTF-8"?>
  <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind[0]}.001.02"><${kind[1]}>
  <GrpHdr><MsgId>M1</MsgId></GrpHdr>
  <${kind[2]}><Id>${id}</Id><Acct><Id><IBAN>${account}</IBAN></Id></Acct>${entries}</${kind[2]}>
  </${kind[1]}></Document>`

const stores: Store[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

async function load(files: Readonly<Record<string, string>>) {
  const store = await openMemoryStore({ migrations })
  stores.push(store)
  const around = {
    'branches.dat': branches,
    'customers.dat': head + people(1).split('\n')[1],
    'accounts.dat': `${account}|C1\n`,
  }
  const reports = await importFolder({ store, source, folder: folderOf({ ...around, ...files }) })
  const movements = await store.db
    .selectFrom('movement')
    .select(['amount_fen', 'currency', 'booked_on', 'counterparty_name', 'memo', 'kind'])
    .orderBy('amount_fen')
    .execute()
  return { store, reports: reports.slice(3), movements }
}

const details = `<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>李桂芳</Nm></Dbtr><Cdtr><Nm>自己</Nm></Cdtr></RltdPties>
  <RmtInf><Ustrd>货款</Ustrd></RmtInf></TxDtls></NtryDtls>`

describe('a statement of ISO 20022', () => {
  it('becomes movements of its account, in and out', async () => {
    const code = '<BkTxCd><Domn><Cd>PMNT</Cd></Domn></BkTxCd>'
    const { movements, reports } = await load({
      'statement.xml': statement(
        entry('8.85', 'CRDT', code + details) + entry('1200', 'DBIT', '<RvslInd>true</RvslInd>'),
      ),
    })
    expect(reports).toMatchObject([{ status: 'done', lines: 2, accepted: 2 }])
    expect(movements).toMatchObject([
      { amount_fen: -120_000, currency: 'EUR', booked_on: '2014-12-31', kind: 'reversal' },
      { amount_fen: 885, counterparty_name: '李桂芳', memo: '货款', kind: 'transfer' },
    ])
  })

  it('tells of an entry once, whether the day’s report told of it before or not', async () => {
    const told = entry('8.85', 'CRDT', '<AcctSvcrRef>R1</AcctSvcrRef>')
    const report = statement(told, 'R', ['052', 'BkToCstmrAcctRpt', 'Rpt'])
    const { movements, reports } = await load({
      'statement-1.xml': report,
      'statement-2.xml': statement(told),
    })
    expect(movements).toHaveLength(1)
    expect(reports).toMatchObject([{ accepted: 1 }, { accepted: 0, unchanged: 1 }])
  })

  it('leaves out what is still pending, and names an amount that is none', async () => {
    const many = Array.from({ length: 30 }, (_, at) => entry(`${at + 1}`, 'CRDT')).join('')
    const { store, movements } = await load({
      'statement.xml': statement(entry('1', 'CRDT', '', 'PDNG') + many + entry('1.234', 'CRDT')),
    })
    expect(movements).toHaveLength(30)
    expect(await rejections(store)).toEqual(['32 AMOUNT row.not_an_amount'])
  })

  it.each<[string, string]>([
    ['without a statement', statement('').replace(/<Stmt>.*<\/Stmt>/s, '')],
    ['of another kind', statement('').replaceAll('camt.053', 'pain.001')],
    ['that defines entities', statement('').replace('?>', '?><!DOCTYPE a [<!ENTITY x "y">]>')],
    ['that is cut off', statement(entry('1', 'CRDT')).slice(0, -20)],
    ['that is none at all', 'NO|NAME\n'],
  ])('%s is set aside by name', async (_what, text) => {
    const { movements, reports } = await load({ 'statement.xml': text })
    expect(reports).toMatchObject([{ status: 'quarantined', why: { code: 'file.not_statements' } }])
    expect(movements).toEqual([])
  })
})
