import type { Principal } from '@crm/core'
import { chenBo, day, bank as shiqiao } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../../server.ts'
import { CLIENT_HEADER, holdToOwnPages } from './origin.ts'

const OURS = 'https://crm.shiqiao-bank.cn'
const PORTAL = 'https://portal.shiqiao-bank.cn'
const JSON_TYPE = 'application/json'
type Sent = Readonly<Record<string, string | undefined>>

const ours: Sent = {
  origin: OURS,
  'sec-fetch-site': 'same-origin',
  'content-type': JSON_TYPE,
  [CLIENT_HEADER]: '1',
}

/** Pages that are not ours, and what a browser would send for them. */
const strangers = [
  'https://evil.example',
  'http://crm.shiqiao-bank.cn',
  'https://crm.shiqiao-bank.cn:8443',
  'https://crm.shiqiao-bank.cn.evil.example',
  'https://evil-crm.shiqiao-bank.cn',
  'https://old.shiqiao-bank.cn',
  'https://shiqiao-bank.cn',
  'https://crm.shiqiao-bank.cn/',
  'HTTPS://CRM.SHIQIAO-BANK.CN',
  'https://crm.shiqiao-bank.cn, https://evil.example',
  'null',
  'file://',
  'chrome-extension://aaaaaaaa',
]
/** The bodies a page can send without asking first. */
const simple = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
]
const odd = [
  'text/plain; application/json',
  'application/json-patch+json',
  'application/jsonx',
  'text/json',
  'application/json; charset=gbk',
  'application/json, text/plain',
  '',
]

const cases: [string, Sent][] = [
  ...strangers.map((origin): [string, Sent] => [`fetch from ${origin}`, { ...ours, origin }]),
  ...strangers
    .slice(0, 6)
    .flatMap((origin) =>
      simple.map((type): [string, Sent] => [
        `form ${type} from ${origin}`,
        { origin, 'sec-fetch-site': 'cross-site', 'content-type': type },
      ]),
    ),
  ...odd.map((type): [string, Sent] => [
    `our page sends "${type}"`,
    { ...ours, 'content-type': type },
  ]),
  ...simple.map((type): [string, Sent] => [
    `our page sends ${type}`,
    { ...ours, 'content-type': type },
  ]),
  ['without our header', { ...ours, [CLIENT_HEADER]: undefined }],
  ['with our header empty', { ...ours, [CLIENT_HEADER]: '' }],
  ['without Origin', { ...ours, origin: undefined }],
  ['without Origin or site', { ...ours, origin: undefined, 'sec-fetch-site': undefined }],
  ['a listed Origin, but cross-site', { ...ours, 'sec-fetch-site': 'cross-site' }],
  ['typed into the address bar', { ...ours, 'sec-fetch-site': 'none' }],
  ['a site nobody has heard of', { ...ours, 'sec-fetch-site': 'same-origin, cross-site' }],
  ['a link, all marks missing', { cookie: 'x' }],
  ['a sibling without Origin', { ...ours, origin: undefined, 'sec-fetch-site': 'same-site' }],
]

describe('a reminder, closed by a cookie', () => {
  let bank: TestBank
  let fetch: (request: Request) => Promise<Response>
  let target: { id: string; version: number }
  beforeAll(async () => {
    bank = await openTestBank()
    const { reminder } = (await bank.crm.reminders.listDue({ asOf: day('2026-03-05') })).items[0]!
    target = reminder
    const principal = { bankId: shiqiao.id, staffId: chenBo.id } as Principal
    const server = createServer({
      store: bank.store,
      authenticate: async ({ headers }) =>
        headers.get('cookie')?.includes('session=chen') ? principal : undefined,
    })
    fetch = async (request) => {
      holdToOwnPages(request, [OURS, PORTAL])
      return server.fetch(request)
    }
  })
  afterAll(() => bank.close())

  const headersOf = (sent: Sent, key: string) => {
    const headers = new Headers({
      cookie: 'session=chen',
      'idempotency-key': key,
      'if-match': `"v${target.version}"`,
    })
    for (const [name, value] of Object.entries(sent))
      if (value !== undefined) headers.set(name, value)
    return headers
  }
  const close = (sent: Sent, key: string) =>
    fetch(
      new Request(`${OURS}/reminders/${target.id}/close`, {
        method: 'POST',
        headers: headersOf(sent, key),
        // As bytes, so that no content type is added.
        body: new TextEncoder().encode('{"as":"done"}'),
      }),
    )
  const status = async () =>
    (
      await bank.store.db
        .selectFrom('reminder')
        .select(['status', 'version'])
        .where('reminder_id', '=', target.id)
        .executeTakeFirstOrThrow()
    ).status

  it(`is not closed by any of ${cases.length} calls from elsewhere`, async () => {
    expect(cases).toHaveLength(50)
    const passed: string[] = []
    for (const [name, sent] of cases) {
      const answer = await close(sent, `key-${passed.length}`).catch((error: unknown) => error)
      if ((answer as { code?: string }).code !== 'request.cross_site') passed.push(name)
    }
    console.info(`${cases.length} cross-site calls: ${passed.length} passed`)
    expect(passed).toEqual([])
    expect(await status()).toBe('open')
  })

  it('is closed from our own page', async () => {
    expect((await close(ours, 'ours')).status).toBe(200)
    expect(await status()).toBe('done')
  })
})

describe('our own pages', () => {
  const ask = (method: string, sent: Sent, body?: string) => () =>
    holdToOwnPages(
      new Request(`${OURS}/x`, {
        method,
        headers: Object.entries(sent).filter((pair): pair is [string, string] => !!pair[1]),
        ...(body !== undefined && { body }),
      }),
      [OURS, PORTAL],
    )

  it.each<[string, string, Sent, string?]>([
    [
      'read, with no Origin at all',
      'GET',
      { 'sec-fetch-site': 'same-origin', [CLIENT_HEADER]: '1' },
    ],
    ['read in an old browser', 'GET', { [CLIENT_HEADER]: '1' }],
    ['read from the portal', 'GET', { ...ours, origin: PORTAL, 'sec-fetch-site': 'same-site' }],
    [
      'write with a charset',
      'POST',
      { ...ours, 'content-type': `${JSON_TYPE}; charset=utf-8` },
      '{}',
    ],
    ['delete without a body', 'DELETE', { ...ours, 'content-type': undefined }],
  ])('%s', (_, method, sent, body) => {
    expect(ask(method, sent, body)).not.toThrow()
  })

  it('are told from a foreign page that only reads', () => {
    expect(ask('GET', { origin: 'https://evil.example', [CLIENT_HEADER]: '1' })).toThrow(/pages/)
    expect(ask('GET', { 'sec-fetch-site': 'cross-site', [CLIENT_HEADER]: '1' })).toThrow(/pages/)
    expect(ask('GET', { 'sec-fetch-site': 'same-site', [CLIENT_HEADER]: '1' })).toThrow(/pages/)
    expect(ask('GET', {})).toThrow(/pages/)
  })
})
