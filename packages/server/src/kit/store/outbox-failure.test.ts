import { CrmError, type Instant } from '@crm/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { newToldBank, noon } from '../../../../../tests/told-bank.ts'
import { listDeadLetters, replayDeadLetter } from './dead-letters.ts'
import { type DispatchOptions, dispatchOutbox } from './dispatch.ts'
import type { Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())
const newBank = () => newToldBank(store)

describe('an event that fails', () => {
  it.each([
    ['its code', new CrmError('sms.refused', 502, 'for 13912345678'), 'sms.refused'],
    ['its kind', new RangeError('for 13912345678'), 'RangeError'],
    ['that it was none', '13912345678', 'string'],
  ])('is written down with %s, never with its words', async (_what, thrown, failure) => {
    const bank = newBank()
    await bank.tell('li 1')
    const run = await bank.dispatch(async () => {
      throw thrown
    })
    expect(run).toEqual({
      lease: 'held',
      handled: 0,
      failed: 1,
      dead: 0,
      nextTryAt: '2026-03-05T04:00:00.500Z',
    })
    expect(await bank.queue()).toEqual([
      {
        order_key: 'cus_li',
        tries: 1,
        status: 'waiting',
        next_at: '2026-03-05T04:00:00.500Z',
        failure,
      },
    ])
  })

  it('has later events of the same customer wait behind it, at once due', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'li 2', 'zhang 1')
    const heard: string[] = []
    const handle: DispatchOptions['handle'] = async ({ deed }) => {
      if (deed === 'li 1') throw new Error('no')
      heard.push(deed)
    }
    await bank.dispatch(handle)
    expect(heard).toEqual(['zhang 1'])
    expect((await bank.queue())[1]).toEqual({
      order_key: 'cus_li',
      tries: 0,
      status: 'waiting',
      next_at: noon,
      failure: '',
    })
  })

  it('of no customer holds up its own subject alone', async () => {
    const bank = newBank()
    await bank.append(
      bank.event('1'),
      bank.event('2', { subjectId: 'rem_2' }),
      bank.event('3', { subjectKind: 'segment' }),
      bank.event('4'),
    )
    const heard: string[] = []
    await bank.dispatch(async ({ deed }) => {
      if (deed === '1') throw new Error('no')
      heard.push(deed)
    })
    expect(heard).toEqual(['2', '3'])
    expect((await bank.queue()).map((row) => row.order_key)).toEqual([
      'reminder:rem_1',
      'reminder:rem_1',
    ])
  })

  it('is tried again when its time has come, with one more try and the same key', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'li 2')
    const tries: [string, number, string][] = []
    let down = true
    const handle: DispatchOptions['handle'] = async ({ deed }, delivery) => {
      tries.push([deed, delivery.tries, delivery.key])
      if (down) throw new Error('no')
    }
    const at = (moment: string) => ({ now: () => moment as Instant })
    await bank.dispatch(handle)
    expect((await bank.dispatch(handle, at('2026-03-05T04:00:00.499Z'))).failed).toBe(0)
    expect(await bank.dispatch(handle, at('2026-03-05T04:00:00.500Z'))).toMatchObject({
      failed: 1,
      nextTryAt: '2026-03-05T04:00:01.500Z',
    })
    expect((await bank.queue())[0]).toMatchObject({ tries: 2, failure: 'Error' })
    down = false
    const last = await bank.dispatch(handle, at('2026-03-05T04:00:01.500Z'))
    expect(last).toEqual({ lease: 'held', handled: 2, failed: 0, dead: 0 })
    expect(tries.map(([deed, n]) => `${deed} ${n}`)).toEqual([
      'li 1 1',
      'li 1 2',
      'li 1 3',
      'li 2 1',
    ])
    expect(new Set(tries.map(([, , key]) => key)).size).toBe(2)
    expect(await bank.queue()).toEqual([])
  })

  it('stops being tried where the run is told to stop', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'zhang 1')
    const failing = async () => {
      throw new Error('no')
    }
    await bank.dispatch(failing)
    const stop = new AbortController()
    const later = { now: () => '2026-03-05T05:00:00.000Z' as Instant, signal: stop.signal }
    const run = await bank.dispatch(async () => stop.abort(), later)
    expect(run).toMatchObject({ handled: 1, failed: 0 })
    expect(await bank.queue()).toHaveLength(1)
  })

  it('waits by chance where nobody says by how much', async () => {
    const bank = newBank()
    await bank.tell('li 1')
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0)
    const { random: _, ...options } = {
      store,
      bankId: bank.bankId,
      consumer: 'sms',
      now: () => noon,
      random: () => 0,
      handle: async () => {
        throw new Error('no')
      },
    }
    const { nextTryAt } = await dispatchOutbox(options)
    chance.mockRestore()
    expect(nextTryAt).toBe('2026-03-05T04:00:00.250Z')
  })

  it.each([
    ['as long as it may', { handleMs: 30 }],
    ['half the lease at most', { leaseMs: 60, handleMs: 10_000 }],
  ])('is one that takes longer than %s, and hears of it', async (_what, more) => {
    const bank = newBank()
    await bank.tell('li 1')
    let why: unknown
    const run = await bank.dispatch(
      (_event, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            why = signal.reason
          })
        }),
      more,
    )
    expect(run).toMatchObject({ handled: 0, failed: 1 })
    expect(why).toMatchObject({
      name: 'TimeoutError',
      message: 'The time for this event is over.',
    })
    expect((await bank.queue())[0]?.failure).toBe('TimeoutError')
  })
})

describe('dead letters', () => {
  /** Events that were tried for the last time: one for each deed. */
  async function deadBank(...deeds: readonly string[]) {
    const bank = newBank()
    await bank.tell(...deeds)
    const failing = async () => {
      throw new RangeError('no')
    }
    await bank.dispatch(failing)
    await store.db
      .updateTable('outbox_retry')
      .set({ tries: 11, next_at: noon })
      .where('bank_id', '=', bank.bankId)
      .execute()
    const run = await bank.dispatch(failing)
    const of = { bankId: bank.bankId, consumer: 'sms' }
    return {
      ...bank,
      run,
      of,
      list: (more: object = {}) => listDeadLetters(store.db, { ...of, ...more }),
    }
  }

  it('are what was tried twelve times, oldest first', async () => {
    const { run, list, queue, read } = await deadBank('li 1', 'zhang 1', 'wang 1')
    expect(run).toEqual({ lease: 'held', handled: 0, failed: 3, dead: 3 })
    expect((await queue()).map(({ status }) => status)).toEqual(['dead', 'dead', 'dead'])
    const events = await read()
    expect(await list()).toEqual(
      events.map((event) => ({ consumer: 'sms', event, tries: 12, failure: 'RangeError' })),
    )
    expect(await list({ after: events[0]!.position })).toHaveLength(2)
    expect(await list({ limit: 1 })).toHaveLength(1)
    expect(await list({ consumer: 'mail' })).toEqual([])
    expect(await list({ bankId: 'bnk_none' })).toEqual([])
    expect(await codeOf(list({ after: 'x' }))).toBe('page.cursor_invalid')
  })

  it('are listed a hundred at a time', async () => {
    const { list } = await deadBank(...Array.from({ length: 101 }, (_, n) => `c${n} 1`))
    expect(await list()).toHaveLength(100)
    expect(await list({ limit: 1_000 })).toHaveLength(100)
  })

  it('are not what is still tried', async () => {
    const bank = newBank()
    await bank.tell('li 1')
    await bank.dispatch(async () => {
      throw new Error('no')
    })
    const of = { bankId: bank.bankId, consumer: 'sms' }
    expect(await listDeadLetters(store.db, of)).toEqual([])
    const [{ position } = { position: '' }] = await bank.read()
    expect(await codeOf(replayDeadLetter(store.db, { ...of, position }, noon))).toBe(
      'outbox.dead_letter_unknown',
    )
  })

  it('come once more when somebody wants them to, and only those', async () => {
    const { of, list, read, queue, dispatch } = await deadBank('li 1', 'zhang 1')
    const [first, second] = await read()
    const replay = (change: object = {}) =>
      replayDeadLetter(store.db, { ...of, position: first!.position, ...change }, noon)
    for (const change of [{ bankId: 'bnk_none' }, { consumer: 'mail' }, { position: '1.1' }])
      expect(await codeOf(replay(change))).toBe('outbox.dead_letter_unknown')
    expect(await codeOf(replay({ position: 'x' }))).toBe('page.cursor_invalid')
    await replay()
    expect((await queue())[0]).toMatchObject({ status: 'waiting', tries: 0, next_at: noon })
    expect((await list()).map(({ event }) => event.position)).toEqual([second!.position])
    const heard: [string, number][] = []
    await dispatch(async ({ deed }, { tries }) => heard.push([deed, tries]))
    expect(heard).toEqual([['li 1', 1]])
    expect(await queue()).toHaveLength(1)
  })
})
