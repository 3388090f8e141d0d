// Every reading endpoint as somebody who gets much masked: no value in full in what comes back or is logged.
import type { Role } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { contracts, type Store } from '@crm/server'
import { doors } from './doors.ts'
import { becomeRole, openFront } from './houses.ts'
import { kinds } from './oracle.ts'
import { asker, canariesOf } from './plant-kinds.ts'

/** What a crawl found. */
export interface CrawlOutcome {
  readonly answers: number
  readonly values: number
  /** Values that came back in full, and where. */
  readonly inAnswers: readonly string[]
  readonly inLogs: readonly string[]
}

/**
 * What each role gets masked, by the names of the canaries. What was said before (`summary`, `promise`) is
 * shown in full to whoever speaks with the customer: a good answer begins with it.
 */
const masked: Readonly<Partial<Record<Role, readonly string[]>>> = {
  teller: [
    'phone',
    'idNumber',
    'address',
    'accountNumber',
    'balance',
    'counterparty',
    'counterpartyAccount',
    'memo',
  ],
  'call-centre': [
    'name',
    'village',
    'phone',
    'idNumber',
    'address',
    'accountNumber',
    'balance',
    'counterparty',
    'counterpartyAccount',
    'memo',
  ],
  'relationship-manager': ['phone', 'idNumber', 'accountNumber', 'counterpartyAccount'],
}

/** A text and whatever in it is base64: a value does not get less full by being encoded. */
function unfolded(text: string): string {
  const folded = text.match(/[\w+/-]{16,}={0,2}/g) ?? []
  return [text, ...folded.map((part) => Buffer.from(part, 'base64').toString('utf8'))].join(' ')
}

/** Walk through every reading endpoint about every customer, page by page, and with what is wrong. */
export async function crawl(store: Store): Promise<CrawlOutcome> {
  const front = openFront(store)
  const inAnswers: string[] = []
  const values: string[] = []
  let answers = 0
  for (const [role, names] of Object.entries(masked) as [Role, readonly string[]][]) {
    await becomeRole(store, role)
    const seat = { bankId: bank.id, staffId: asker, sessionId: `crawl-${role}` }
    const secret = kinds.flatMap((kind) => names.map((name) => canariesOf(kind)[name]!))
    secret.push('1980-02-02')
    if (role === 'relationship-manager') secret.pop()
    values.push(...secret)
    const look = async (method: string, path: string, more: object = {}): Promise<string> => {
      const response = await front.ask(seat, method, path, more)
      const text = await response.text()
      const heads = JSON.stringify([...response.headers])
      answers += 1
      const seen = unfolded(`${text} ${heads}`)
      const sent = `${decodeURIComponent(path)}${JSON.stringify(more)}`
      for (const value of secret)
        if (seen.includes(value) && !sent.includes(value))
          inAnswers.push(`${role} at ${method} ${path}: ${value}`)
      return text
    }
    for (const [name, make] of Object.entries(doors)) {
      const [room = '', method = ''] = name.split(' ')[0]!.split('.')
      if (contracts[room]?.[method]?.writes) continue
      for (const kind of kinds) {
        const door = make(kind, answers)
        const text = await look(door.method, door.path, door.more)
        const { next } = JSON.parse(text) as { next?: string }
        if (next && door.method === 'GET')
          await look('GET', `${door.path}&cursor=${encodeURIComponent(next)}`)
      }
    }
    await everyPage(look)
    await wrongCalls(look)
  }
  const logs = unfolded(JSON.stringify([front.faults, front.alarms]))
  const { rows } = await recordsOf(store)
  const recorded = unfolded(rows.join(' '))
  const inLogs = [...new Set(values)].filter(
    (value) => value !== '1980-02-02' && (logs.includes(value) || recorded.includes(value)),
  )
  return { answers, values: new Set(values).size, inAnswers, inLogs }
}

type Look = (method: string, path: string, more?: object) => Promise<string>

/** One customer a page, to see every cursor. */
async function everyPage(look: Look): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < 40; page++) {
    const body = { text: '', limit: 1, ...(cursor && { cursor }) }
    const { next } = JSON.parse(await look('POST', '/customers/search', { body })) as {
      next?: string
    }
    if (!next) return
    cursor = next
  }
}

/** Values where they do not belong: what is refused must not be kept in a log. */
async function wrongCalls(look: Look): Promise<void> {
  const { phone, idNumber, accountNumber } = canariesOf('own')
  for (const value of [phone, idNumber, accountNumber]) {
    await look('GET', `/customers/${value}`)
    await look('GET', `/customers?ids=${value}`)
    await look('GET', `/holdings/accounts?customerId=${value}&limit=x`)
    await look('GET', `/nowhere/${value}`)
    await look('POST', '/customers/search', { body: { text: value, limit: value } })
    await look('POST', '/customers/search', { body: { text: value } })
    await look('POST', '/segments/preview', {
      body: { criteria: { field: value, is: 'eq', value } },
    })
    await look('POST', '/desk/unmask', { body: { customerId: value } })
  }
}

/** The audit record and the outbox as text. */
async function recordsOf(store: Store): Promise<{ rows: string[] }> {
  const audit = await store.db.selectFrom('audit_event').selectAll().execute()
  const told = await store.db.selectFrom('outbox_event').selectAll().execute()
  return { rows: [...audit, ...told].map((row) => JSON.stringify(row)) }
}
