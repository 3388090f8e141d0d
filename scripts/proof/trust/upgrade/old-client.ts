// The previous release's client against today's server: every endpoint it knew, asked as it asked.
import { readFileSync } from 'node:fs'

import { type Staff, segmentDocs } from '@crm/core'
import { auntLi, bank, chenBo, qianJin, sunLi, zhengYan } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { type Schema, shapeFaults } from './json-shape.ts'

interface Previous {
  /** What each endpoint promised to answer, by `GET /customers/{id}`. */
  readonly answers: Readonly<Record<string, Schema>>
}

/** What the old client was told. */
export interface OldClient {
  readonly endpoints: number
  /** Calls refused or not found, with what was said. */
  readonly refused: readonly string[]
  /** Answers that the old client could not have read. */
  readonly unreadable: readonly string[]
}

const previous = JSON.parse(
  readFileSync(new URL('previous-release.json', import.meta.url), 'utf8'),
) as Previous

const { criteria } = segmentDocs.update.example.body

interface Asked {
  readonly as?: Staff
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
  readonly key?: string
  readonly version?: number
}

/** Send what the old client sent, header by header, and tell what came back. */
function callerOf(
  house: TestBank,
  hear: (endpoint: string, status: number, body: unknown) => void,
): (endpoint: string, asked?: Asked) => Promise<unknown> {
  return async (endpoint, { as = chenBo, id, query, body, key, version } = {}) => {
    const [method = '', path = ''] = endpoint.split(' ')
    const url = `${path.replace('{id}', id ?? '')}${query ? `?${query}` : ''}`
    const answer = await house.request(
      url,
      {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(version !== undefined && { 'if-match': `"v${version}"` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      as,
    )
    const read: unknown = await answer.json()
    hear(endpoint, answer.status, read)
    return read
  }
}

/** Ask everything that the previous release's document describes. */
export async function askAsBefore(): Promise<OldClient> {
  const house = await openTestBank({ as: chenBo })
  const refused: string[] = []
  const unreadable: string[] = []
  const asked = new Set<string>()
  const ask = callerOf(house, (endpoint, status, body) => {
    asked.add(endpoint)
    if (status >= 300) refused.push(`${endpoint}: ${status} ${JSON.stringify(body).slice(0, 200)}`)
    else
      unreadable.push(
        ...shapeFaults(body, previous.answers[endpoint]!).map((fault) => `${endpoint}${fault}`),
      )
  })
  const delivery = 'dlv_before'
  await house.store.db
    .insertInto('delivery')
    .values({
      bank_id: bank.id,
      delivery_id: delivery,
      source: 'core',
      records: 'customers',
      file: 'KHXX_20260305.dat',
      sha256: '0'.repeat(64),
      encoding: 'gb18030',
      status: 'done',
      started_at: '2026-03-05T01:00:00.000Z',
      finished_at: '2026-03-05T01:00:01.000Z',
    })
    .execute()
  await house.store.db
    .insertInto('rejection')
    .values({
      bank_id: bank.id,
      delivery_id: delivery,
      line: 2,
      code: 'source.cell_invalid',
      column_name: 'SJH',
      found: '12',
    })
    .execute()
  await ask('GET /access/me')
  await ask('GET /access/audit', { as: zhengYan })
  await ask('GET /sources/deliveries', { as: sunLi })
  await ask('GET /sources/deliveries/{id}/rejections', { as: sunLi, id: delivery })
  await ask('POST /customers/search', { body: { text: '李' } })
  await ask('GET /customers/{id}', { id: auntLi.id })
  await ask('GET /customers', { query: `ids=${auntLi.id}` })
  for (const list of ['/holdings/accounts', '/holdings', '/holdings/movements'])
    await ask(`GET ${list}`, { query: `customerId=${auntLi.id}` })
  await ask('GET /segments', { as: qianJin })
  const made = (await ask('POST /segments', {
    as: qianJin,
    body: { name: '石桥村', criteria },
    key: 'old-1',
  })) as { id: string; version: number }
  await ask('GET /segments/{id}', { as: qianJin, id: made.id })
  await ask('PUT /segments/{id}', {
    as: qianJin,
    id: made.id,
    body: { name: '石桥', criteria },
    key: 'old-2',
    version: made.version,
  })
  await ask('POST /segments/preview', { as: qianJin, body: { criteria } })
  await ask('POST /segments/explain', { body: { criteria, customerId: auntLi.id } })
  const due = (await ask('GET /reminders/due', { query: `asOf=${bank.businessDate}` })) as {
    items: { reminder: { id: string; version: number } }[]
  }
  const { id, version } = due.items[0]!.reminder
  await ask('GET /reminders/{id}', { id })
  const closed = (await ask('POST /reminders/{id}/close', {
    id,
    body: { as: 'done' },
    key: 'old-3',
    version,
  })) as { version: number }
  await ask('POST /reminders/{id}/reopen', { id, key: 'old-4', version: closed.version })
  await ask('GET /desk/customers/{id}', { id: auntLi.id })
  await house.close()
  for (const endpoint of Object.keys(previous.answers))
    if (!asked.has(endpoint)) refused.push(`${endpoint}: was not asked`)
  return { endpoints: Object.keys(previous.answers).length, refused, unreadable }
}
