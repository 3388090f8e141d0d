import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../tests/engines.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

const folder = mkdtempSync(join(tmpdir(), 'crm-tls-'))
const made = spawnSync('openssl', [
  ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' '),
  ...['-subj', '/CN=sms.test', '-addext', 'subjectAltName=DNS:sms.test'],
  ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
])
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(made.status !== 0)('a call over TLS', () => {
  let server: Server
  let port = 0
  let ca = ''
  let reached = 0
  beforeAll(async () => {
    ca = readFileSync(join(folder, 'cert.pem'), 'utf8')
    const key = readFileSync(join(folder, 'key.pem'), 'utf8')
    server = createServer({ key, cert: ca }, (request, response) => {
      reached += 1
      response.end(`${(request.socket as TLSSocket & { servername: string }).servername}`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  const call = (host: string, more: object) =>
    createGuardedFetch({
      destinations: [{ host, port, ranges: ['127.0.0.0/8'] }],
      resolve: async () => ['127.0.0.1'],
      ...more,
    })(`https://${host}:${port}/`)

  it('names the host that was meant and goes to the address that was checked', async () => {
    expect(await (await call('sms.test', { ca })).text()).toBe('sms.test')
  })

  it('is not made to one who cannot prove the name', async () => {
    reached = 0
    expect(await codeOf(call('sms.test', {}))).toBe('outbound.failed')
    expect(await codeOf(call('core.test', { ca }))).toBe('outbound.failed')
    expect(reached).toBe(0)
  })
})
