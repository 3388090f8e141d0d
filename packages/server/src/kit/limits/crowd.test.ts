import { describe, expect, it } from 'vitest'
import { Crowd } from './crowd.ts'

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  )
/** Work that ends when it is told to. */
function works() {
  const ends: (() => void)[] = []
  return { work: () => new Promise<void>((end) => ends.push(end)), ends }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

describe('a crowd at the door', () => {
  it('has so many answered, so many waiting, and turns the others away at once', async () => {
    const crowd = new Crowd({ atOnce: 2, waiting: 3, patienceMs: 60_000 })
    const { work, ends } = works()
    const calls = Array.from({ length: 8 }, () => codeOf(crowd.admit(work)))
    expect(await Promise.all(calls.slice(5))).toEqual(Array(3).fill('server.overloaded'))
    expect(ends).toHaveLength(2)
    for (let n = 0; n < 5; n++) {
      ends[n]?.()
      await turn()
    }
    expect(await Promise.all(calls.slice(0, 5))).toEqual(Array(5).fill('answered'))
    expect(await codeOf(crowd.admit(async () => undefined))).toBe('answered')
  })

  it('is told when to come again', async () => {
    const crowd = new Crowd({ atOnce: 0, waiting: 0, patienceMs: 1 })
    await expect(crowd.admit(async () => undefined)).rejects.toMatchObject({
      status: 503,
      context: { seconds: 1 },
    })
  })

  it('waits for so long and no longer, whatever those inside do', async () => {
    const crowd = new Crowd({ atOnce: 1, waiting: 10, patienceMs: 20 })
    const { work, ends } = works()
    const first = codeOf(crowd.admit(work))
    const late = await Promise.all([codeOf(crowd.admit(work)), codeOf(crowd.admit(work))])
    expect(late).toEqual(['server.overloaded', 'server.overloaded'])
    ends[0]?.()
    expect(await first).toBe('answered')
    expect(await codeOf(crowd.admit(async () => undefined))).toBe('answered')
  })

  it('keeps no place for who has gone away', async () => {
    const crowd = new Crowd({ atOnce: 1, waiting: 10, patienceMs: 60_000 })
    const { work, ends } = works()
    void crowd.admit(work)
    const gone = new AbortController()
    const left = codeOf(crowd.admit(work, () => gone.signal))
    const stayed = codeOf(crowd.admit(async () => undefined))
    gone.abort()
    ends[0]?.()
    expect([await left, await stayed]).toEqual(['server.overloaded', 'answered'])
    expect(ends).toHaveLength(1)
  })

  it('is not held up by somebody who waits for a caller outside', async () => {
    const crowd = new Crowd({ atOnce: 1, waiting: 0, patienceMs: 1 })
    const body = works()
    const order: string[] = []
    const slow = crowd.admit(async () => {
      await crowd.aside(body.work)
      order.push('slow')
    })
    await turn()
    const quick = works()
    const other = crowd.admit(async () => {
      await quick.work()
      order.push('quick')
    })
    await turn()
    // The body is there, and waits for its place again; meanwhile nobody else gets in.
    body.ends[0]?.()
    await turn()
    expect(await codeOf(crowd.admit(async () => undefined))).toBe('server.overloaded')
    quick.ends[0]?.()
    await Promise.all([slow, other])
    expect(order).toEqual(['quick', 'slow'])
    expect(await codeOf(crowd.admit(async () => undefined))).toBe('answered')
  })

  it('goes on after work that fails', async () => {
    const crowd = new Crowd({ atOnce: 1, waiting: 0, patienceMs: 1 })
    const fails = crowd.admit(() => Promise.reject(new TypeError('no')))
    await expect(fails).rejects.toThrow(TypeError)
    expect(await codeOf(crowd.admit(async () => undefined))).toBe('answered')
  })

  it('is told of in one line every ten seconds, with its count', async () => {
    let now = 0
    const told: number[] = []
    const crowd = new Crowd(
      { atOnce: 0, waiting: 0, patienceMs: 1 },
      (refused) => told.push(refused),
      () => now,
    )
    const come = () => codeOf(crowd.admit(async () => undefined))
    for (let n = 0; n < 1_000; n++) await come()
    now += 10_000
    await come()
    expect(told).toEqual([1, 1_000])
  })
})
