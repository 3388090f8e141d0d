import { chenBo, liuFang } from '@crm/core/fixtures'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { AtOnceLimiter, limitDefaults, RequestLimiter } from './limits.ts'

const standing = () => {
  let at = 0
  return {
    now: () => at,
    pass: (milliseconds: number) => {
      at += milliseconds
    },
  }
}

describe('requests', () => {
  it.each([
    [limitDefaults.requestsOfUser, 300, 60],
    [limitDefaults.failedSignInsOfAddress, 20, 60],
    [limitDefaults.exactSearchesOfUser, 60, 3_600],
  ])(
    '%o: so many pass, the next says how long to wait, and then one passes',
    (limit, most, wait) => {
      const clock = standing()
      const limiter = new RequestLimiter(limit, clock)
      for (let n = 0; n < most; n++) expect(limiter.take(chenBo.id)).toMatchObject({ ok: true })
      expect(limiter.take(chenBo.id)).toEqual({ ok: false, retryAfter: wait })
      expect(limiter.take(liuFang.id)).toEqual({ ok: true, left: most - 1 })
      clock.pass(wait * 1_000 - 1)
      expect(limiter.take(chenBo.id)).toEqual({ ok: false, retryAfter: 1 })
      clock.pass(1)
      expect(limiter.take(chenBo.id)).toMatchObject({ ok: true })
    },
  )

  it('who tries ten thousand numbers gets at most sixty answers in any hour', () => {
    const clock = standing()
    const limiter = new RequestLimiter(limitDefaults.exactSearchesOfUser, clock)
    const answered: number[] = []
    for (let n = 0; n < 10_000; n++) {
      if (limiter.take(chenBo.id).ok) answered.push(clock.now())
      clock.pass(1_300)
    }
    const most = answered.map((from) =>
      answered.filter((at) => at >= from && at < from + 3_600_000),
    )
    expect(Math.max(...most.map((hour) => hour.length))).toBe(60)
    // 13,000 s are three hours and a piece, each with its sixty.
    expect(answered).toHaveLength(240)
  })

  it('a refusal uses nothing up, so that who keeps knocking is not kept out for longer', () => {
    const clock = standing()
    const limiter = new RequestLimiter({ name: 'x', most: 1, windowMs: 1_000 }, clock)
    limiter.take('a')
    for (let n = 0; n < 9; n++) {
      clock.pass(100)
      expect(limiter.take('a').ok).toBe(false)
    }
    clock.pass(100)
    expect(limiter.take('a').ok).toBe(true)
  })

  it('a sign-in that did not fail is given back', () => {
    const limiter = new RequestLimiter(limitDefaults.failedSignInsOfAddress, standing())
    for (let n = 0; n < 100; n++) {
      expect(limiter.take('10.1.2.3').ok).toBe(true)
      limiter.giveBack('10.1.2.3')
    }
  })

  it('a clock that goes back lets nobody in sooner', () => {
    let at = 100_000
    const limiter = new RequestLimiter({ name: 'x', most: 1, windowMs: 1_000 }, { now: () => at })
    limiter.take('a')
    at = 0
    expect(limiter.take('a').ok).toBe(false)
    at = 100_999
    expect(limiter.take('a').ok).toBe(false)
    at = 101_000
    expect(limiter.take('a').ok).toBe(true)
  })

  it('remembers no more keys than it may, and forgets the quietest first', () => {
    const limiter = new RequestLimiter({ name: 'x', most: 1, windowMs: 1_000 }, { mostKeys: 500 })
    limiter.take('busy')
    for (let n = 0; n < 100_000; n++) {
      limiter.take(`address ${n}`)
      if (n % 400 === 0) expect(limiter.take('busy').ok).toBe(false)
    }
    expect(limiter.size).toBe(500)
  })

  it('is refused by name, with the seconds to wait', () => {
    const limiter = new RequestLimiter({ name: 'requests', most: 0, windowMs: 60_000 }, standing())
    expect(() => limiter.hold('a')).toThrow(
      expect.objectContaining({
        code: 'limit.too_many',
        context: { limit: 'requests', retryAfter: 60 },
      }),
    )
  })
})

describe('heavy queries', () => {
  it('two of one person run at once, the third is refused, and one that fails makes room', async () => {
    const heavy = new AtOnceLimiter('heavy queries', limitDefaults.heavyQueriesOfUserAtOnce)
    const ends: (() => void)[] = []
    const query = () => new Promise<void>((resolve) => ends.push(resolve))
    const first = heavy.run(chenBo.id, query)
    const second = heavy.run(chenBo.id, query)
    expect(await codeOf(heavy.run(chenBo.id, query))).toBe('limit.too_many_at_once')
    const others = heavy.run(liuFang.id, query)
    for (const end of ends) end()
    await Promise.all([first, second, others])
    const broken = () => Promise.reject(new Error('broken'))
    await Promise.allSettled([heavy.run(chenBo.id, broken), heavy.run(chenBo.id, broken)])
    expect(await heavy.run(chenBo.id, async () => 'room again')).toBe('room again')
  })
})
