import { chenBo, liuFang } from '@crm/core/fixtures'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { LockOut } from './lock-out.ts'

const MINUTE = 60_000

function desk() {
  let at = 0
  let looked = 0
  const lock = new LockOut({ now: () => at })
  return {
    lock,
    pass: (milliseconds: number) => {
      at += milliseconds
    },
    now: () => at,
    looked: () => looked,
    wrong: (name: string = chenBo.id) =>
      codeOf(
        lock.attempt(name, async () => {
          looked += 1
          return false
        }),
      ),
    right: (name: string = chenBo.id) => lock.attempt(name, async () => true),
  }
}

describe('an account whose secret is guessed', () => {
  it('is locked after five failures; the sixth attempt is not even looked at, though it is right', async () => {
    const { lock, wrong, right, pass, looked } = desk()
    for (let n = 0; n < 5; n++) {
      expect(await wrong()).toBe('nothing went wrong')
      pass(5_000)
    }
    expect(looked()).toBe(5)
    expect(await wrong()).toBe('limit.locked_out')
    expect(await codeOf(right())).toBe('limit.locked_out')
    expect(looked()).toBe(5)
    expect(lock.waitOf(chenBo.id)).toBe(15 * 60 - 5)
    pass(15 * MINUTE - 5_001)
    expect(await codeOf(right())).toBe('limit.locked_out')
    pass(1)
    expect(await right()).toBe(true)
    expect(lock.size).toBe(0)
  })

  it('waits longer after each failure', async () => {
    const { lock, wrong, pass } = desk()
    const waits: number[] = []
    for (let n = 0; n < 5; n++) {
      await wrong()
      waits.push(lock.waitOf(chenBo.id))
      pass(waits.at(-1)! * 1_000)
    }
    expect(waits).toEqual([0, 1, 2, 4, 900])
  })

  it('has at most five of ten thousand guesses looked at in any fifteen minutes', async () => {
    const { wrong, pass, now, looked } = desk()
    const seen: number[] = []
    for (let n = 0; n < 10_000; n++) {
      const before = looked()
      await wrong()
      if (looked() > before) seen.push(now())
      pass(1_000)
    }
    const windows = seen.map((from) => seen.filter((at) => at >= from && at < from + 15 * MINUTE))
    const most = Math.max(...windows.map((window) => window.length))
    console.info(
      `10,000 guesses in ${Math.round(now() / MINUTE)} min: ${seen.length} looked at, ${most} a window`,
    )
    expect(most).toBe(5)
  })

  it('has at most five of a hundred guesses at once looked at', async () => {
    const { wrong, looked } = desk()
    const all = await Promise.all(Array.from({ length: 100 }, () => wrong()))
    expect(looked()).toBe(5)
    expect(all.filter((code) => code === 'limit.locked_out')).toHaveLength(95)
  })

  it('counts an attempt that broke as a failure', async () => {
    const { lock, pass } = desk()
    const broken = () => lock.attempt('a', () => Promise.reject(new Error('the directory is down')))
    for (let n = 0; n < 5; n++) {
      await expect(broken()).rejects.toThrow('the directory is down')
      pass(5_000)
    }
    expect(await codeOf(broken())).toBe('limit.locked_out')
  })

  it('keeps its colleagues at work, and begins anew after a success', async () => {
    const { wrong, right, pass } = desk()
    for (let n = 0; n < 4; n++) {
      await wrong()
      pass(5_000)
    }
    expect(await right()).toBe(true)
    for (let n = 0; n < 5; n++) {
      expect(await wrong()).toBe('nothing went wrong')
      pass(5_000)
    }
    expect(await wrong()).toBe('limit.locked_out')
    expect(await right(liuFang.id)).toBe(true)
  })
})

describe('a lock', () => {
  afterEach(() => vi.useRealTimers())

  it.each([
    ['an hour on', '2026-03-05T02:00:00Z'],
    ['an hour back', '2026-03-05T00:00:00Z'],
    ['a day on', '2026-03-06T01:00:00Z'],
    ['to the end of 2038’s clocks', '2038-01-19T03:14:08Z'],
  ])('is not shortened when somebody sets the clock %s', async (_, to) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-05T01:00:00Z') })
    const rule = { failures: 5, windowMs: 15 * MINUTE, delaysMs: [0] }
    const lock = new LockOut({ rule })
    for (let n = 0; n < 5; n++) await lock.attempt('a', async () => false)
    vi.setSystemTime(new Date(to))
    expect(await codeOf(lock.attempt('a', async () => true))).toBe('limit.locked_out')
    expect(lock.waitOf('a')).toBeGreaterThan(899)
  })

  it('is not shortened by a clock that goes back, and never lasts for ever', async () => {
    let at = 1_000_000
    const lock = new LockOut({
      now: () => at,
      rule: { failures: 1, windowMs: 1_000, delaysMs: [] },
    })
    await lock.attempt('a', async () => false)
    at = 0
    expect(await codeOf(lock.attempt('a', async () => true))).toBe('limit.locked_out')
    at = 1_001_000
    expect(await lock.attempt('a', async () => true)).toBe(true)
  })

  it('is not forgotten to make room for a flood of other names', async () => {
    const rule = { failures: 5, windowMs: 1_000, delaysMs: [0] }
    const lock = new LockOut({ now: () => 0, mostAccounts: 100, rule })
    const fail = (name: string) => lock.attempt(name, async () => false)
    const flood = async () => {
      for (let n = 0; n < 5_000; n++) await fail(`name ${n}`)
    }
    for (let n = 0; n < 5; n++) await fail('locked')
    for (let n = 0; n < 4; n++) await fail('nearly')
    await flood()
    expect(lock.size).toBe(100)
    expect(await codeOf(fail('locked'))).toBe('limit.locked_out')
    expect(await fail('nearly')).toBe(false)
    expect(await codeOf(fail('nearly'))).toBe('limit.locked_out')

    const ends: (() => void)[] = []
    const slow = () => new Promise<boolean>((resolve) => ends.push(() => resolve(false)))
    const running = Array.from({ length: 5 }, () => lock.attempt('running', slow))
    await flood()
    for (const end of ends) end()
    await Promise.all(running)
    expect(await codeOf(fail('running'))).toBe('limit.locked_out')
  })

  it('of every account in memory keeps newcomers out rather than forget one', async () => {
    const rule = { failures: 1, windowMs: 1_000, delaysMs: [] }
    const lock = new LockOut({ now: () => 0, mostAccounts: 10, rule })
    for (let n = 0; n < 10; n++) await lock.attempt(`name ${n}`, async () => false)
    expect(await codeOf(lock.attempt('new', async () => true))).toBe('limit.locked_out')
  })
})
