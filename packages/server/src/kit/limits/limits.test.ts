import { describe, expect, it } from 'vitest'
import { addressGate, addressSet, clientAddress } from './addresses.ts'
import { isCrossSite } from './cross-site.ts'
import { LockOut } from './lock-out.ts'
import { RateLimiter } from './rate-limiter.ts'

describe('a rate', () => {
  it('never lets more than its allowance through in any stretch of its window', () => {
    let now = 0
    const limiter = new RateLimiter(10, 1_000, () => now)
    const passed: number[] = []
    for (let call = 0; call < 4_000; call++) {
      now += 7
      if (limiter.take('chen').ok) passed.push(now)
    }
    for (const at of passed)
      expect(passed.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThan(13)
    expect(passed.length).toBeGreaterThan((4_000 * 7) / 100 - 30)
  })

  it('is each person’s own, says how long to wait, and forgets', () => {
    let now = 0
    const limiter = new RateLimiter(2, 60_000, () => now)
    expect([limiter.take('a').ok, limiter.take('a').ok, limiter.take('b').ok]).toEqual([
      true,
      true,
      true,
    ])
    expect(limiter.take('a')).toEqual({ ok: false, seconds: 60 })
    expect(limiter.check('a').ok).toBe(false)
    expect(limiter.check('c').ok).toBe(true)
    now = 180_000
    expect(limiter.take('a').ok).toBe(true)
  })

  it('keeps its memory within bounds, whoever asks', () => {
    const limiter = new RateLimiter(2, 60_000, () => 0, 100)
    for (let key = 0; key < 5_000; key++) expect(limiter.take(`k${key}`).ok).toBe(true)
  })
})

describe('wrong codes', () => {
  it('close an account with the fifth, for a quarter of an hour, right or wrong', () => {
    let now = 0
    const lock = new LockOut(() => now)
    let looked = 0
    for (let guess = 0; guess < 10_000; guess++) {
      if (!lock.admit('stf_liu').ok) continue
      looked += 1
      lock.fail('stf_liu')
      now += 5_000
    }
    expect(looked).toBe(5)
    expect(lock.admit('stf_liu')).toMatchObject({ ok: false })
    expect(lock.admit('stf_chen').ok).toBe(true)
    now += 900_000
    expect(lock.admit('stf_liu').ok).toBe(true)
  })

  it('wait a little longer each time, and a right one forgets them', () => {
    let now = 0
    const lock = new LockOut(() => now)
    lock.fail('a')
    expect(lock.admit('a')).toEqual({ ok: false, seconds: 1 })
    now += 500
    expect(lock.admit('a').ok).toBe(true)
    lock.fail('a')
    now += 500
    expect(lock.admit('a').ok).toBe(false)
    now += 500
    lock.succeed('a')
    lock.fail('a')
    now += 500
    expect(lock.admit('a').ok).toBe(true)
  })
})

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['::ffff:0a01:0203', '10.0.0.0/8', true],
    ['[2001:db8::1]', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['192.168.1.7', '192.168.1.7', true],
    ['192.168.1.8', '192.168.1.7', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['010.1.2.3', '10.0.0.0/8', false],
    ['10.1.2', '10.0.0.0/8', false],
    ['10.1.2.256', '0.0.0.0/0', false],
    ['1::2::3', '::/0', false],
    ['12345::', '::/0', false],
    ['', '0.0.0.0/0', false],
    ['nonsense', '::/0', false],
  ])('%s within %s: %s', (address, range, within) => {
    expect(addressSet([range])(address)).toBe(within)
  })

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/x', 'bank', '10.0.0/8'])(
    'do not begin with the range %s',
    (range) => {
      expect(() => addressSet([range])).toThrow(/not a range/)
    },
  )

  it('are gated: a deny wins, and where some are allowed nothing else is', () => {
    const gate = addressGate({ allow: ['10.0.0.0/8'], deny: ['10.9.0.0/16'] })
    expect(['10.1.1.1', '10.9.1.1', '8.8.8.8', ''].map(gate)).toEqual([true, false, false, false])
    expect(addressGate({})('')).toBe(true)
  })

  it('behind a proxy are taken from it alone', () => {
    const isProxy = addressSet(['10.0.0.1', '10.0.0.2'])
    expect(clientAddress('8.8.8.8', '1.1.1.1', isProxy)).toBe('8.8.8.8')
    expect(clientAddress('10.0.0.1', '6.6.6.6, 1.1.1.1', isProxy)).toBe('1.1.1.1')
    expect(clientAddress('10.0.0.1', '6.6.6.6, 1.1.1.1, 10.0.0.2', isProxy)).toBe('1.1.1.1')
    expect(clientAddress('10.0.0.1', null, isProxy)).toBe('10.0.0.1')
    expect(clientAddress('10.0.0.1', '<script>', isProxy)).toBe('10.0.0.1')
  })
})

describe('a request that another site made a browser send', () => {
  const at = 'https://crm.bank.test/api/segments'
  const headers = [
    {},
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'https://crm.bank.test.evil.test' },
    { origin: 'http://crm.bank.test' },
    { origin: 'https://crm.bank.test:8443' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.test', 'sec-fetch-site': 'none' },
    { origin: 'https://sub.bank.test', 'sec-fetch-site': 'same-site' },
  ]
  const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  const cases = methods.flatMap((method) => headers.map((given) => ({ method, given })))

  it('changes nothing: 50 cases', () => {
    expect(cases).toHaveLength(50)
    const passed = cases.filter(
      ({ method, given }) => !isCrossSite(new Request(at, { method, headers: given }), []),
    )
    // A program that is no browser names no origin; its token or its network stand for it.
    expect(passed.every(({ given }) => Object.keys(given).length === 0)).toBe(true)
  })

  it('is told from one of a page that is listed, and from one with a token', () => {
    const ask = (given: Record<string, string>, origins: string[] = []) =>
      isCrossSite(new Request(at, { method: 'POST', headers: given }), origins)
    expect(ask({ origin: 'https://crm.bank.test' })).toBe(false)
    expect(ask({ origin: 'https://portal.bank.test', 'sec-fetch-site': 'same-site' })).toBe(true)
    const listed = ['https://portal.bank.test']
    expect(ask({ origin: listed[0]!, 'sec-fetch-site': 'same-site' }, listed)).toBe(false)
    expect(ask({ origin: 'https://evil.test', authorization: 'Bearer x' })).toBe(false)
    expect(isCrossSite(new Request(at), [])).toBe(false)
  })
})
