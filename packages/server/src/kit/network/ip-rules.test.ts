import { describe, expect, it } from 'vitest'
import { readAddress, readRange } from './address.ts'
import { addressKey, clientAddress, IpRules } from './ip-rules.ts'

describe('an address', () => {
  it.each([
    ['10.1.2.3', [10, 1, 2, 3]],
    ['::ffff:10.1.2.3', [10, 1, 2, 3]],
    ['::ffff:a01:203', [10, 1, 2, 3]],
    ['0:0:0:0:0:ffff:10.1.2.3', [10, 1, 2, 3]],
    ['::1', [...new Array(15).fill(0), 1]],
    ['::', new Array(16).fill(0)],
    ['2001:db8::8:800:200c:417a', [32, 1, 13, 184, 0, 0, 0, 0, 0, 8, 8, 0, 32, 12, 65, 122]],
    ['64:ff9b::192.0.2.33', [0, 100, 255, 155, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 33]],
  ])('%s is read', (text, bytes) => {
    expect(readAddress(text)).toEqual(bytes)
  })

  it.each(
    `127.1 0x7f.0.0.1 0177.0.0.1 2130706433 256.1.1.1 1.2.3 1.2.3.4.5 1.2.3.04 ::1::1 :1 1: ::: 12345::
    fe80::1%eth0 [::1] 1.2.3.4:80 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1::2:3:4:5:6:7:8 ::1.2.3 ::1.2.3.4:5
    １.2.3.4 localhost`
      .split(/\s+/)
      .concat(''),
  )('%j is not one', (text) => {
    expect(readAddress(text)).toBeUndefined()
  })
})

describe('the rules of a bank', () => {
  const rules = new IpRules({
    allow: ['10.0.0.0/8', '192.168.4.128/25', 'fd12:3456::/33', '2001:db8::7'],
    deny: ['10.9.0.0/16', '::ffff:10.8.0.0/112'],
  })

  it.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['10.9.2.3', false],
    ['::ffff:10.9.2.3', false],
    ['10.8.0.1', false],
    ['11.0.0.1', false],
    ['192.168.4.128', true],
    ['192.168.4.127', false],
    ['fd12:3456:7fff::1', true],
    ['fd12:3456:8000::1', false],
    ['2001:db8::7', true],
    ['2001:db8::8', false],
    ['::10.1.2.3', false],
    ['nobody', false],
  ])('%s: %s', (address, expected) => {
    expect(rules.allows(address)).toBe(expected)
  })

  it('let everybody in who is not denied, where no list says who may come', () => {
    const open = new IpRules({ deny: ['0.0.0.0/1'] })
    expect([open.allows('127.0.0.1'), open.allows('128.0.0.1'), open.allows('::1')]).toEqual([
      false,
      true,
      true,
    ])
    expect(new IpRules({ allow: [] }).allows('10.1.2.3')).toBe(false)
    expect(() => rules.hold('11.0.0.1')).toThrow(
      expect.objectContaining({ code: 'request.address_denied' }),
    )
  })

  it.each([
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::/129',
    '::ffff:10.0.0.0/8',
    'all',
  ])('with a slip in it, %s, are not used at all', (slip) => {
    expect(() => readRange(slip)).toThrow(TypeError)
  })
})

describe('where a request comes from', () => {
  const proxies = ['10.0.0.0/24', 'fd00::/64']
  const from = (peer: string, forwarded?: string) =>
    clientAddress(
      { headers: new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
      peer,
      proxies,
    )

  it.each([
    ['a stranger’s own header is not believed', '198.51.100.7', '10.5.5.5', '198.51.100.7'],
    ['a proxy names its client', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['a made-up start of the chain is left alone', '10.0.0.1', '1.1.1.1, 8.8.8.8', '8.8.8.8'],
    ['two proxies, one behind the other', '10.0.0.1', '8.8.8.8, 10.0.0.2', '8.8.8.8'],
    ['a client that names a proxy', '10.0.0.1', '10.0.0.9, 8.8.8.8', '8.8.8.8'],
    ['a proxy that says nothing', '10.0.0.1', undefined, '10.0.0.1'],
    ['garbage from a proxy', '10.0.0.1', '8.8.8.8, <script>', '10.0.0.1'],
    ['garbage behind a proxy', '10.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['a port', '10.0.0.1', '8.8.8.8:4711', '8.8.8.8'],
    ['a port in IPv6', 'fd00::1', '[2001:db8::9]:4711', '2001:db8:0:0:0:0:0:9'],
    ['IPv4 written as IPv6', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '8.8.8.8'],
    ['only proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ])('%s', (_, peer, forwarded, expected) => {
    expect(from(peer, forwarded)).toBe(expected)
  })

  it('is not searched for through an endless header', () => {
    const chain = `8.8.8.8, ${new Array(100).fill('10.0.0.2').join(', ')}`
    expect(from('10.0.0.1', chain)).toBe('10.0.0.2')
  })
})

describe('what a limit by address counts by', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:0:0:0:0'],
    ['2001:DB8:1:2::9', '2001:db8:1:2:0:0:0:0'],
    ['a pipe', 'a pipe'],
  ])('%s is counted as %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})
