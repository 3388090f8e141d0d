import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../../../tests/engines.ts'
import { Breaker } from './breaker.ts'

function coreBanking() {
  let at = 0
  let asked = 0
  let up = true
  const breaker = new Breaker({
    name: 'core banking',
    now: () => at,
    counts: (error) => (error as Error).message !== 'no such account',
  })
  const call = async (message = 'down') => {
    asked += 1
    if (!up || message !== 'down') throw new Error(message)
    return 'balance'
  }
  return {
    breaker,
    ask: (message?: string) => breaker.run(() => call(message)).catch((error) => error),
    asked: () => asked,
    goes: (way: 'up' | 'down') => {
      up = way === 'up'
    },
    pass: (milliseconds: number) => {
      at += milliseconds
    },
  }
}

describe('core banking that is down', () => {
  it('is asked five times, then left alone for half a minute', async () => {
    const { breaker, ask, asked, goes, pass } = coreBanking()
    goes('down')
    for (let n = 0; n < 100; n++) await ask()
    expect(asked()).toBe(5)
    expect(await ask()).toMatchObject({
      code: 'outbound.circuit_open',
      context: { name: 'core banking', retryAfter: 30 },
    })
    pass(29_999)
    expect([await codeOf(breaker.run(async () => 1)), breaker.state]).toEqual([
      'outbound.circuit_open',
      'open',
    ])
    pass(1)
    expect(breaker.state).toBe('half-open')
  })

  it('gets one try at a time after that; while it fails, one in half a minute', async () => {
    const { ask, asked, goes, pass } = coreBanking()
    goes('down')
    for (let n = 0; n < 5; n++) await ask()
    for (let minute = 0; minute < 10; minute++) {
      pass(60_000)
      await Promise.all(Array.from({ length: 20 }, () => ask()))
    }
    expect(asked()).toBe(15)
  })

  it('is as before within thirty seconds of being well again', async () => {
    const { breaker, ask, goes, pass } = coreBanking()
    goes('down')
    for (let n = 0; n < 7; n++) await ask()
    pass(30_000)
    await ask()
    goes('up')
    pass(29_999)
    expect(await ask()).toMatchObject({ code: 'outbound.circuit_open' })
    pass(1)
    expect(await ask()).toBe('balance')
    expect(breaker.state).toBe('closed')
    const all = await Promise.all(Array.from({ length: 20 }, () => ask()))
    expect(new Set(all)).toEqual(new Set(['balance']))
  })

  it('is told by failures in a row, not by a refusal that is our own fault', async () => {
    const { breaker, ask } = coreBanking()
    for (let n = 0; n < 50; n++) await ask(n % 5 === 4 ? undefined : 'x')
    expect(breaker.state).toBe('closed')
    for (let n = 0; n < 50; n++) await ask('no such account')
    expect(breaker.state).toBe('closed')
  })

  it('stays left alone when a call from before it failed comes back well', async () => {
    const { breaker, ask, goes, pass } = coreBanking()
    let end = (_: string) => {}
    const slow = breaker.run(() => new Promise<string>((resolve) => (end = resolve)))
    goes('down')
    for (let n = 0; n < 5; n++) await ask()
    end('late')
    expect(await slow).toBe('late')
    expect(breaker.state).toBe('open')
    pass(30_000)
    expect(breaker.state).toBe('half-open')
  })
})
