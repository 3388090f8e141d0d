import { auntLi, bank, callerOf, chenBo } from '@crm/core/fixtures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditKeys, auditRow } from '../../../../../tests/loose-audit.ts'
import { newBankId, openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { BankKeys } from '../keys/bank-keys.ts'
import type { Store } from '../store/store.ts'
import { ReadLog } from './read-log.ts'
import { type Entry, markOf, type Recorder, record, recordSystem, rowOf } from './record.ts'
import { auditFields, auditText } from './text.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())

const at = '2026-03-05T01:00:00.000Z'
const clear = new BankKeys(bank.id, [], [])
const caller = callerOf(chenBo)
const session = (keys: BankKeys, more: Partial<Recorder> = {}): Recorder => ({
  bankId: keys.bankId as Recorder['bankId'],
  caller,
  keys,
  ports: {
    now: () => at as ReturnType<Recorder['ports']['now']>,
    newId: (prefix) => `${prefix}_${crypto.randomUUID()}`,
  },
  origin: { address: '10.0.0.7', purpose: 'incoming-call' },
  ...more,
})
const entry: Entry = {
  action: 'customers.get',
  objectKind: 'customer',
  objectId: auntLi.id,
  fieldNames: ['customer.phone'],
  decision: 'allowed',
  result: 'ok',
  requestId: 'req_1',
}
const storedOf = (bankId: string) =>
  store.db
    .selectFrom('audit_event')
    .select([...auditFields, 'mark', 'seq'])
    .where('bank_id', '=', bankId)
    .orderBy('seq')
    .execute()

describe('the record of a call', () => {
  it('says who did what to whose data, from where and what for', () => {
    const { event_id, ...row } = rowOf(session(clear), entry)
    expect(event_id).toMatch(/^aud_/)
    expect(row).toEqual({
      bank_id: bank.id,
      at,
      actor_id: 'stf_chen',
      person_id: chenBo.personId,
      roles: ['relationship-manager'],
      action: 'customers.get',
      object_kind: 'customer',
      object_id: 'cus_li',
      customer_id: 'cus_li',
      field_names: ['customer.phone'],
      purpose: 'incoming-call',
      decision: 'allowed',
      policy_id: '',
      result: 'ok',
      request_id: 'req_1',
      session_id: '',
      address: '10.0.0.7',
      before_mark: '',
      after_mark: '',
      customer_ids: [],
    })
  })

  it('names a customer only where the object is one', () => {
    expect(rowOf(session(clear), { ...entry, objectId: 'rem_cus_1' }).customer_id).toBeNull()
  })

  it('holds what the entry and the session say besides', () => {
    const said = { policyId: 'p@1', purpose: 'birthday', beforeMark: 'b', afterMark: 'a' }
    const from = session(clear, { caller: { ...caller, sessionId: 'ses_1' } })
    const customerIds = new Set(['cus_zhang', 'cus_li', 'cus_sun'])
    expect(rowOf(from, { ...entry, ...said, customerIds })).toMatchObject({
      customer_ids: ['cus_sun', 'cus_zhang'],
      policy_id: 'p@1',
      purpose: 'birthday',
      before_mark: 'b',
      after_mark: 'a',
      session_id: 'ses_1',
    })
  })
})

describe('a row of the audit', () => {
  it('lies in the store as it was marked', async () => {
    const keys = auditKeys(newBankId())
    await record(store.db, session(keys), entry)
    const [row] = await storedOf(keys.bankId)
    expect(row).toMatchObject({ action: 'customers.get', roles: ['relationship-manager'] })
    expect(keys.isMarked(auditText(row!), row!.mark)).toBe(true)
    expect(auditKeys().isMarked(auditText(row!), row!.mark)).toBe(false)
  })

  it('is sound whatever somebody gave as their purpose', async () => {
    const keys = auditKeys(newBankId())
    const hostile = [`'); drop table bank; --`, '"\\u0041 \u2028 𠮷']
    for (const purpose of hostile) await record(store.db, session(keys), { ...entry, purpose })
    const rows = await storedOf(keys.bankId)
    expect(rows.map(({ purpose }) => purpose)).toEqual(hostile)
    for (const row of rows) expect(keys.isMarked(auditText(row), row.mark)).toBe(true)
  })

  it('has no mark where there are no keys', () => {
    expect(markOf(clear, rowOf(session(clear), entry))).toBe('')
  })

  it('has a text of its own for every change of every field', () => {
    const row = auditRow(auditKeys(), [1, '4', 7])
    const texts = auditFields.map((field) => auditText({ ...row, [field]: 'changed' }))
    expect(new Set([auditText(row), ...texts]).size).toBe(auditFields.length + 1)
    // The order is for ever: another one would break every mark that was ever made.
    expect(JSON.parse(auditText(row))).toEqual([
      'bnk_shiqiao',
      'aud_7',
      at,
      'stf_chen',
      'per_chen',
      ['relationship-manager'],
      'customers.get',
      'customer',
      'cus_li',
      'cus_li',
      ['customer.phone'],
      'incoming-call',
      'allowed',
      'relationship-manager.book.customer@1',
      'ok',
      'req_1',
      'ses_1',
      '10.0.0.7',
      'b',
      'a',
    ])
  })

  it('that lists nobody has the text it had before rows could', () => {
    const { customer_ids: _, ...old } = auditRow(auditKeys(), [1, '4', 7])
    const row = auditRow(auditKeys(), [1, '4', 7])
    expect(auditText(old as typeof row)).toBe(auditText(row))
    expect(auditText({ ...row, customer_ids: ['cus_sun'] })).not.toBe(auditText(row))
  })

  it('may be the system’s own', async () => {
    const keys = auditKeys(newBankId())
    await recordSystem(store.db, keys, {
      event_id: 'aud_import_1',
      at,
      action: 'sources.import',
      object_kind: 'source',
      object_id: 'core',
      result: '12 rows',
      purpose: 'nightly',
    })
    const [row] = await storedOf(keys.bankId)
    const { mark, seq: _, ...rest } = row!
    expect(keys.isMarked(auditText(row!), mark)).toBe(true)
    expect(rest).toEqual({
      bank_id: keys.bankId,
      event_id: 'aud_import_1',
      at,
      actor_id: 'system',
      person_id: 'system',
      roles: [],
      action: 'sources.import',
      object_kind: 'source',
      object_id: 'core',
      customer_id: null,
      field_names: [],
      purpose: 'nightly',
      decision: 'allowed',
      policy_id: '',
      result: '12 rows',
      request_id: '',
      session_id: '',
      address: '',
      before_mark: '',
      after_mark: '',
      customer_ids: [],
    })
  })
})

describe('the log of reads', () => {
  const rowsFor = (keys: BankKeys, count: number) =>
    Array.from({ length: count }, (_, n) =>
      rowOf(session(keys), { ...entry, requestId: `req_${n}` }),
    )
  /** The store, with a note of how many rows each insert brought. */
  const watched = () => {
    let inserts = 0
    const db = new Proxy(store.db, {
      get: (target, name) => {
        if (name === 'executeQuery') inserts += 1
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    return { store: { ...store, db }, inserts: () => inserts }
  }

  it('has every row in the store before it says so, and few inserts for many rows', async () => {
    const keys = auditKeys(newBankId())
    const { store: seen, inserts } = watched()
    const log = new ReadLog(seen)
    const rows = rowsFor(keys, 151)
    const [first, ...rest] = rows.map((row) => log.write(keys, row))
    await first
    expect((await storedOf(keys.bankId)).length).toBeGreaterThanOrEqual(1)
    await Promise.all(rest)
    // The first alone, then a hundred that had gathered, then the rest.
    expect(inserts()).toBe(3)
    const stored = await storedOf(keys.bankId)
    expect(stored.map((row) => row.request_id)).toEqual(rows.map((row) => row.request_id))
    for (const row of stored) expect(keys.isMarked(auditText(row), row.mark)).toBe(true)
    expect(stored[0]).toMatchObject({
      roles: ['relationship-manager'],
      field_names: ['customer.phone'],
    })
  })

  it('goes on after it was idle', async () => {
    const keys = auditKeys(newBankId())
    const log = new ReadLog(store)
    for (const row of rowsFor(keys, 2)) await log.write(keys, row)
    expect(await storedOf(keys.bankId)).toHaveLength(2)
  })

  it('lets no answer out whose row could not be put down, and goes on with the next', async () => {
    const keys = auditKeys(newBankId())
    const log = new ReadLog(store)
    const [row, next] = rowsFor(keys, 2)
    await log.write(keys, row!)
    const again = log.write(keys, row!)
    await expect(again).rejects.toThrow()
    await log.write(keys, next!)
    expect(await storedOf(keys.bankId)).toHaveLength(2)
  })
})
