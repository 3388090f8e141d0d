// One key, one effect: each write is sent many times at once, then with other words, by others, elsewhere.
import type { Staff } from '@crm/core'
import { castCustomers, chenBo, zhouMin } from '@crm/core/fixtures'
import type { TestBank } from '@crm/testing'
import { sql } from 'kysely'

/** So many, of how many. */
type Share = readonly [good: number, of: number]

/** What came of it. */
export interface KeyOutcome {
  readonly keys: number
  readonly requests: number
  /** Effects that there are. */
  readonly effects: number
  readonly records: number
  readonly events: number
  /** Requests of one key that were answered otherwise than the first. */
  readonly unlike: number
  /** Same key, other words: told apart by 422. */
  readonly reused: Share
  /** Same key, another customer: told apart by 422. */
  readonly elsewhere: Share
  /** Same key of somebody else: answered by a deed of their own. */
  readonly ofOthers: Share
  /** Same key on another route: answered by its own deed. */
  readonly otherRoutes: Share
  /** A key whose first request still runs: 409. */
  readonly running: Share
  /** After a failure of ours the same key was tried again, and had its effect. */
  readonly recovered: Share
  readonly badKeys: Share
}

const others = castCustomers.filter(
  ({ managerId, kind }) => managerId === chenBo.id && kind === 'person',
)
const customerAt = (at: number): string => others[at % others.length]?.id ?? ''

const words = (at: number, method = 'counter-signature') => ({
  purpose: 'marketing',
  channel: 'sms',
  act: at % 2 === 0 ? 'granted' : 'withdrawn',
  textHash: 'a'.repeat(64),
  method,
})

const badKeys = ['', ' ', 'a b', 'k'.repeat(256), 'k'.repeat(1_000), 'é', '\t', 'a\u00a0b', 'ｋ']

/** So many keys, ten times each at once. */
export async function tryKeys(bank: TestBank, keys: number): Promise<KeyOutcome> {
  const { db } = bank.store
  const send = (path: string, key: string, body: object, person: Staff = chenBo) => {
    const headers = new Headers({ 'content-type': 'application/json' })
    try {
      headers.set('idempotency-key', key)
    } catch {
      // What no header can hold reaches no server; the nearest that can is sent.
      headers.set('idempotency-key', encodeURIComponent(key).repeat(100))
    }
    return bank.request(path, { method: 'POST', headers, body: JSON.stringify(body) }, person)
  }
  const consent = (
    at: number,
    more: { key?: string; method?: string; person?: Staff; to?: string } = {},
  ) =>
    send(
      `/customers/${more.to ?? customerAt(at)}/consents`,
      more.key ?? `key-${at}`,
      words(at, more.method),
      more.person,
    )
  const count = async (table: 'consent_record' | 'audit_event' | 'outbox_event') => {
    const { n } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .$if(table === 'audit_event', (query) =>
        query.where(sql<boolean>`action = 'customers.recordConsent' and decision = 'allowed'`),
      )
      .executeTakeFirstOrThrow()
    return n
  }
  const before = [
    await count('consent_record'),
    await count('audit_event'),
    await count('outbox_event'),
  ]
  let unlike = 0
  let requests = 0
  const first = new Map<number, string>()
  for (let at = 0; at < keys; at++) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => consent(at)))
    requests += answers.length
    const texts = await Promise.all(answers.map((one) => one.text()))
    first.set(at, texts[0] ?? '')
    unlike += answers.filter(({ status }, n) => status !== 200 || texts[n] !== texts[0]).length
  }
  const effects = (await count('consent_record')) - (before[0] ?? 0)
  const records = (await count('audit_event')) - (before[1] ?? 0)
  const events = (await count('outbox_event')) - (before[2] ?? 0)
  let reused = 0
  let elsewhere = 0
  let ofOthers = 0
  const some = Math.min(keys, 100)
  for (let at = 0; at < some; at++) {
    if ((await consent(at, { method: 'paper' })).status === 422) reused += 1
    if ((await consent(at, { to: customerAt(at + 1) })).status === 422) elsewhere += 1
    const other = await consent(at, { person: zhouMin })
    if (other.status === 200 && (await other.text()) !== first.get(at)) ofOthers += 1
  }
  const routes = 20
  let ownRoute = 0
  for (let at = 0; at < routes; at++) {
    const id = customerAt(at)
    const body = { customerId: id, resource: 'customer', id, field: 'phone', reason: '核对' }
    const answer = await send('/desk/unmask', `key-${at}`, body)
    const { value, code } = (await answer.json()) as { value?: unknown; code?: string }
    if (value !== undefined || code === 'access.nothing_to_unmask') ownRoute += 1
  }
  const running = 100
  let toldRunning = 0
  await sql`update idempotency_key set status = null, body = null where key like 'key-%'`.execute(
    db,
  )
  for (let at = 0; at < running; at++) if ((await consent(at)).status === 409) toldRunning += 1
  return {
    keys,
    requests,
    effects,
    records,
    events,
    unlike,
    reused: [reused, some],
    elsewhere: [elsewhere, some],
    ofOthers: [ofOthers, some],
    otherRoutes: [ownRoute, routes],
    running: [toldRunning, running],
    recovered: [await recover(bank, consent), 100],
    badKeys: [await refuse(consent), badKeys.length],
  }
}

type Consent = (at: number, more?: { key?: string }) => Promise<Response>

/** The store fails under a hundred writes; each is sent again with its key. */
async function recover({ store }: TestBank, consent: Consent): Promise<number> {
  await sql
    .raw(
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'x'; end $$;`,
    )
    .execute(store.db)
  await sql
    .raw('create trigger fail before insert on consent_record for each row execute function fail()')
    .execute(store.db)
  const failed: number[] = []
  for (let at = 0; at < 100; at++)
    if ((await consent(at, { key: `again-${at}` })).status === 500) failed.push(at)
  await sql.raw('drop trigger fail on consent_record').execute(store.db)
  await sql.raw('drop function fail()').execute(store.db)
  let done = 0
  for (const at of failed) if ((await consent(at, { key: `again-${at}` })).status === 200) done += 1
  return done
}

async function refuse(consent: Consent): Promise<number> {
  let refused = 0
  for (const key of badKeys) if ((await consent(0, { key })).status === 400) refused += 1
  return refused
}
