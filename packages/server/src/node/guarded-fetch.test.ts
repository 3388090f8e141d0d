import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../tests/engines.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

let opened = 0
const count = () => {
  opened += 1
}
beforeAll(() => subscribe('net.client.socket', count))
afterAll(() => unsubscribe('net.client.socket', count))

const HOOK = 'https://hooks.bank.cn/in'

/** URLs that name another place than the list does, or name it in another way. */
const urls = `http://hooks.bank.cn/in https://hooks.bank.cn:8443/in https://hooks.bank.cn:22/
  https://hooks.bank.cn:80/ https://teller:secret@hooks.bank.cn/ https://hooks.bank.cn@evil.example/
  https://evil.example/#@hooks.bank.cn https://evil.example\\@hooks.bank.cn/ https://hooks.bank.cn./
  https://hooks.bank.cn.evil.example/ https://hooks.bank.cn%2eevil.example/ https://HOOKS.BANK.CN/
  https:hooks.bank.cn/ https:\\\\hooks.bank.cn/ https:///hooks.bank.cn/ //hooks.bank.cn/ hooks.bank.cn
  https://ｈooks.bank.cn/ https://hooks。bank。cn/ https://hooks.bank.cn\\.evil.example/
  ftp://hooks.bank.cn/ file:///etc/passwd gopher://hooks.bank.cn/ data:text/plain,x
  https://127.0.0.1/ https://localhost/ https://2130706433/ https://0x7f000001/ https://017700000001/
  https://0x7f.0.0.1/ https://127.1/ https://0177.0.0.1/ https://[::1]/ https://[::ffff:127.0.0.1]/
  https://[::ffff:7f00:1]/ https://169.254.169.254/latest/meta-data/ https://①②⑦.0.0.1/`.split(
  /\s+/,
)

/** Addresses that the name on the list may be made to lead to. */
const addresses =
  `127.0.0.1 127.8.8.8 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
  100.64.0.1 100.100.100.200 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1 192.0.0.192 168.63.129.16
  ::1 :: fd00:ec2::254 fc00::1 fe80::1 ff02::1 ::ffff:10.1.2.3 ::ffff:a9fe:a9fe 64:ff9b::a00:1
  64:ff9b:1::1 ::127.0.0.1 2002:7f00:1:: 2001:0:7f00:1:: fec0::1 2001:db8::1 2130706433 0x7f000001
  0177.0.0.1 127.1 fe80::1%eth0`.split(/\s+/)

/** Addresses on the list by themselves, as they stand in a URL: a list is no licence to look inside. */
const literals = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', 'fd00::1', '::ffff:7f00:1']

describe('a call that would lead inside', () => {
  const fetch = createGuardedFetch({
    destinations: [{ host: 'hooks.bank.cn' }, ...literals.map((host) => ({ host }))],
    resolve: async (host) => (host === 'hooks.bank.cn' ? answers : ['93.184.216.34']),
  })
  let answers: readonly string[] = []
  const cases: [string, string, readonly string[]][] = [
    ...urls.map((url): [string, string, string[]] => [`the URL ${url}`, url, ['93.184.216.34']]),
    ...addresses.map((at): [string, string, string[]] => [`the name leads to ${at}`, HOOK, [at]]),
    ...literals.map((host): [string, string, string[]] => {
      const url = host.includes(':') ? `https://[${host}]/` : `https://${host}/`
      return [`the list has ${host} itself`, url, []]
    }),
    ['one of two addresses is inside', HOOK, ['93.184.216.34', '10.1.2.3']],
    ['one of two addresses is this machine', HOOK, ['2606:2800:220:1::1', '::1']],
  ]

  it(`is not made: ${cases.length} cases, no connection`, async () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    opened = 0
    const passed: string[] = []
    for (const [name, url, at] of cases) {
      answers = at
      const code = await codeOf(fetch(url))
      if (code !== 'outbound.destination_refused') passed.push(name)
    }
    console.info(`${cases.length} cases: ${passed.length} let through, ${opened} connections`)
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
