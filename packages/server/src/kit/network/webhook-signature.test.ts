import { createHmac } from 'node:crypto'
import type { Instant } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf } from '../../../../../tests/engines.ts'
import { migrations } from '../../migrations/index.ts'
import { migrate } from '../store/migrate.ts'
import { appendEvents } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { forgetOldWebhooks, takeWebhook } from './webhook-seen.ts'
import { signWebhook, verifyWebhook } from './webhook-signature.ts'

const engines = await bothEngines(5_000)
const NOW = Date.parse('2026-03-05T01:00:00.000Z')
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString() as Instant
const now = at(0)
const secretOf = (letter: string) => `whsec_${btoa(letter.repeat(32))}`
const old = secretOf('o')
const fresh = secretOf('f')
const body = '{"type":"sms.delivered","data":{"id":"msg_1"}}'

const whyOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: { context: { why: string } }) => error.context.why,
  )

describe('a webhook', () => {
  it('is signed as the published vector of Standard Webhooks says', async () => {
    const headers = await signWebhook(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      new Date(1_614_265_330_000).toISOString() as Instant,
    )
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('is signed over id, time and body, as another implementation finds', async () => {
    const headers = await signWebhook({ id: 'evt_1', body }, [fresh], now)
    const expected = createHmac('sha256', 'f'.repeat(32))
      .update(`evt_1.${NOW / 1_000}.${body}`)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
  })

  it('is taken under either secret while one is being changed, and under no other', async () => {
    const by = async (secrets: string[]) =>
      new Headers({ ...(await signWebhook({ id: 'evt_1', body }, secrets, now)) })
    const bytes = new TextEncoder().encode(body)
    expect(await verifyWebhook(await by([old]), body, [fresh, old], now)).toBe('evt_1')
    expect(await verifyWebhook(await by([fresh]), bytes, [fresh, old], now)).toBe('evt_1')
    expect(await verifyWebhook(await by([old, fresh]), body, [fresh], now)).toBe('evt_1')
    expect(await whyOf(verifyWebhook(await by([old]), body, [fresh], now))).toBe('signature')
    expect(await whyOf(verifyWebhook(await by([fresh]), body, [], now))).toBe('signature')
  })

  it('changed by one byte anywhere is refused', async () => {
    const signed = await signWebhook({ id: 'evt_1', body }, [fresh], now)
    const sent = (change: object, text = body) =>
      whyOf(verifyWebhook(new Headers({ ...signed, ...change }), text, [fresh], now))
    expect(await sent({})).toBe('taken')
    for (let n = 0; n < body.length; n++)
      expect(await sent({}, `${body.slice(0, n)}~${body.slice(n + 1)}`)).toBe('signature')
    expect(await sent({ 'webhook-id': 'evt_2' })).toBe('signature')
    expect(await sent({ 'webhook-timestamp': String(NOW / 1_000 + 1) })).toBe('signature')
  })

  it.each([
    [{ 'webhook-id': '' }, 'headers'],
    // The full stop moved: the signed text is the same.
    [{ 'webhook-id': `evt_1.${NOW / 1_000}`, 'webhook-timestamp': '1' }, 'headers'],
    [{ 'webhook-timestamp': 'NaN' }, 'headers'],
    [{ 'webhook-timestamp': '-1' }, 'headers'],
    [{ 'webhook-timestamp': '99999999999' }, 'time'],
    [{ 'webhook-signature': '' }, 'headers'],
    [{ 'webhook-signature': 'v1,' }, 'signature'],
    [{ 'webhook-signature': 'v1,***' }, 'signature'],
    [{ 'webhook-signature': `v2,${btoa('x'.repeat(32))}` }, 'signature'],
    [{ 'webhook-signature': new Array(9).fill('v1,AAAA').join(' ') }, 'headers'],
  ])('with %j is refused for its %s', async (change, why) => {
    const signed = await signWebhook({ id: 'evt_1', body }, [fresh], now)
    const headers = new Headers({ ...signed, ...change })
    expect(await whyOf(verifyWebhook(headers, body, [fresh], now))).toBe(why)
  })

  it.each(['', 'short', 'whsec_c2hvcnQ=', `whsec_***${old}`])(
    'is never sent or taken under %j',
    async (weak) => {
      expect(await codeOf(signWebhook({ id: 'a', body }, [weak], now))).toBe('webhook.secret_weak')
      const signed = await signWebhook({ id: 'a', body }, [fresh], now)
      const taken = verifyWebhook(new Headers({ ...signed }), body, [weak], now)
      expect(await codeOf(taken)).toBe('webhook.secret_weak')
    },
  )

  it.each(['', 'a.b', 'a b', 'ä', 'x'.repeat(129)])('is not sent with the id %j', async (id) => {
    await expect(signWebhook({ id, body }, [fresh], now)).rejects.toThrow(TypeError)
  })
})

describe.each(engines)('webhooks that come again, on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let store: Store
  beforeAll(async () => {
    store = await open()
    await migrate(store, migrations)
  })
  afterAll(() => store.close())

  const effects = async (deed: string) =>
    (
      await store.db
        .selectFrom('outbox_event')
        .select('subject_id')
        .where('deed', '=', deed)
        .execute()
    )
      .map(({ subject_id }) => subject_id)
      .sort()

  const receive = async (headers: Headers, deed: string, fails = false) => {
    const id = await verifyWebhook(headers, body, [fresh, old], now)
    return store.transaction(async (tx) => {
      if (!(await takeWebhook(tx, { bankId: bank.id, source: 'sms', id }, now))) return 'before'
      const event = { bankId: bank.id, room: 'service', deed, subjectKind: 'sms', subjectId: id }
      await appendEvents(tx, [event])
      if (fails) throw new Error('the power went')
      return 'taken'
    })
  }

  it('a thousand replays from clocks that are off: the right ones are taken, each once', async () => {
    const offsets = [-301, -299, 299, 301]
    const signed = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const off = offsets[n % 4]!
        const event = { id: `evt_${String(n).padStart(3, '0')}_${off}`, body }
        const secrets = n % 3 === 0 ? [old] : [fresh]
        return new Headers({ ...(await signWebhook(event, secrets, at(off))) })
      }),
    )
    const outcome: Record<string, number> = {}
    for (let round = 0; round < 10; round++)
      await Promise.all(
        signed.map(async (headers) => {
          const how = await receive(headers, 'replayed').catch((error) => error.context.why)
          outcome[how] = (outcome[how] ?? 0) + 1
        }),
      )
    console.info(`${engine}: 1,000 replays of 100 webhooks: ${JSON.stringify(outcome)}`)
    expect(outcome).toEqual({ time: 500, taken: 50, before: 450 })
    const right = signed
      .map((headers) => headers.get('webhook-id')!)
      .filter((id) => Number(id.split('_')[2]) ** 2 === 299 ** 2)
    expect(await effects('replayed')).toEqual(right.sort())
  })

  it('one whose effect was undone has it at the next try', async () => {
    const headers = new Headers({ ...(await signWebhook({ id: 'evt_x', body }, [fresh], now)) })
    await expect(receive(headers, 'undone', true)).rejects.toThrow('the power went')
    expect(await effects('undone')).toEqual([])
    expect(await receive(headers, 'undone')).toBe('taken')
    expect(await receive(headers, 'undone')).toBe('before')
    expect(await effects('undone')).toEqual(['evt_x'])
  })

  it('are known again for a week at least, and one sender’s ids are not another’s', async () => {
    const day = 86_400
    const take = (source: string, seconds: number) =>
      takeWebhook(store.db, { bankId: bank.id, source, id: 'evt_week' }, at(seconds))
    expect([await take('core', 0), await take('mail', 0)]).toEqual([true, true])
    await forgetOldWebhooks(store, at(7 * day - 1), 1)
    expect(await take('core', 7 * day - 1)).toBe(false)
    expect(await forgetOldWebhooks(store, at(8 * day + 1))).toBeGreaterThan(1)
    expect(await take('core', 8 * day + 1)).toBe(true)
  })
})
