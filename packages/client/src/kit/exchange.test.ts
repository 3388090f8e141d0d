import { reminderDocs } from '@crm/core'
import { day } from '@crm/core/fixtures'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bankLine, json, page, problem } from '../../test/bank-line.ts'
import { systemPorts } from './ports.ts'

const due = { asOf: day('2026-03-05') }
const empty = () => json({ items: [] })
const reminderId = 'rem_li1' as never

afterEach(() => vi.useRealTimers())

describe('a call that fails', () => {
  it.each([408, 429, 502, 503, 504])('is repeated three times after %i', async (status) => {
    const { crm, seen, waits } = bankLine(() => page(status))
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({
      code: 'network.unreadable',
      status,
    })
    expect(seen).toHaveLength(4)
    expect(waits).toEqual([250, 500, 1_000])
  })

  it.each([400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 451, 500, 501, 507])(
    'is not repeated after %i',
    async (status) => {
      const { crm, seen } = bankLine(() => problem(status, 'some.thing'))
      await expect(crm.reminders.listDue(due)).rejects.toMatchObject({ code: 'some.thing', status })
      expect(seen).toHaveLength(1)
    },
  )

  it('succeeds as soon as the bank answers', async () => {
    const { crm, seen } = bankLine((_request, nth) => (nth < 2 ? page(502) : empty()))
    await expect(crm.reminders.listDue(due)).resolves.toEqual({ items: [] })
    expect(seen).toHaveLength(3)
  })

  it('repeats a search, which only reads although it is a POST', async () => {
    const { crm, seen } = bankLine((_request, nth) => (nth < 1 ? page(503) : empty()))
    await crm.customers.search({ text: '王' })
    expect(seen).toHaveLength(2)
  })

  it('waits as long as the bank asks', async () => {
    const { crm, waits } = bankLine((_request, nth) =>
      nth === 0 ? problem(429, 'request.too_many', { 'retry-after': '4' }) : empty(),
    )
    await crm.reminders.listDue(due)
    expect(waits).toEqual([4_200])
  })

  it('gives up at once when the bank asks for longer than anybody would wait', async () => {
    const { crm, seen, waits } = bankLine(() =>
      problem(503, 'store.unavailable', { 'retry-after': '600' }),
    )
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({ code: 'store.unavailable' })
    expect(seen).toHaveLength(1)
    expect(waits).toEqual([])
  })

  it('never takes more than 30 s in all', async () => {
    const { crm, clock } = bankLine(() => {
      clock.time += 9_000
      return problem(503, 'store.unavailable', { 'retry-after': '2' })
    })
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({ status: 503 })
    expect(clock.time).toBeLessThanOrEqual(31_500)
  })

  it('is never repeated where the host says so', async () => {
    const { crm, seen } = bankLine(() => page(503), { retries: 0 })
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({ status: 503 })
    expect(seen).toHaveLength(1)
  })
})

describe('a bank in trouble', () => {
  it('hears at most a tenth more than its clients ask', async () => {
    const { crm, seen } = bankLine(() => page(503), { ports: { sleep: async () => undefined } })
    const calls = 500
    for (let at = 0; at < calls; at++) await crm.reminders.listDue(due).catch(() => undefined)
    expect(seen.length).toBeLessThanOrEqual(calls * 1.1 + 3)
    expect(seen.length).toBeGreaterThanOrEqual(calls * 1.1)
  })
})

describe('a bank that does not answer', () => {
  it('is told as such, after as long as the host allows', async () => {
    vi.useFakeTimers()
    const { crm, seen, stopped } = bankLine(() => new Promise<Response>(() => undefined), {
      retries: 1,
    })
    const failure = expect(crm.reminders.listDue(due)).rejects.toMatchObject({
      code: 'network.timed_out',
      context: { milliseconds: 15_000 },
    })
    await vi.advanceTimersByTimeAsync(14_999)
    expect(seen).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(15_002)
    await failure
    expect(seen).toHaveLength(2)
    expect(stopped()).toEqual([true, true])
  })

  it('costs nobody more than 30 s, whatever the time of one try', async () => {
    vi.useFakeTimers()
    const silent = () => new Promise<Response>(() => undefined)
    const { crm } = bankLine(silent, { timeout: 12_000, ports: { ...systemPorts } })
    const began = performance.now()
    const failure = expect(crm.reminders.listDue(due)).rejects.toMatchObject({
      code: 'network.timed_out',
    })
    await vi.runAllTimersAsync()
    await failure
    expect(performance.now() - began).toBeGreaterThan(24_000)
    expect(performance.now() - began).toBeLessThanOrEqual(30_000)
  })

  it('leaves no timer behind once it has answered', async () => {
    vi.useFakeTimers()
    const { crm } = bankLine((_request, nth) => (nth === 0 ? page(503) : empty()))
    await crm.reminders.listDue(due)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts the body as part of the answer', async () => {
    const half = () =>
      new Response(
        new ReadableStream({
          start: (stream) => stream.enqueue(new TextEncoder().encode('{"items":[')),
        }),
        { headers: { 'content-type': 'application/json' } },
      )
    const { crm } = bankLine(half, { timeout: 20, retries: 0 })
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({ code: 'network.timed_out' })
  })

  it('does not hold up a call longer than that call allows', async () => {
    const { crm } = bankLine(() => new Promise<Response>(() => undefined), { retries: 0 })
    await expect(crm.reminders.listDue(due, { timeout: 10 })).rejects.toMatchObject({
      code: 'network.timed_out',
      context: { milliseconds: 10 },
    })
  })
})

describe('a call that is called off', () => {
  it('ends at once, even where fetch does not listen', async () => {
    const { crm } = bankLine(() => new Promise<Response>(() => undefined))
    const leaving = new AbortController()
    const failure = expect(
      crm.reminders.listDue(due, { signal: leaving.signal }),
    ).rejects.toMatchObject({ code: 'network.aborted' })
    leaving.abort()
    await failure
  })

  it('sends nothing when it was called off before', async () => {
    const { crm, seen } = bankLine(empty)
    await expect(crm.reminders.listDue(due, { signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'network.aborted' },
    )
    expect(seen).toHaveLength(0)
  })

  it('is not repeated when it is called off while it waits', async () => {
    const leaving = new AbortController()
    const { crm, seen } = bankLine(() => page(503), {
      ports: { sleep: async () => leaving.abort() },
    })
    await expect(crm.reminders.listDue(due, { signal: leaving.signal })).rejects.toMatchObject({
      code: 'network.aborted',
    })
    expect(seen).toHaveLength(1)
  })

  it('leaves no listener behind on a signal that lives as long as the page', async () => {
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const { crm } = bankLine(empty)
    await crm.reminders.listDue(due, { signal })
    expect(added).toHaveBeenCalled()
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
  })
})

describe('a stranger’s answer', () => {
  it('from a login page in between is not followed', async () => {
    const away = () => new Response(null, { status: 302, headers: { location: '/login' } })
    const { crm, seen } = bankLine(away)
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({
      code: 'network.unreadable',
      status: 302,
    })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.redirect).toBe('manual')
  })

  it('with good status is told once and not asked for again', async () => {
    const { crm, seen } = bankLine(() => page(200))
    await expect(crm.reminders.listDue(due)).rejects.toMatchObject({
      code: 'network.unreadable',
      context: { contentType: 'text/html' },
    })
    expect(seen).toHaveLength(1)
  })

  it('cut short on its way is asked for again', async () => {
    const cut = new Response('{"items":[', { headers: { 'content-type': 'application/json' } })
    const { crm, seen } = bankLine((_request, nth) => (nth === 0 ? cut : empty()))
    await expect(crm.reminders.listDue(due)).resolves.toEqual({ items: [] })
    expect(seen).toHaveLength(2)
  })

  it('to a write is asked for again with the same key', async () => {
    const cut = new Response('{"id":', { headers: { 'content-type': 'application/json' } })
    const { crm, seen } = bankLine((_request, nth) =>
      nth === 0 ? cut : json(reminderDocs.close.example.returns),
    )
    await crm.reminders.close(reminderId, 'done', { version: 1 })
    expect(new Set(seen.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1)
  })
})
