import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../tests/engines.ts'
import { HOOK, inwardCalls, listedInside } from '../../../../tests/trust/inward-calls.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

let opened = 0
const count = () => {
  opened += 1
}
beforeAll(() => subscribe('net.client.socket', count))
afterAll(() => unsubscribe('net.client.socket', count))

describe('a call that would lead inside', () => {
  const fetch = createGuardedFetch({
    destinations: [{ host: 'hooks.bank.cn' }, ...listedInside.map((host) => ({ host }))],
    resolve: async (host) => (host === 'hooks.bank.cn' ? answers : ['93.184.216.34']),
  })
  let answers: readonly string[] = []
  it(`is not made: ${inwardCalls.length} cases, no connection`, async () => {
    expect(inwardCalls.length).toBeGreaterThanOrEqual(60)
    opened = 0
    const passed: string[] = []
    for (const { trick, url, leadsTo } of inwardCalls) {
      answers = leadsTo
      const code = await codeOf(fetch(url))
      if (code !== 'outbound.destination_refused') passed.push(trick)
    }
    expect(passed).toEqual([])
    expect(opened).toBe(0)
  })

  it('is not made when the name has no address, or the resolver fails', async () => {
    opened = 0
    answers = []
    expect(await codeOf(fetch(HOOK))).toBe('outbound.failed')
    const broken = createGuardedFetch({
      destinations: [{ host: 'hooks.bank.cn' }],
      resolve: () => Promise.reject(new Error('SERVFAIL')),
    })
    expect(await codeOf(broken(HOOK))).toBe('outbound.failed')
    expect(opened).toBe(0)
  })

  it('is refused where metadata lives, though a list has the whole range', async () => {
    const inside = createGuardedFetch({
      destinations: [{ host: 'hooks.bank.cn', ranges: ['0.0.0.0/0', '::/0'] }],
      resolve: async () => answers,
    })
    for (answers of [['169.254.169.254'], ['100.100.100.200'], ['fd00:ec2::254']])
      expect(await codeOf(inside(HOOK))).toBe('outbound.destination_refused')
  })
})

describe('a call to a system on the list', () => {
  const servers: ReturnType<typeof createServer>[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })
  const listen = async (listener: RequestListener) => {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  const to = (port: number, more: object = {}) => {
    const fetch = createGuardedFetch({
      destinations: [{ host: 'sms.test', port, scheme: 'http', ranges: ['127.0.0.0/8'] }],
      resolve: async () => ['127.0.0.1'],
      ...more,
    })
    return (path = '/', outgoing?: Parameters<typeof fetch>[1]) =>
      fetch(`http://sms.test:${port}${path}`, outgoing)
  }

  it('goes to the address that was resolved, with the host it was meant for', async () => {
    const heard: unknown[] = []
    const port = await listen((request, response) => {
      request.setEncoding('utf8').on('data', (text) => {
        const { host, 'x-kind': kind, 'content-length': length } = request.headers
        heard.push([request.method, request.url, host, kind, length, text])
        response.writeHead(201, { 'x-id': ['1', '2'] }).end('{"ok":true}')
      })
    })
    const headers = { 'x-kind': 'sms', Host: 'evil.example', 'content-length': '1' }
    const answer = await to(port)('/send?to=1', { method: 'POST', body: '短信', headers })
    expect([answer.status, answer.headers.get('x-id')]).toEqual([201, '1, 2'])
    expect(await answer.json()).toEqual({ ok: true })
    expect(heard).toEqual([['POST', '/send?to=1', `sms.test:${port}`, 'sms', '6', '短信']])
  })

  it('asks the resolver once: the second answer of a rebinding name is never used', async () => {
    const port = await listen((_, response) => response.writeHead(204).end())
    const replies = [['127.0.0.1'], ['10.1.2.3'], ['127.0.0.1']]
    let asked = 0
    opened = 0
    const fetch = to(port, { resolve: async () => replies[asked++] })
    expect((await fetch()).status).toBe(204)
    expect([asked, opened]).toEqual([1, 1])
    opened = 0
    expect(await codeOf(fetch())).toBe('outbound.destination_refused')
    expect([asked, opened]).toEqual([2, 0])
    expect((await fetch()).status).toBe(204)
  })

  it.each(['http', 'https'] as const)(
    'fails by name where the network knows no way to it, over %s',
    async (scheme) => {
      const nowhere = createGuardedFetch({
        destinations: [{ host: 'sms.test', scheme, ranges: ['255.255.255.255'] }],
        resolve: async () => ['255.255.255.255'],
      })
      expect(await codeOf(nowhere(`${scheme}://sms.test/`))).toBe('outbound.failed')
    },
  )

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    let reached = 0
    const inside = await listen((_, response) => {
      reached += 1
      response.end()
    })
    const port = await listen((_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${inside}/` }).end(),
    )
    expect(await codeOf(to(port)())).toBe('outbound.destination_refused')
    expect(reached).toBe(0)
  })

  it('ends where the answer is too large, is too slow, or breaks off', async () => {
    const large = await listen((_, response) => response.end('x'.repeat(2_000)))
    expect(await codeOf(to(large, { maxBytes: 1_999 })())).toBe('outbound.too_large')
    expect((await to(large, { maxBytes: 2_000 })()).status).toBe(200)
    const silent = await listen(() => {})
    expect(await codeOf(to(silent, { timeoutMs: 200 })())).toBe('outbound.timed_out')
    const dripping = await listen((_, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await codeOf(to(dripping, { timeoutMs: 300 })())).toBe('outbound.timed_out')
    const broken = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await codeOf(to(broken)())).toBe('outbound.failed')
    const resolving = to(large, { timeoutMs: 100, resolve: () => new Promise(() => {}) })
    expect(await codeOf(resolving())).toBe('outbound.timed_out')
    const called = AbortSignal.abort()
    expect(await codeOf(to(large)('/', { signal: called }))).toBe('outbound.failed')
  })
})
