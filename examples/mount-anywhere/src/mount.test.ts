import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CrmServer } from '@crm/server'
import { serve } from '@crm/server/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCrm } from './crm.ts'
import { mountInExpress } from './express.ts'
import { mountInHono } from './hono.ts'
import { mountInNode } from './node-http.ts'

const hosts: Record<string, { url: string; close: () => unknown }> = {}
let crm: CrmServer

const listening = (server: Server): Promise<{ url: string; close: () => unknown }> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => server.close(),
      }),
    ),
  )

beforeAll(async () => {
  crm = await openCrm('/crm')
  const { createServer } = await import('node:http')
  hosts.Hono = await serve({ fetch: mountInHono(crm), port: 0 })
  hosts['Node http'] = await listening(mountInNode(crm))
  hosts.Express = await listening(createServer(mountInExpress(crm)))
})
afterAll(async () => {
  for (const host of Object.values(hosts)) await host.close()
})

describe.each(['Hono', 'Node http', 'Express'])('mounted in %s, the CRM', (name) => {
  const get = (path: string, init?: RequestInit) => fetch(`${hosts[name]?.url}${path}`, init)

  it('answers under its own path and leaves the rest to the host', async () => {
    const me = await get('/crm/access/me')
    expect(me.status).toBe(200)
    expect(await me.json()).toMatchObject({ name: '周敏' })
    expect(await (await get('/')).text()).toBe('The bank’s own page.')
  })

  it('reads the body of a search', async () => {
    const found = await get('/crm/customers/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'lgf' }),
    })
    expect(JSON.stringify(await found.json())).toContain('李桂芳')
  })

  it.each(['/crm/..%2faccess/me', '/crm/%2e%2e/access/me', '/crm//access/me', '/crmx/access/me'])(
    'does not answer %s',
    async (path) => {
      expect((await get(path)).headers.get('content-type') ?? '').not.toBe('application/json')
      expect(await (await get(path)).text()).not.toContain('周敏')
    },
  )
})
