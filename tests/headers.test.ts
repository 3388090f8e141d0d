import { principalOf, zhouMin } from '@crm/core/fixtures'
import { type CrmServer, createServer, migrations, type Store } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let store: Store
let crm: CrmServer
beforeAll(async () => {
  store = await openMemoryStore({ migrations, fill: { name: 'headers', with: plantCast } })
  crm = createServer({
    store,
    basePath: '/crm',
    origins: ['https://portal.bank.test'],
    modules: ['customers'],
    authenticate: async () => principalOf(zhouMin),
  })
})
afterAll(() => store.close())

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  crm.fetch(new Request(`https://crm.bank.test${path}`, { method, headers }))

describe('every answer', () => {
  it.each([
    '/crm/access/me',
    '/crm/customers/cus_nobody',
    '/crm/nowhere',
    '/crm/openapi.json',
    '/crm/health',
  ])('of %s keeps out of caches, frames and guesses', async (path) => {
    const { headers } = await get(path)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('strict-transport-security')).toContain('max-age=63072000')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })

  it('carries the host’s request id, if that is a plain one', async () => {
    const plain = await get('/crm/access/me', { 'x-request-id': 'host-0001' })
    expect(plain.headers.get('x-request-id')).toBe('host-0001')
    const odd = await get('/crm/access/me', { 'x-request-id': 'a"b<script>' })
    expect(odd.headers.get('x-request-id')).toMatch(/^req_/)
  })
})

describe('another origin', () => {
  it('may call where it is listed', async () => {
    const { headers } = await get('/crm/access/me', { origin: 'https://portal.bank.test' })
    expect(headers.get('access-control-allow-origin')).toBe('https://portal.bank.test')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })
  it.each(['https://evil.test', 'null', 'https://portal.bank.test.evil.test'])(
    '%s may not',
    async (origin) => {
      const preflight = await get('/crm/access/me', { origin }, 'OPTIONS')
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
      expect(
        (await get('/crm/access/me', { origin })).headers.get('access-control-allow-origin'),
      ).toBeNull()
    },
  )
})

describe('a module that is switched off', () => {
  it('is refused by name, and those that are on say so', async () => {
    const off = await get('/crm/reminders/due?asOf=2026-03-05')
    expect([off.status, ((await off.json()) as { code: string }).code]).toEqual([
      403,
      'access.module_off',
    ])
    expect(await (await get('/crm/access/me')).json()).toMatchObject({
      modules: ['access', 'approvals', 'customers'],
    })
  })
})

describe('an address outside the base path', () => {
  it.each(['/access/me', '/crmaccess/me', '/crm', '/other'])('%s is not ours', async (path) => {
    expect((await get(path)).status).toBe(404)
  })
})
