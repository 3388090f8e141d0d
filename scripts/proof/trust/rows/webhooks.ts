import { type Instant, isCrmError } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { forgetOldWebhooks, signWebhook, takeWebhook, verifyWebhook } from '@crm/server'
import { openTestBank, type TestBank } from '@crm/testing'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

const secret = (seed: number): string =>
  `whsec_${Buffer.from(Array.from({ length: 32 }, (_, at) => (seed * 31 + at * 7) % 256)).toString('base64')}`
const ours = secret(1)
const older = secret(2)
const DAY = 86_400_000

/** One delivery: what arrives, and when by the receiver's clock. */
interface Arrival {
  readonly headers: Headers
  readonly body: string
  readonly now: Instant
}

const at = (ms: number): Instant => new Date(ms).toISOString() as Instant

/** What a consumer of webhooks does: hold it to its signature, take it once, have its effect. */
async function receive(
  { store }: TestBank,
  { headers, body, now }: Arrival,
): Promise<'effect' | 'known' | 'refused'> {
  let id: string
  try {
    id = await verifyWebhook(headers, body, [ours, older], now)
  } catch (error) {
    if (isCrmError(error) && error.code === 'webhook.refused') return 'refused'
    throw error
  }
  return store.transaction(async (tx) => {
    if (!(await takeWebhook(tx, { bankId: bank.id, source: 'core', id }, now))) return 'known'
    await tx
      .insertInto('recusal')
      .values({
        bank_id: bank.id,
        subject_id: `hook:${id}`,
        person_id: headers.get('webhook-timestamp') ?? '',
        reason: '',
      })
      .execute()
    return 'effect'
  })
}

/** Changes after signing, each of which must cost the signature. */
const changes: readonly ((arrival: Arrival) => Arrival)[] = [
  (one) => ({ ...one, body: `${one.body} ` }),
  (one) => ({ ...one, body: one.body.replace('1', '2') }),
  (one) => changed(one, 'webhook-id', (id) => `${id}x`),
  (one) => changed(one, 'webhook-timestamp', (time) => String(Number(time) + 1)),
  (one) => changed(one, 'webhook-signature', () => 'v1,AAAA'),
  (one) => changed(one, 'webhook-signature', (text) => text.replace('v1,', 'v1a,')),
  (one) => changed(one, 'webhook-signature', () => ''),
  (one) => changed(one, 'webhook-id', (id) => `${id}.1`),
  (one) => changed(one, 'webhook-timestamp', () => ''),
  (one) => changed(one, 'webhook-timestamp', (time) => `${time}.0`),
]

function changed(one: Arrival, name: string, change: (text: string) => string): Arrival {
  const headers = new Headers(one.headers)
  headers.set(name, change(headers.get(name) ?? ''))
  return { ...one, headers }
}

async function run({ seed }: TrustRun): Promise<ProofLine[]> {
  const random = chance(seed)
  const opened = await openTestBank()
  const start = Date.parse('2026-03-05T01:00:00Z')
  const events = 1_000
  const shifts = [-301, -300, -299, -1, 0, 1, 299, 300, 301]
  let effects = 0
  let wanted = 0
  let wrong = 0
  let arrivals = 0
  let forged = 0
  for (let event = 0; event < events; event++) {
    const id = `evt_${event}`
    const body = JSON.stringify({ n: 1, event })
    const signed = await signWebhook({ id, body }, [event % 2 === 0 ? ours : older], at(start))
    const headers = new Headers(Object.entries(signed))
    const sent = { headers, body, now: at(start) }
    const change = changes[event % changes.length]
    if (change && (await receive(opened, change(sent))) !== 'refused') forged += 1
    // Once and replayed twice at once, each by a clock of its own; perhaps none is in time.
    const these = Array.from({ length: 3 }, () => shifts[Math.floor(random() * shifts.length)] ?? 0)
    const inTime = these.filter((shift) => Math.abs(shift) <= 300).length
    const outcomes = await Promise.all(
      these.map((shift) => receive(opened, { ...sent, now: at(start + shift * 1_000) })),
    )
    arrivals += outcomes.length
    wanted += inTime > 0 ? 1 : 0
    effects += outcomes.filter((one) => one === 'effect').length
    for (const [nth, outcome] of outcomes.entries())
      if ((outcome === 'refused') !== Math.abs(these[nth] ?? 0) > 300) wrong += 1
  }
  const { n } = await opened.store.db
    .selectFrom('recusal')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('subject_id', 'like', 'hook:%')
    .executeTakeFirstOrThrow()
  // Night work runs every night and may be told to forget sooner than it should.
  let forgotten = 0
  for (const days of [1, 3, 6, 6.9])
    forgotten += await forgetOldWebhooks(opened.store, at(start + days * DAY), 1)
  let again = 0
  for (let event = 0; event < events; event++) {
    const body = JSON.stringify({ n: 1, event })
    const late = start + 6.9 * DAY
    // A sender that signs its old event anew, as it does with each attempt.
    const signed = await signWebhook({ id: `evt_${event}`, body }, [ours], at(late))
    const outcome = await receive(opened, {
      headers: new Headers(Object.entries(signed)),
      body,
      now: at(late),
    })
    if (outcome === 'effect') again += 1
  }
  const late = events - wanted
  await opened.close()
  const of = `of ${arrivals} deliveries of ${events} events`
  return [
    atLeast('T08 replays, with clocks up to 301 s apart', arrivals - events, 1_000, 'replays'),
    zero('T08 deliveries judged otherwise than by 300 s', wrong, of),
    all('T08 effects, one for each event that came in time', effects, wanted),
    zero('T08 effects in the store beyond these', n - wanted, of),
    zero('T08 deliveries with a part changed that were taken', forged, `of ${events}`),
    zero('T08 events forgotten within seven days', forgotten, `of ${wanted}`),
    zero('T08 second effects on the seventh day', again - late, `of ${events} sent again`),
  ]
}

export const proof: TrustProof = { rows: ['T08'], run }
