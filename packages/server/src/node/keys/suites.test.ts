import { createCipheriv, createHash, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gmSuite } from './gm-suite.ts'
import { intlSuite } from './intl-suite.ts'
import { isSignedBy, makeSigningKey, signWith, verifyingKeyOf } from './sign.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe.each([
  ['intl', intlSuite],
  ['gm', gmSuite],
])('the %s suite', (_name, suite) => {
  const key = suite.prepare(suite.newKey())
  const place = 'bnk_shiqiao|customer|phone|cus_li|c'
  const sealed = suite.seal(key, '13812345678', place)

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(suite.open(key, suite.seal(key, text, place), place)).toBe(text)
      }),
    )
  })

  it('never seals one text twice alike', () => {
    const many = new Set(Array.from({ length: 1_000 }, () => suite.seal(key, '138', place)))
    expect(many.size).toBe(1_000)
  })

  it('opens nothing under another key, at another place, or with a letter changed', () => {
    const other = suite.prepare(suite.newKey())
    expect(() => suite.open(other, sealed, place)).toThrow()
    expect(() => suite.open(key, sealed, place.replace('li', 'wang'))).toThrow()
    for (let at = 0; at < sealed.length; at++) {
      if (sealed[at] === '.') continue
      // A letter of base64url at the end of a part may hold spare bits; four on changes real ones.
      const bits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      const changed = bits[(bits.indexOf(sealed[at]!) + 32) % 64]
      const forged = `${sealed.slice(0, at)}${changed}${sealed.slice(at + 1)}`
      expect(() => suite.open(key, forged, place), `letter ${at}`).toThrow()
    }
  })

  it('takes a shortened tag for no tag', () => {
    const [iv, text, tag] = sealed.split('.')
    expect(() => suite.open(key, `${iv}.${text}.${tag!.slice(0, 8)}`, place)).toThrow()
    expect(() => suite.open(key, `${iv}.${text}.`, place)).toThrow()
    expect(() => suite.open(key, 'nothing of the kind', place)).toThrow()
  })

  it('marks the same text alike under one key, and otherwise under another', () => {
    expect(suite.mac(key, 'a')).toBe(suite.mac(key, 'a'))
    expect(suite.mac(key, 'a')).not.toBe(suite.mac(suite.prepare(suite.newKey()), 'a'))
    expect(suite.mac(key, 'a')).not.toBe(suite.mac(key, 'b'))
  })
})

describe('the national algorithms', () => {
  // GB/T 32905-2016, examples 1 and 2.
  it('hash as the standard prints', () => {
    expect(Buffer.from(gmSuite.digest('abc'), 'base64url').toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
    expect(createHash('sm3').update('abcd'.repeat(16)).digest('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    )
  })

  // GB/T 32907-2016, example 1.
  it('encrypt as the standard prints', () => {
    const key = hex('0123456789abcdeffedcba9876543210')
    const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false)
    expect(cipher.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
  })

  // draft-ribose-cfrg-sm4-10, A.2.5.1: counter mode, the one that seals here.
  it('encrypt in counter mode as published', () => {
    const key = hex('0123456789abcdeffedcba9876543210')
    const text = hex(
      ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'ee', 'aa'].map((b) => b.repeat(8)).join(''),
    )
    const cipher = createCipheriv('sm4-ctr', createSecretKey(key), key)
    expect(cipher.update(text).toString('hex')).toBe(
      'c2b4759e78ac3cf43d0852f4e8d5f9fd7256e8a5fcb65a350ee00630912e4449' +
        '2a0b17e1b85b060d0fba612d8a95831638b361fd5ffacd942f081485a83ca35d',
    )
  })
})

describe.each(['Ed25519', 'SM2-SM3'] as const)('an %s signature', (algorithm) => {
  const key = makeSigningKey('sign-1', algorithm)
  const data = Buffer.from('seal 7')
  const signature = signWith(key, data)

  it('is known by the public key, and by no other', () => {
    expect(isSignedBy([verifyingKeyOf(key)], data, signature)).toBe(true)
    expect(isSignedBy([verifyingKeyOf(makeSigningKey('sign-1', algorithm))], data, signature)).toBe(
      false,
    )
    expect(isSignedBy([], data, signature)).toBe(false)
  })

  it('is the same key’s wherever the same seed is planted', () => {
    const from = (seed: string) =>
      makeSigningKey('sign-1', algorithm, createHash('sha256').update(seed).digest())
    const planted = from('a')
    expect(planted.secret).toHaveLength(32)
    expect(verifyingKeyOf(from('a'))).toEqual(verifyingKeyOf(planted))
    expect(isSignedBy([verifyingKeyOf(from('a'))], data, signWith(planted, data))).toBe(true)
    expect(isSignedBy([verifyingKeyOf(from('b'))], data, signWith(planted, data))).toBe(false)
  })

  it('is of the key and the algorithm that it names', () => {
    const own = verifyingKeyOf(key)
    expect(own.publicKey).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n$/,
    )
    expect(isSignedBy([{ ...own, keyId: 'sign-2' }], data, signature)).toBe(false)
    expect(isSignedBy([own], data, { ...signature, keyId: 'sign-2' })).toBe(false)
    const algorithms = { Ed25519: 'SM2-SM3', 'SM2-SM3': 'Ed25519' } as const
    expect(isSignedBy([{ ...own, algorithm: algorithms[algorithm] }], data, signature)).toBe(false)
    const other = verifyingKeyOf(makeSigningKey('sign-0', algorithm))
    expect(isSignedBy([other, own], data, signature)).toBe(true)
  })

  it('holds for its data alone', () => {
    expect(isSignedBy([verifyingKeyOf(key)], Buffer.from('seal 8'), signature)).toBe(false)
    const spoilt = { ...signature, signature: 'AAAA' }
    expect(isSignedBy([verifyingKeyOf(key)], data, spoilt)).toBe(false)
  })
})

// GM/T 0003.5-2012 (GB/T 32918.5), annex A: the standard's own signature, key and identity.
it('the standard’s own SM2 signature is known', () => {
  const point =
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'
  const spki = hex(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`)
  const publicKey = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----`
  const signature = hex(
    '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
      '022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
  ).toString('base64url')
  const key = { keyId: 'gm', algorithm: 'SM2-SM3', publicKey } as const
  const given = { keyId: 'gm', algorithm: 'SM2-SM3', signature } as const
  expect(isSignedBy([key], Buffer.from('message digest'), given)).toBe(true)
  expect(isSignedBy([key], Buffer.from('message digesT'), given)).toBe(false)
})
