import { execFileSync } from 'node:child_process'
import {
  accessContract,
  accessDocs,
  approvalContract,
  approvalDocs,
  type Contract,
  customerContract,
  customerDocs,
  deskContract,
  deskDocs,
  type EndpointDocs,
  holdingContract,
  holdingDocs,
  interactionContract,
  interactionDocs,
  reminderContract,
  reminderDocs,
  segmentContract,
  segmentDocs,
  sourceContract,
  sourceDocs,
} from '@crm/core'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { bankLine, json } from '../test/bank-line.ts'
import * as door from './index.ts'
import { type Crm, createCrm } from './index.ts'

const contracts = {
  access: accessContract,
  approvals: approvalContract,
  customers: customerContract,
  holdings: holdingContract,
  interactions: interactionContract,
  segments: segmentContract,
  reminders: reminderContract,
  sources: sourceContract,
  desk: deskContract,
} as const satisfies Partial<Record<keyof Crm, Contract>>

const docs: Readonly<Record<string, Readonly<Record<string, EndpointDocs>>>> = {
  access: accessDocs,
  approvals: approvalDocs,
  customers: customerDocs,
  holdings: holdingDocs,
  interactions: interactionDocs,
  segments: segmentDocs,
  reminders: reminderDocs,
  sources: sourceDocs,
  desk: deskDocs,
}

const endpoints = Object.entries(contracts).flatMap(([room, contract]) =>
  Object.entries(contract as Contract).map(([name, endpoint]) => ({ room, name, endpoint })),
)

/** The arguments in which a method takes its endpoint's example. */
function argumentsOf(
  { params, query, body }: EndpointDocs['example'],
  first: string | undefined,
): unknown[] {
  const fields = Object.values((body ?? {}) as Record<string, unknown>)
  const written = body && fields.length === 1 && params ? fields : body ? [body] : []
  const { [first ?? '']: leading, ...rest } = (query ?? {}) as Record<string, unknown>
  const asked = leading === undefined ? (query ? [query] : []) : [leading, rest]
  return [...Object.values(params ?? {}), ...written, ...asked]
}

/** What of a query is so much the point that it stands first. */
const first: Readonly<Record<string, string>> = { listOf: 'customerId', listNextSteps: 'until' }

describe('every endpoint', () => {
  it.each(endpoints)('$room.$name is a method, and takes the example’s answer', async (one) => {
    const { room, name, endpoint } = one
    const { example } = docs[room]![name]!
    const { crm, seen } = bankLine(() => json(example.returns))
    const resource = crm[room as keyof typeof contracts] as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >
    const given = name === 'getMany' ? [['cus_li']] : argumentsOf(example, first[name])
    const options = endpoint.expects === 'version' ? [{ version: 1 }] : []
    const answer = await resource[name]?.(...given, ...options)
    const { items } = example.returns as { items?: unknown }
    expect(answer).toEqual(name === 'getMany' ? items : example.returns)

    const [request] = seen
    const path = endpoint.path.replace(/:(\w+)/g, (_, key) => example.params?.[key] ?? '')
    expect(request?.method).toBe(endpoint.method)
    expect(new URL(request?.url ?? '').pathname).toBe(`/crm${path}`)
    expect(request?.headers.has('idempotency-key')).toBe(endpoint.writes === true)
    expect(request?.headers.has('if-match')).toBe(endpoint.expects === 'version')
    const { searchParams } = new URL(request?.url ?? '')
    if (endpoint.query)
      expect(endpoint.query.safeParse(Object.fromEntries(searchParams)).success).toBe(true)
    if (endpoint.body) expect(endpoint.body.safeParse(await request?.json()).success).toBe(true)
  })
})

describe('the door', () => {
  it('opens to these names', () => {
    expect(Object.keys(door).sort()).toEqual(['Listing', 'createCrm', 'createProofKey', 'iterate'])
  })

  it('shows these rooms', () => {
    expect(Object.keys(createCrm({ baseUrl: 'https://bank.test' })).sort()).toEqual(
      [...Object.keys(contracts), 'connect', 'events', 'locale', 'lookFor', 'signOut'].sort(),
    )
  })
})

describe('a page with a strict Content-Security-Policy', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    z.config({ jitless: false })
  })

  it('sees no attempt to compile code', async () => {
    const compiled = vi.fn()
    vi.stubGlobal('document', {})
    vi.stubGlobal(
      'Function',
      new Proxy(Function, {
        construct: (...args) => {
          compiled()
          return Reflect.construct(...args)
        },
        apply: (...args) => {
          compiled()
          return Reflect.apply(...args)
        },
      }),
    )
    const { crm } = bankLine(() => json(deskDocs.getOverview.example.returns))
    await crm.desk.getOverview('cus_li' as never)
    expect(compiled).not.toHaveBeenCalled()
    expect(z.config().jitless).toBe(true)
  })
})

/** Run as a program of its own, because libraries look at what a browser can do only once. */
const onAnOldBrowser = `
  delete AbortSignal.any
  delete crypto.constructor.prototype.randomUUID
  const { createCrm } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
  const sent = []
  const fetch = (request) => (sent.push(request), new Promise(() => {}))
  const crm = createCrm({ baseUrl: 'https://bank.test', fetch })
  const leaving = new AbortController()
  const call = crm.reminders.close('rem_li1', 'done', { version: 1, signal: leaving.signal })
  const ended = call.catch(({ code }) => code)
  while (sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  leaving.abort()
  const [{ headers, signal }] = sent
  const key = headers.get('idempotency-key')
  process.stdout.write(JSON.stringify({ code: await ended, key, aborted: signal.aborted }))
`

describe('a browser of a counter, on plain http', () => {
  it('makes keys and calls off, although it can neither make UUIDs nor join signals', () => {
    const flags = ['--conditions=@crm/source', '--input-type=module', '-e', onAnOldBrowser]
    const told = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }))
    expect(told).toMatchObject({ code: 'network.aborted', aborted: true })
    expect(told.key).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('through the network layer of a test runner', () => {
  const server = setupServer(
    http.get('https://crm.test/api/access/me', ({ request }) =>
      request.headers.get('authorization') === 'Bearer chen-bo'
        ? HttpResponse.json(accessDocs.me.example.returns)
        : new HttpResponse(null, { status: 401 }),
    ),
  )
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterAll(() => server.close())

  it('learns who is signed in', async () => {
    const crm = createCrm({ baseUrl: 'https://crm.test/api/', token: () => 'chen-bo' })
    expect((await crm.access.me()).bank.name).toBe('石桥农商银行')
  })

  it('hears of nobody where the token is not theirs', async () => {
    const crm = createCrm({ baseUrl: 'https://crm.test/api', token: () => 'nobody' })
    await expect(crm.access.me()).rejects.toMatchObject({
      code: 'network.unreadable',
      status: 401,
    })
  })
})
