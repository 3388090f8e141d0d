// Real answers of the real server, with every text in them exchangeable.
import {
  accessContract,
  customerContract,
  deskContract,
  holdingContract,
  reminderContract,
  segmentContract,
} from '@crm/core'
import { auntLi, chenBo, heJing, sunLi, yanShou, zhengYan } from '@crm/core/fixtures'
import { openTestBank } from '@crm/testing'

type Path = readonly (string | number)[]

interface Schema {
  readonly safeParse: (value: unknown) => { readonly success: boolean }
}

/** One answer: who asked what, what came, and where in it texts stand that the contract lets be any text. */
export interface Template {
  readonly method: string
  /** The path of the call, without its query. */
  readonly path: string
  readonly answer: unknown
  readonly texts: readonly Path[]
  readonly schema: Schema
}

function leaves(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at]
  if (Array.isArray(value)) return value.flatMap((item, n) => leaves(item, [...at, n]))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, part]) => leaves(part, [...at, name]))
  return []
}

function put(value: unknown, path: Path, text: string): void {
  let holder = value as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder
  holder[path.at(-1)!] = text
}

/** The answer with this text in all its places; left as it was where the contract refuses just this text. */
export function filled({ answer, texts, schema }: Template, text: string): unknown {
  const copy = structuredClone(answer)
  for (const path of texts) put(copy, path, text)
  if (schema.safeParse(copy).success) return copy
  let kept = structuredClone(answer)
  for (const path of texts) {
    const next = structuredClone(kept)
    put(next, path, text)
    if (schema.safeParse(next).success) kept = next
  }
  return kept
}

function templateOf(method: string, path: string, schema: Schema, answer: unknown): Template {
  const texts = leaves(answer).filter((at) => {
    const copy = structuredClone(answer)
    put(copy, at, 'x<y>"z\' 李\u202e')
    return schema.safeParse(copy).success
  })
  return { method, path, answer, texts, schema }
}

/** Two of each list: what a text does, it does in the second line too; more only takes time. */
function brief(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(brief)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, brief(part)]))
}

/** What every widget asks, as the people who may ask it are answered. */
export async function captureTemplates(): Promise<readonly Template[]> {
  const at = new Date().toISOString() as never
  const bank = await openTestBank({
    steppedUp: true,
    backups: async () => ({
      rpoMinutes: 30,
      backups: [{ takenAt: at, engine: 'pglite', bytes: 9, rows: 9, verified: true }],
    }),
  })
  const crm = bank.as(chenBo)
  await crm.customers.recordConsent(auntLi.id, {
    purpose: 'marketing',
    channel: 'sms',
    act: 'granted',
    textVersion: 1,
    textHash: 'a'.repeat(64),
    method: 'paper',
    proofRef: '影像 7',
  })
  await bank.as(heJing).desk.getOverview(auntLi.id, { purpose: '来电' })
  const json = { 'content-type': 'application/json' }
  const asked = [
    [chenBo, 'GET', '/access/me', '', accessContract.me],
    [sunLi, 'GET', '/access/licence', '', accessContract.getLicence],
    [sunLi, 'GET', '/access/backups', '', accessContract.getBackups],
    [zhengYan, 'GET', '/access/audit', '?limit=20', accessContract.listAudit],
    [yanShou, 'GET', '/access/staff', '?limit=100', accessContract.listStaff],
    [yanShou, 'GET', '/access/roles', '', accessContract.listRoles],
    [
      yanShou,
      'GET',
      '/access/explain',
      `?staffId=stf_chen&customerId=${auntLi.id}`,
      accessContract.explain,
    ],
    [chenBo, 'GET', `/desk/customers/${auntLi.id}`, '', deskContract.getOverview],
    [chenBo, 'GET', `/customers/${auntLi.id}/consents`, '', customerContract.listConsents],
    [
      chenBo,
      'GET',
      '/holdings/movements',
      `?customerId=${auntLi.id}`,
      holdingContract.listMovements,
    ],
    [chenBo, 'GET', '/holdings/accounts', `?customerId=${auntLi.id}`, holdingContract.listAccounts],
    [chenBo, 'GET', '/reminders/due', '?asOf=2026-03-05', reminderContract.listDue],
    [chenBo, 'POST', '/segments/preview', { criteria: { all: [] } }, segmentContract.preview],
    [chenBo, 'POST', '/customers/search', { text: '李' }, customerContract.search],
  ] as const
  const templates: Template[] = []
  for (const [person, method, path, rest, endpoint] of asked) {
    const body = typeof rest === 'string' ? {} : { body: JSON.stringify(rest), headers: json }
    const query = typeof rest === 'string' ? rest : ''
    const response = await bank.request(`${path}${query}`, { method, ...body }, person)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    const answer = (await response.json()) as Record<string, unknown>
    const short = brief(asEverybody(path, answer))
    templates.push(templateOf(method, path, endpoint.returns, short))
  }
  await bank.close()
  return templates
}

/** One person who may all, whose screens are marked: so that each widget draws all it can. */
const asEverybody = (path: string, answer: Record<string, unknown>): Record<string, unknown> =>
  path === '/access/me'
    ? { ...answer, watermark: true, entitlements: ['customer:unmask', 'consent:read'] }
    : answer
