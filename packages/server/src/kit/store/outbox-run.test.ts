import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openMigratedStore } from '../../../../../tests/migrated-store.ts'
import { newToldBank } from '../../../../../tests/told-bank.ts'
import { latestPosition, START, type StoredEvent } from './outbox.ts'
import type { Store } from './store.ts'

let store: Store
beforeAll(async () => {
  store = await openMigratedStore()
})
afterAll(() => store.close())
const newBank = () => newToldBank(store)

describe('a run', () => {
  it('delivers what there is, and tells how many', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'zhang 1')
    const seen: unknown[] = []
    const run = await bank.dispatch(async (event, { key, fence, tries, signal }) => {
      seen.push([event.deed, key, fence, tries, signal.aborted])
    })
    expect(run).toEqual({ lease: 'held', handled: 2, failed: 0, dead: 0 })
    const keys = (await bank.read()).map(
      ({ position }) => `${bank.bankId}-sms-${position.replace('.', '-')}`,
    )
    expect(seen).toEqual([
      ['li 1', keys[0], 1, 1, false],
      ['zhang 1', keys[1], 1, 1, false],
    ])
    expect((await bank.consumers())[0]).toMatchObject({
      consumer: 'sms',
      position: await latestPosition(store.db, bank.bankId),
      held: false,
    })
  })

  it('goes on until there is nothing left', async () => {
    const bank = newBank()
    await bank.tell(...Array.from({ length: 201 }, (_, n) => `li ${n}`))
    expect((await bank.dispatch(async () => undefined)).handled).toBe(201)
    expect((await bank.dispatch(async () => undefined)).handled).toBe(0)
  })

  it('goes home where another is at it', async () => {
    const bank = newBank()
    await bank.tell('li 1')
    await bank.lease()
    const handle = vi.fn(async () => undefined)
    expect(await bank.dispatch(handle)).toEqual({
      lease: 'elsewhere',
      handled: 0,
      failed: 0,
      dead: 0,
    })
    expect(handle).not.toHaveBeenCalled()
  })

  it.each(['', 'A', '1a', 'a b', 'a_b', `a${'b'.repeat(41)}`, 'a!', '!a'])(
    'is for no consumer called "%s"',
    async (consumer) => {
      await expect(newBank().dispatch(async () => undefined, { consumer })).rejects.toThrow(
        new TypeError(`"${consumer}" is no name`),
      )
    },
  )

  it('is for any consumer with a name in small letters', async () => {
    for (const consumer of ['a', `a${'-'.repeat(40)}`, 'web-hook-2'])
      expect((await newBank().dispatch(async () => undefined, { consumer })).lease).toBe('held')
  })

  it('stops where it is told to, and the next goes on there', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'li 2', 'li 3')
    const stop = new AbortController()
    const heard: string[] = []
    const first = await bank.dispatch(
      async ({ deed }) => {
        heard.push(deed)
        if (deed === 'li 2') stop.abort()
      },
      { signal: stop.signal },
    )
    expect(first).toMatchObject({ lease: 'held', handled: 2 })
    await bank.dispatch(async ({ deed }) => heard.push(deed))
    expect(heard).toEqual(['li 1', 'li 2', 'li 3'])
  })

  it('passes over what its consumer does not want, for good', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'li 2')
    const wants = ({ deed }: StoredEvent) => deed !== 'li 2'
    expect((await bank.dispatch(async () => undefined, { wants })).handled).toBe(1)
    expect((await bank.dispatch(async () => undefined)).handled).toBe(0)
    expect(await bank.queue()).toEqual([])
  })

  it('lets go of its lease when the store fails under it, and loses nothing', async () => {
    const bank = newBank()
    await bank.tell('li 1')
    const broken: Store = {
      ...store,
      transaction: async () => {
        throw new Error('the disk is full')
      },
    }
    const failing = bank.dispatch(
      async () => {
        throw new Error('no')
      },
      { store: broken },
    )
    await expect(failing).rejects.toThrow('the disk is full')
    expect((await bank.consumers())[0]?.held).toBe(false)
    expect((await bank.dispatch(async () => undefined)).handled).toBe(1)
  })

  it('tells that another took over while it was away', async () => {
    const bank = newBank()
    await bank.tell('li 1', 'li 2')
    const run = await bank.dispatch(async () => {
      await bank.runOut()
      await bank.lease()
    })
    expect(run).toEqual({ lease: 'lost', handled: 1, failed: 0, dead: 0 })
    expect((await bank.consumers())[0]).toMatchObject({ position: START, fence: 2, held: true })
  })

  it('tells its own failure even where it cannot let go', async () => {
    const bank = newBank()
    await bank.tell('li 1')
    const broken: Store = {
      ...store,
      transaction: async () => {
        await bank.runOut()
        await bank.lease()
        throw new Error('the disk is full')
      },
    }
    const handle = async () => {
      throw new Error('no')
    }
    await expect(bank.dispatch(handle, { store: broken })).rejects.toThrow('the disk is full')
  })
})
