import { customerDocs, reminderDocs } from '@crm/core'
import { auntLi, day } from '@crm/core/fixtures'
import { describe, expect, it, vi } from 'vitest'
import { bankLine, json, problem } from '../../test/bank-line.ts'
import type { Change, ReminderResource } from '../index.ts'

const reminderId = 'rem_li1' as Parameters<ReminderResource['get']>[0]
const due = { asOf: day('2026-03-05') }
const closed = reminderDocs.close.example.returns
const li = customerDocs.get.example.returns

describe('a call', () => {
  it('names the endpoint, the language and the token', async () => {
    const { crm, seen } = bankLine(() => json({ items: [] }), {
      token: () => 'chen-bo',
      locale: 'en',
      headers: { 'x-teller': '7' },
    })
    const query = { customerId: auntLi.id, limit: 20, cursor: undefined }
    await crm.holdings.listMovements(query)
    const [request] = seen
    expect(request?.method).toBe('GET')
    expect(request?.url).toBe('https://bank.test/crm/holdings/movements?customerId=cus_li&limit=20')
    expect(request?.headers.get('authorization')).toBe('Bearer chen-bo')
    expect(request?.headers.get('accept-language')).toBe('en')
    expect(request?.headers.get('x-teller')).toBe('7')
    expect(request?.headers.has('idempotency-key')).toBe(false)
  })

  it('keeps what was typed out of the address', async () => {
    const { crm, seen } = bankLine(() => json({ items: [li] }))
    await crm.customers.search({ text: '李桂芳' })
    expect(seen[0]?.url).toBe('https://bank.test/crm/customers/search')
    expect(await seen[0]?.json()).toEqual({ text: '李桂芳' })
  })

  it.each(['', '.', '..'])('does not let an id of %j name another address', async (id) => {
    const { crm, seen } = bankLine(() => json({}))
    await expect(crm.reminders.get(id as never)).rejects.toMatchObject({ code: 'request.invalid' })
    expect(seen).toHaveLength(0)
  })

  it('writes an id so that it stays one step of the path', async () => {
    const { crm, seen } = bankLine(() => problem(404, 'reminder.not_found'))
    await expect(crm.reminders.get('a/../b?c#d' as never)).rejects.toMatchObject({ status: 404 })
    expect(seen[0]?.url).toBe('https://bank.test/crm/reminders/a%2F..%2Fb%3Fc%23d')
  })

  it('fails by name when the answer breaks its own schema, telling where but not what', async () => {
    const { crm } = bankLine(() => json({ items: [{ reminder: { id: '李桂芳' } }] }))
    const failure = await crm.reminders.listDue(due).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'network.unexpected_answer',
      context: { endpoint: 'GET /reminders/due' },
    })
    expect(JSON.stringify(failure)).not.toContain('李桂芳')
  })

  it('gives the bank’s own failure back, with the id its log knows it by', async () => {
    const { crm } = bankLine(() => problem(409, 'reminder.already_closed'))
    await expect(crm.reminders.get(reminderId)).rejects.toMatchObject({
      name: 'CrmError',
      code: 'reminder.already_closed',
      status: 409,
      requestId: 'req_1',
    })
  })
})

describe('a fault of the host’s own', () => {
  it('in making keys is a CrmError all the same', async () => {
    const { crm, seen } = bankLine(() => json(closed), {
      newKey: () => {
        throw new Error('no chance left')
      },
    })
    await expect(crm.reminders.close(reminderId, 'done', { version: 1 })).rejects.toMatchObject({
      name: 'CrmError',
    })
    expect(seen).toHaveLength(0)
  })

  it('in what it would send is told as such', async () => {
    const { crm, seen } = bankLine(() => json({ items: [] }))
    const endless: Record<string, unknown> = { text: '李' }
    endless.self = endless
    await expect(crm.customers.search(endless as never)).rejects.toMatchObject({
      code: 'request.malformed',
    })
    expect(seen).toHaveLength(0)
  })

  it('in its headers is a CrmError all the same', async () => {
    const { crm } = bankLine(() => json({}), { headers: { 'x-name': '李桂芳' }, retries: 0 })
    await expect(crm.access.me()).rejects.toMatchObject({ name: 'CrmError' })
  })
})

describe('closing a reminder', () => {
  it('says which version was seen, and carries a key of its own', async () => {
    const { crm, seen } = bankLine(() => json(closed))
    await crm.reminders.close(reminderId, 'done', { version: 1 })
    await crm.reminders.close(reminderId, 'done', { version: 2 })
    expect(seen.map(({ headers }) => headers.get('if-match'))).toEqual(['"v1"', '"v2"'])
    const [first, second] = seen.map(({ headers }) => headers.get('idempotency-key'))
    expect(first).toMatch(/^[\x21-\x7e]{16,255}$/)
    expect(second).not.toBe(first)
  })

  it('sends the same key and the same words again when the line fails', async () => {
    const { crm, seen } = bankLine((_request, nth) => {
      if (nth === 0) throw new TypeError('fetch failed')
      return nth === 1 ? problem(503, 'store.unavailable') : json(closed)
    })
    await crm.reminders.close(reminderId, 'done', { version: 1 })
    expect(new Set(seen.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1)
    expect(await Promise.all(seen.map((request) => request.json()))).toEqual(
      Array(3).fill({ as: 'done' }),
    )
  })

  it('takes the caller’s key, so that a queue may go on after a crash', async () => {
    const { crm, seen } = bankLine(() => json(closed))
    await crm.reminders.close(reminderId, 'done', { version: 1, idempotencyKey: 'queue-7' })
    expect(seen[0]?.headers.get('idempotency-key')).toBe('queue-7')
  })

  it('tells at once that reminders have changed, and of whom', async () => {
    const { crm } = bankLine(() => json(closed))
    const told: Change[] = []
    crm.events.on('changed', (change) => told.push(change))
    await crm.reminders.close(reminderId, 'done', { version: 1 })
    expect(told).toEqual([
      {
        room: 'reminders',
        deed: 'close',
        subjectKind: 'reminder',
        subjectId: 'rem_li1',
        customerId: 'cus_li',
        origin: 'self',
      },
    ])
  })

  it('tells nothing when it failed, or when it only read', async () => {
    const { crm } = bankLine((request) =>
      request.method === 'POST' ? problem(412, 'write.version_stale') : json({ items: [] }),
    )
    const told = vi.fn()
    crm.events.on('changed', told)
    await crm.reminders.listDue(due)
    await crm.reminders.close(reminderId, 'done', { version: 1 }).catch(() => undefined)
    expect(told).not.toHaveBeenCalled()
  })
})
