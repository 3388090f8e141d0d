import type { Instant } from '@crm/core'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf, pause } from '../../../../../tests/engines.ts'
import { migrations } from '../../migrations/index.ts'
import { listDeadLetters, replayDeadLetter } from './dead-letters.ts'
import { type DispatchOptions, dispatchOutbox } from './dispatch.ts'
import { migrate } from './migrate.ts'
import { appendEvents, latestPosition, type StoredEvent } from './outbox.ts'
import { backoff } from './retry-queue.ts'
import type { Store } from './store.ts'

const engines = await bothEngines(5_000)

describe.each(engines)('the consumers of a bank’s events on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let store: Store
  let banks = 0
  beforeAll(async () => {
    store = await open()
    await migrate(store, migrations)
  })
  afterAll(() => store.close())

  /** A bank of its own, a clock that is moved by hand, and chance that is always in the middle. */
  function newBank() {
    const bankId = `bnk_${++banks}`
    let at = Date.parse('2026-03-05T01:00:00.000Z')
    const options = {
      store,
      bankId,
      consumer: 'sms',
      now: () => new Date(at).toISOString() as Instant,
      random: () => 0.5,
    }
    return {
      bankId,
      now: options.now,
      to: (moment: string) => {
        at = Date.parse(moment)
      },
      tell: async (...events: readonly [customer: string, deed: string][]) => {
        await store.transaction((tx) =>
          appendEvents(
            tx,
            events.map(([customerId, deed]) => {
              const subject = { subjectKind: 'reminder', subjectId: `rem_${deed}` }
              return { bankId, room: 'reminders', deed, ...subject, customerId }
            }),
          ),
        )
        // Events are given out once every transaction before them has ended, and the server of these
        // tests has other guests.
        const settled = async () => {
          const { rows } = await sql<{ yes: boolean }>`select bool_and(
            tx_id < pg_snapshot_xmin(pg_current_snapshot())) as yes
            from outbox_event where bank_id = ${bankId}`.execute(store.db)
          return rows[0]?.yes
        }
        await expect.poll(settled, { timeout: 10_000 }).toBe(true)
      },
      dispatch: (handle: DispatchOptions['handle'], more: Partial<DispatchOptions> = {}) =>
        dispatchOutbox({ ...options, handle, ...more }),
    }
  }

  it('hear each event once, a customer’s in order, though four dispatchers are at it', async () => {
    const { bankId, tell, dispatch } = newBank()
    const customers = Array.from({ length: 10 }, (_, n) => `cus_${n}`)
    for (let n = 0; n < 20; n++)
      await tell(...customers.map((id): [string, string] => [id, `${n}`]))
    const heard: StoredEvent[] = []
    const keys = new Set<string>()
    const fences = new Set<number>()
    let stale = 0
    const held = async () =>
      store.db
        .selectFrom('outbox_consumer')
        .select(['fence', sql<boolean>`lease_until > now()`.as('valid')])
        .where('bank_id', '=', bankId)
        .executeTakeFirstOrThrow()
    let elsewhere = 0
    const work = async () => {
      while (heard.length < 200) {
        const { lease } = await dispatch(
          async (event, { fence, key }) => {
            const now = await held()
            if (now.fence !== fence || !now.valid) stale += 1
            keys.add(key)
            fences.add(fence)
            heard.push(event)
          },
          // Each stops after a while, so that the lease goes round.
          { signal: AbortSignal.timeout(20) },
        )
        if (lease === 'elsewhere') elsewhere += 1
        await pause(5)
      }
    }
    await Promise.all([work(), work(), work(), work()])
    console.info(
      `${engine}: 200 events, ${heard.length} deliveries under ${fences.size} fences, ${stale} stale, ${elsewhere} sent home`,
    )
    expect([heard.length, keys.size, stale]).toEqual([200, 200, 0])
    expect(fences.size).toBeGreaterThan(1)
    expect(elsewhere).toBeGreaterThan(0)
    for (const id of customers) {
      const deeds = heard.filter(({ customerId }) => customerId === id).map(({ deed }) => deed)
      expect(deeds).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
    }
  })

  it('wait behind a customer’s failed event, while everybody else’s go on', async () => {
    const { tell, dispatch, to } = newBank()
    await tell(['li', 'a1'], ['zhang', 'b1'], ['li', 'a2'], ['zhang', 'b2'])
    const heard: string[] = []
    let down = true
    const handle: DispatchOptions['handle'] = async ({ deed }) => {
      if (down && deed === 'a1') throw new TypeError('the phone number is 13912345678')
      heard.push(deed)
    }
    const first = await dispatch(handle)
    expect(heard).toEqual(['b1', 'b2'])
    expect(first).toMatchObject({ handled: 2, failed: 1, nextTryAt: '2026-03-05T01:00:00.500Z' })
    await tell(['li', 'a3'], ['zhang', 'b3'])
    down = false
    await dispatch(handle)
    expect(heard).toEqual(['b1', 'b2', 'b3'])
    to('2026-03-05T01:00:00.500Z')
    expect(await dispatch(handle)).toEqual({ lease: 'held', handled: 3, failed: 0, dead: 0 })
    expect(heard).toEqual(['b1', 'b2', 'b3', 'a1', 'a2', 'a3'])
  })

  it('get an event twelve times at most, ever more rarely; then the customer’s next, and it can be had again', async () => {
    const { bankId, tell, dispatch, to, now } = newBank()
    await tell(['li', 'poison'], ['li', 'after'])
    const tried: string[] = []
    const keys = new Set<string>()
    const heard: string[] = []
    let mended = false
    const handle: DispatchOptions['handle'] = async ({ deed }, { key, tries }) => {
      if (deed === 'poison') {
        keys.add(key)
        tried.push(now())
        expect(tries).toBe(mended ? 1 : tried.length)
        if (!mended) throw new RangeError('no')
      }
      heard.push(deed)
    }
    let last = await dispatch(handle)
    while (last.nextTryAt) {
      to(new Date(Date.parse(last.nextTryAt) - 1).toISOString())
      expect((await dispatch(handle)).failed).toBe(0)
      to(last.nextTryAt)
      last = await dispatch(handle)
    }
    const seconds = tried.slice(1).map((at, n) => (Date.parse(at) - Date.parse(tried[n]!)) / 1_000)
    expect(seconds).toEqual([0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300])
    expect(last).toEqual({ lease: 'held', handled: 1, failed: 1, dead: 1 })
    expect(heard).toEqual(['after'])

    const of = { bankId, consumer: 'sms' }
    const [letter, ...others] = await listDeadLetters(store.db, of)
    expect(others).toEqual([])
    expect(letter).toMatchObject({ tries: 12, failure: 'RangeError', event: { deed: 'poison' } })
    const { position } = letter!.event
    expect(await listDeadLetters(store.db, { ...of, after: position })).toEqual([])
    mended = true
    await replayDeadLetter(store.db, { ...of, position }, now())
    await dispatch(handle)
    expect(heard).toEqual(['after', 'poison'])
    expect(keys.size).toBe(1)
    expect(await listDeadLetters(store.db, of)).toEqual([])
    const again = replayDeadLetter(store.db, { ...of, position }, now())
    expect(await codeOf(again)).toBe('outbox.dead_letter_unknown')
  })

  it('change nothing any more once they were away for longer than their lease', async () => {
    const { bankId, tell, dispatch } = newBank()
    await tell(['li', 'one'], ['li', 'two'])
    const heard: [string, number, string][] = []
    let wake = () => {}
    const asleep = dispatch(
      async ({ deed }, { fence, key }) => {
        heard.push([deed, fence, key])
        // Away, as in a long pause of its machine: deaf to the signal too.
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      },
      { leaseMs: 600_000, handleMs: 300_000 },
    )
    while (heard.length === 0) await pause(5)
    // Its time runs out, by the database's clock.
    await store.db
      .updateTable('outbox_consumer')
      .set({ lease_until: sql`now() - interval '1 second'` })
      .where('bank_id', '=', bankId)
      .execute()
    const other = await dispatch(async ({ deed }, { fence, key }) => heard.push([deed, fence, key]))
    expect(other).toMatchObject({ lease: 'held', handled: 2 })
    wake()
    expect(await asleep).toMatchObject({ lease: 'lost' })
    const [first, again, next] = heard
    expect(heard.map(([deed]) => deed)).toEqual(['one', 'one', 'two'])
    expect(again![2]).toBe(first![2])
    expect(again![1]).toBeGreaterThan(first![1])
    expect(next![2]).not.toBe(first![2])
    expect((await dispatch(async () => heard.push(['x', 0, '']))).handled).toBe(0)
  })

  it('fail an event that takes too long, and go on', async () => {
    const { tell, dispatch } = newBank()
    await tell(['li', 'slow'], ['zhang', 'quick'])
    const heard: string[] = []
    const run = await dispatch(
      async ({ deed }) => {
        if (deed === 'slow') await new Promise(() => {})
        heard.push(deed)
      },
      { handleMs: 50 },
    )
    expect(run).toMatchObject({ lease: 'held', handled: 1, failed: 1 })
    expect(heard).toEqual(['quick'])
  })

  it('hear only what they want, from where they began, each for itself', async () => {
    const { bankId, tell, dispatch } = newBank()
    await tell(['li', 'before'])
    const from = await latestPosition(store.db, bankId)
    await tell(['li', 'open'], ['li', 'close'], ['li', 'open'])
    const heard = async (more: Partial<DispatchOptions>) => {
      const deeds: string[] = []
      await dispatch(async ({ deed }) => deeds.push(deed), more)
      return deeds
    }
    const wants = ({ deed }: StoredEvent) => deed === 'close'
    expect(await heard({ consumer: 'a', from })).toEqual(['open', 'close', 'open'])
    expect(await heard({ consumer: 'b', wants })).toEqual(['close'])
    expect(await heard({ consumer: 'b' })).toEqual([])
    expect(await heard({ consumer: 'c' })).toHaveLength(4)
    await expect(heard({ consumer: 'A.b' })).rejects.toThrow(TypeError)
  })
})

describe('the wait after a failure', () => {
  it.each([
    [1, 0, 250],
    [1, 0.999_999, 750],
    [2, 0.5, 1_000],
    [10, 0.5, 256_000],
    [11, 0, 150_000],
    [11, 0.5, 300_000],
    [40, 0.999_999, 450_000],
  ])('number %i, at chance %f, is %i ms', (failures, chance, milliseconds) => {
    expect(backoff(failures, chance)).toBe(milliseconds)
  })
})
