import { SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { bankLine, json, NOON, problem } from '../../test/bank-line.ts'
import type { TokenSource } from '../index.ts'

const secret = new TextEncoder().encode('a secret of thirty-two characters')
const jwt = (seconds: number, name = 'chen') =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(name)
    .setExpirationTime(new Date(NOON + seconds * 1000))
    .sign(secret)

const me = {
  staffId: 'stf_chen',
  name: '陈波',
  branchId: 'brn_town',
  branchName: '城关支行',
  roles: ['relationship-manager'],
  entitlements: [],
  modules: [],
  bank: { id: 'bnk_shiqiao', name: '石桥农商银行', currency: 'CNY', businessDate: '2026-03-05' },
}
const tokenOf = (request: Request) => request.headers.get('authorization')?.slice(7)

describe('the token', () => {
  it('is asked for once, and kept in memory', async () => {
    const token = vi.fn(() => 'opaque')
    const { crm, seen } = bankLine(() => json(me), { token })
    await Promise.all([crm.access.me(), crm.access.me()])
    await crm.access.me()
    expect(token).toHaveBeenCalledExactlyOnceWith({ renew: false, stepUp: false })
    expect(seen.map(tokenOf)).toEqual(['opaque', 'opaque', 'opaque'])
  })

  it('is left out where a gateway signs the requests', async () => {
    const { crm, seen } = bankLine(() => json(me))
    await crm.access.me()
    expect(seen[0]?.headers.has('authorization')).toBe(false)
  })

  it('is renewed before it runs out, without anybody waiting for it', async () => {
    const [first, second] = [await jwt(300), await jwt(600)]
    const token = vi.fn<TokenSource>(({ renew }) => (renew ? second : first))
    const { crm, seen, clock } = bankLine(() => json(me), { token })
    await crm.access.me()
    clock.time = 269_000
    await crm.access.me()
    expect(token).toHaveBeenCalledTimes(1)
    clock.time = 271_000
    await crm.access.me()
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual([first, first, first, second])
    expect(token).toHaveBeenCalledTimes(2)
  })

  it('is waited for once the last one has run out', async () => {
    const [first, second] = [await jwt(300), await jwt(900)]
    const { crm, seen, clock } = bankLine(() => json(me), {
      token: async ({ renew }) => (renew ? second : first),
    })
    await crm.access.me()
    clock.time = 301_000
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual([first, second])
  })

  it('still serves while the host cannot renew it yet', async () => {
    const first = await jwt(300)
    const { crm, seen, clock } = bankLine(() => json(me), {
      token: ({ renew }) => {
        if (renew) throw new Error('the host is restarting')
        return first
      },
    })
    await crm.access.me()
    clock.time = 290_000
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual([first, first])
    clock.time = 301_000
    await expect(crm.access.me()).rejects.toMatchObject({ code: 'access.token_unavailable' })
  })

  it('that has run out on arrival is sent all the same: it is the clock that is wrong', async () => {
    const late = await jwt(-3_600)
    const token = vi.fn(() => late)
    const { crm, seen } = bankLine(() => json(me), { token })
    await crm.access.me()
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual([late, late])
    expect(token).toHaveBeenCalledTimes(1)
  })
})

describe('a token that is refused', () => {
  const refusing = (good: string) => (request: Request) =>
    tokenOf(request) === good ? json(me) : problem(401, 'access.not_signed_in')

  it('is renewed once, and the call goes on', async () => {
    const token = vi.fn<TokenSource>(({ renew }) => (renew ? 'new' : 'old'))
    const { crm, seen, waits } = bankLine(refusing('new'), { token })
    await expect(crm.access.me()).resolves.toMatchObject({ name: '陈波' })
    expect(seen.map(tokenOf)).toEqual(['old', 'new'])
    expect(waits).toEqual([])
  })

  it('is renewed once for all calls that ran into it', async () => {
    const token = vi.fn<TokenSource>(async ({ renew }) => {
      await Promise.resolve()
      return renew ? 'new' : 'old'
    })
    const { crm, seen } = bankLine(refusing('new'), { token })
    await Promise.all(Array.from({ length: 20 }, () => crm.access.me()))
    expect(token.mock.calls).toEqual([
      [{ renew: false, stepUp: false }],
      [{ renew: true, stepUp: false }],
    ])
    expect(seen).toHaveLength(40)
  })

  it('late, after somebody else has renewed it, costs no second renewal', async () => {
    let letGo: () => void = () => undefined
    const slow = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const token = vi.fn<TokenSource>(({ renew }) => (renew ? 'new' : 'old'))
    const { crm } = bankLine(
      async (request, nth) => {
        if (nth === 0) await slow
        return refusing('new')(request)
      },
      { token },
    )
    const first = crm.access.me()
    await crm.access.me()
    letGo()
    await first
    expect(token).toHaveBeenCalledTimes(2)
  })

  it('and refused again ends the call with what the bank said', async () => {
    const token = vi.fn(() => 'old')
    const { crm, seen } = bankLine(refusing('never'), { token })
    await expect(crm.access.me()).rejects.toMatchObject({ code: 'access.not_signed_in' })
    expect(seen).toHaveLength(2)
    expect(token).toHaveBeenCalledTimes(2)
  })

  it('keeps the key of a write', async () => {
    const { crm, seen } = bankLine(() => problem(401, 'access.not_signed_in'), {
      token: () => 'old',
    })
    await crm.reminders.reopen('rem_li1' as never, { version: 2 }).catch(() => undefined)
    expect(seen).toHaveLength(2)
    expect(new Set(seen.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1)
  })
})

describe('a host that gives no token', () => {
  it.each<[string, TokenSource]>([
    [
      'throws',
      () => {
        throw new Error('signed out')
      },
    ],
    [
      'throws no error at all',
      () => {
        throw undefined
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('fetch failed'))],
    ['gives nothing', () => undefined as never],
    ['gives an empty one', () => ''],
    ['gives one that would end the header', () => 'a\r\nx-role: head'],
    ['gives something else', () => ({ token: 'a' }) as never],
  ])('fails by name where it %s, and is not asked again', async (_what, source) => {
    const token = vi.fn(source)
    const { crm, seen } = bankLine(() => json(me), { token })
    await expect(crm.access.me()).rejects.toMatchObject({
      name: 'CrmError',
      code: 'access.token_unavailable',
    })
    expect(seen).toHaveLength(0)
    expect(token).toHaveBeenCalledTimes(1)
  })

  it('does not hold up a call for ever', async () => {
    const { crm } = bankLine(() => json(me), {
      token: () => new Promise<string>(() => undefined),
      timeout: 10,
      retries: 0,
    })
    await expect(crm.access.me()).rejects.toMatchObject({ code: 'network.timed_out' })
  })
})

describe('signing out', () => {
  it('ends every call that runs, and the next asks the host who is there', async () => {
    const names = ['chen', 'zhou']
    const token = vi.fn(() => names.shift() ?? '')
    const { crm, seen } = bankLine(
      (_request, nth) => (nth < 2 ? new Promise<Response>(() => undefined) : json(me)),
      { token },
    )
    const told = vi.fn()
    crm.events.on('signedOut', told)
    const running = [crm.access.me(), crm.customers.get('cus_li' as never)]
    await vi.waitFor(() => expect(seen).toHaveLength(2))
    crm.signOut()
    const ended = await Promise.allSettled(running)
    expect(ended.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
      'network.aborted',
      'network.aborted',
    ])
    expect(told).toHaveBeenCalledTimes(1)
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual(['chen', 'chen', 'zhou'])
    expect(token).toHaveBeenLastCalledWith({ renew: false, stepUp: false })
  })

  it('ends also what was only gathered, so that it never goes out in another name', async () => {
    const { crm, seen } = bankLine(() => json(me), { token: () => 'zhou' })
    const gathered = crm.customers.get('cus_li' as never)
    crm.signOut()
    await expect(gathered).rejects.toMatchObject({ code: 'network.aborted' })
    expect(seen).toHaveLength(0)
  })

  it('does not keep a token that arrives after its owner has left', async () => {
    let arrive: (token: string) => void = () => undefined
    const token = vi
      .fn<TokenSource>(() => 'zhou')
      .mockImplementationOnce(() => new Promise<string>((resolve) => (arrive = resolve)))
    const { crm, seen } = bankLine(() => json(me), { token })
    const first = crm.access.me()
    await Promise.resolve()
    crm.signOut()
    const second = crm.access.me()
    arrive('chen')
    await expect(first).rejects.toMatchObject({ code: 'network.aborted' })
    await second
    await crm.access.me()
    expect(seen.map(tokenOf)).toEqual(['zhou', 'zhou'])
  })
})
