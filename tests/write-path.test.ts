import { chenBo, day, liuFang, zhouMin } from '@crm/core/fixtures'
import { forgetOldKeys } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let bank: TestBank
let id: string
let version: number
beforeAll(async () => {
  bank = await openTestBank()
})
afterAll(() => bank.close())

async function openReminder(): Promise<void> {
  await bank.store.db
    .updateTable('reminder')
    .set({ status: 'open', closed_by: null, closed_at: null })
    .execute()
  const due = await bank.crm.reminders.listDue({ asOf: day('2026-03-05') })
  const first = due.items.find(({ reminder }) => reminder.status === 'open')
  if (!first) throw new Error('the cast has no open reminder left')
  id = first.reminder.id
  version = first.reminder.version
}
beforeEach(openReminder)

const close = (headers: Record<string, string>, body: unknown = { as: 'done' }, person = chenBo) =>
  bank.request(
    `/reminders/${id}/close`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    },
    person,
  )
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const count = async (table: 'audit_event' | 'outbox_event' | 'idempotency_key') => {
  const row = await bank.store.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}
const key = (name: string) => ({ 'idempotency-key': name, 'if-match': `"v${version}"` })

describe('closing a reminder', () => {
  it('is saved with its record and its event, and says the new version', async () => {
    const before = [await count('audit_event'), await count('outbox_event')]
    const response = await close(key('first'))
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toBe(`"v${version + 1}"`)
    expect(await response.json()).toMatchObject({ id, status: 'done', version: version + 1 })
    expect(await count('audit_event')).toBe(before[0]! + 1)
    expect(await count('outbox_event')).toBe(before[1]! + 1)
    await bank.request(`/reminders/${id}/reopen`, {
      method: 'POST',
      headers: { 'idempotency-key': 'first-back', 'if-match': `"v${version + 1}"` },
    })
  })

  it('answers a repeated request as before, without doing it again', async () => {
    const first = await close(key('again'))
    const events = await count('outbox_event')
    const second = await close(key('again'))
    expect(second.status).toBe(first.status)
    expect(await second.text()).toBe(await first.text())
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(await count('outbox_event')).toBe(events)
  })

  it('takes one key for one request only', async () => {
    await close(key('once'))
    const other = await close(key('once'), { as: 'dismissed' })
    expect([other.status, await codeOf(other)]).toEqual([422, 'write.key_reused'])
  })

  it("never shows one person's stored answer to another", async () => {
    await close(key('mine'))
    const other = await close(key('mine'), { as: 'done' }, zhouMin)
    expect([other.status, await codeOf(other)]).toEqual([409, 'reminder.already_closed'])
  })

  it.each([
    ['without a key', {}, 400, 'write.key_missing'],
    [
      'with a key of 256 characters',
      { 'idempotency-key': 'k'.repeat(256) },
      400,
      'write.key_invalid',
    ],
    ['without the version seen', { 'idempotency-key': 'a' }, 428, 'write.version_missing'],
    [
      'with a version that is no longer true',
      { 'idempotency-key': 'b', 'if-match': '"v99"' },
      412,
      'write.version_stale',
    ],
  ])('%s is refused and leaves nothing', async (_how, headers, status, code) => {
    const before = [await count('outbox_event'), await count('idempotency_key')]
    const response = await close(headers as Record<string, string>)
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect([await count('outbox_event'), await count('idempotency_key')]).toEqual(before)
  })

  it('happens once when ten requests with one key arrive together', async () => {
    const before = await count('outbox_event')
    const answers = await Promise.all(Array.from({ length: 10 }, () => close(key('together'))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await count('outbox_event')).toBe(before + 1)
  })

  it('is won by one of ten who saw the same version', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => close(key(`race-${at}`))),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => ![200, 409, 412].includes(status))).toEqual([])
  })

  it('is not there for somebody who may not do it, and their try is on record', async () => {
    const refused = await close(key('teller'), { as: 'done' }, liuFang)
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'access.denied'])
    const last = await bank.store.db
      .selectFrom('audit_event')
      .select(['actor_id', 'decision', 'action'])
      .where('decision', '=', 'denied')
      .where('actor_id', '=', liuFang.id)
      .executeTakeFirst()
    expect(last).toMatchObject({ decision: 'denied', action: 'reminders.close' })
  })
})

describe('the answers kept for repeated requests', () => {
  it('are forgotten after a week, and not before', async () => {
    await close(key('kept'))
    const made = new Date(bank.ports.now())
    const after = (days: number) => new Date(made.getTime() + days * 86_400_000)
    const kept = await count('idempotency_key')
    expect(await forgetOldKeys(bank.store, after(6.9))).toBe(0)
    expect(await forgetOldKeys(bank.store, after(7.1))).toBe(kept)
    expect(await count('idempotency_key')).toBe(0)
  })
})

describe('a body', () => {
  const send = (body: string, type = 'application/json') =>
    bank.request('/customers/search', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })
  it.each<[string, string, string | undefined, number, string]>([
    ['that is no JSON', '{"text":', undefined, 400, 'request.malformed'],
    [
      'that nests too deep',
      `${'['.repeat(40)}${']'.repeat(40)}`,
      undefined,
      400,
      'request.malformed',
    ],
    [
      'that holds more objects than any use of it needs',
      `{"text":[${Array(1_001).fill('{}').join(',')}]}`,
      undefined,
      400,
      'request.malformed',
    ],
    [
      'that holds more values than any use of it needs',
      `{"text":[${Array(20_002).fill('1').join(',')}]}`,
      undefined,
      400,
      'request.malformed',
    ],
    ['of the wrong type', 'text=x', 'text/plain', 415, 'request.not_json'],
    [
      'larger than a mebibyte',
      `{"text":"${'x'.repeat(1_100_000)}"}`,
      undefined,
      413,
      'request.too_large',
    ],
    [
      'with a field nobody asked for',
      '{"text":"李","admin":true}',
      undefined,
      400,
      'request.invalid',
    ],
    [
      'that reaches for prototypes',
      '{"text":"李","__proto__":{"a":1}}',
      undefined,
      400,
      'request.malformed',
    ],
    [
      'that reaches for constructors',
      '{"constructor":{"prototype":{"a":1}},"text":"x"}',
      undefined,
      400,
      'request.malformed',
    ],
  ])('%s is refused by name', async (_what, body, type, status, code) => {
    const response = await send(body, type)
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(({} as { a?: number }).a).toBeUndefined()
  })
})

describe('what cannot be put on record', () => {
  it('is neither shown nor done', async () => {
    const broken = await openTestBank()
    await broken.store.db.schema.dropTable('audit_event').execute()
    const read = await broken.request('/customers/cus_li')
    expect([read.status, await codeOf(read)]).toEqual([503, 'server.audit_failed'])
    const due = await broken.store.db.selectFrom('reminder').selectAll().execute()
    const write = await broken.request(`/reminders/${due[0]?.reminder_id}/close`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'x', 'if-match': '"v1"' },
      body: '{"as":"done"}',
    })
    expect(write.status).toBe(500)
    const after = await broken.store.db.selectFrom('reminder').selectAll().execute()
    expect(after).toEqual(due)
    await broken.close()
  })
})
