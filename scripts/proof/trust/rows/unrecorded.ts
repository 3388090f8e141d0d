import { castCustomers, chenBo, zhouMin } from '@crm/core/fixtures'
import { openTestBank } from '@crm/testing'
import { sql } from 'kysely'
import { all, type ProofLine, zero } from '../../line.ts'
import type { TrustProof } from '../row.ts'
import { changedBetween, markStore } from '../store-mark.ts'

const mine = castCustomers.filter(
  ({ managerId, kind }) => managerId === chenBo.id && kind === 'person',
)

/** Ways in which a row of the audit cannot be written, and how it is mended. */
const ailments: readonly { readonly ill: readonly string[]; readonly well: readonly string[] }[] = [
  {
    ill: [
      `create function no_audit() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
      'create trigger no_audit before insert on audit_event for each row execute function no_audit()',
    ],
    well: ['drop trigger no_audit on audit_event', 'drop function no_audit()'],
  },
  {
    ill: ['alter table audit_event add constraint never check (false) not valid'],
    well: ['alter table audit_event drop constraint never'],
  },
  {
    ill: ['alter table audit_event rename column action to other_action'],
    well: ['alter table audit_event rename column other_action to action'],
  },
  {
    ill: ['alter table audit_event rename to audit_elsewhere'],
    well: ['alter table audit_elsewhere rename to audit_event'],
  },
]

/** Reads that show what is sensitive (C2). */
const reads = [
  ...mine.flatMap(({ id }) => [
    `/customers/${id}`,
    `/desk/customers/${id}`,
    `/customers?ids=${id}`,
    `/holdings/accounts?customerId=${id}`,
    `/holdings/movements?customerId=${id}`,
  ]),
  '/reminders/due?asOf=2026-03-05',
]

async function run(): Promise<ProofLine[]> {
  const bank = await openTestBank({ steppedUp: true })
  const { db } = bank.store
  const alter = async (statements: readonly string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
  const { items } = await bank.crm.reminders.listDue({ asOf: '2026-03-05' as never })
  const open = items.filter(({ reminder }) => reminder.status === 'open')
  let key = 0
  const write = (at: number) => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': `u${key++}`,
      'if-match': '"v1"',
    }
    const post = (path: string, body: object, person = chenBo) =>
      bank.request(path, { method: 'POST', headers, body: JSON.stringify(body) }, person)
    const id = mine[at % mine.length]?.id ?? ''
    const consent = {
      purpose: 'marketing',
      channel: 'sms',
      act: 'granted',
      textHash: 'a'.repeat(64),
      method: 'paper',
    }
    switch (at % 4) {
      case 0:
        return post(`/reminders/${open[at % open.length]?.reminder.id}/close`, { as: 'done' })
      case 1:
        return post(`/customers/${id}/consents`, consent)
      case 2:
        return post('/desk/unmask', {
          customerId: id,
          resource: 'customer',
          id,
          field: 'phone',
          reason: '核对',
        })
      default:
        return post(
          '/approvals/delegations',
          { toId: 'stf_qian', fromOn: '2026-03-09', toOn: '2026-03-13' },
          zhouMin,
        )
    }
  }
  const writes = 1_000
  const apart = ['audit_event', 'audit_elsewhere']
  const before = await markStore(bank.store, apart)
  let done = 0
  let shown = 0
  let asked = 0
  for (const [nth, { ill, well }] of ailments.entries()) {
    await alter(ill)
    for (let at = nth; at < writes; at += ailments.length)
      if ((await write(Math.floor(at / ailments.length))).status < 500) done += 1
    for (const path of reads) {
      asked += 1
      if ((await bank.request(path)).status === 503) shown += 1
    }
    await alter(well)
  }
  const changed = changedBetween(before, await markStore(bank.store, apart)).filter(
    // Whose data were read is counted before they leave; that they did not leave costs them nothing.
    (table) => table !== 'disclosed_customer' && table !== 'daily_count',
  )
  let well = 0
  for (let at = 0; at < 3; at++) if ((await write(at)).status < 300) well += 1
  await bank.close()
  for (const table of changed) process.stderr.write(`T21 changed: ${table}\n`)
  return [
    zero('T21 writes without a row in the audit that were answered well', done, `of ${writes}`),
    zero('T21 tables that changed meanwhile', changed.length, `of ${before.size}`),
    all('T21 reads of C2 that nobody can record, 503', shown, asked),
    all('T21 writes that are done once the audit is well', well, 3),
  ]
}

export const proof: TrustProof = { rows: ['T21'], run }
