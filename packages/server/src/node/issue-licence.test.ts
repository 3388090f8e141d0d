import { type BankId, CrmError, isCrmError, Licence } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { exportSPKI, importJWK, type JWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { LICENCE_TYPE, readLicence } from '../access/licence.ts'
import { createVendorKeys, issueLicence, type VendorKeys } from './issue-licence.ts'

const licence = Licence.parse({
  id: 'lic_2026',
  bankId: bank.id,
  vendor: '示例软件公司',
  issuedOn: '2026-01-10',
  validFrom: '2026-01-10',
  expiresOn: '2026-12-31',
  graceDays: 15,
  modules: ['customers'],
  seats: { named: 50, overrunPercent: 10 },
})

let keys: VendorKeys
let file: string
beforeAll(async () => {
  keys = await createVendorKeys()
  file = await issueLicence(licence, keys.privateKey)
})

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = { licence, aud: bank.id, iss: licence.vendor, iat: 1_768_003_200, jti: licence.id }
const header = { alg: 'EdDSA', typ: LICENCE_TYPE }
const signed = async (head: object, body: object, key: JWK = keys.privateKey) =>
  new SignJWT(body as never).setProtectedHeader(head as never).sign(await importJWK(key, 'EdDSA'))
const whyNot = (text: string, key: JWK | string = keys.publicKey, bankId?: string) =>
  readLicence(text, key, bankId).then(
    () => 'it was accepted',
    (error: unknown) => (isCrmError(error) ? [error.code, error.context.why] : error),
  )
const refused = (why: string) => ['access.licence_invalid', why]

describe('a licence file', () => {
  it('is read with the vendor’s public key, as JWK or PEM', async () => {
    expect(await readLicence(file, keys.publicKey, bank.id)).toEqual(licence)
    const pem = await exportSPKI((await importJWK(keys.publicKey, 'EdDSA')) as never)
    expect(await readLicence(`\n${file}\n`, pem, bank.id)).toEqual(licence)
  })

  it('that names no algorithm is refused', async () => {
    const unsigned = `${encoded({ ...header, alg: 'none' })}.${encoded(claims)}.`
    expect(await whyNot(unsigned)).toEqual(refused('algorithm'))
  })

  it('signed by HMAC with the public key as the secret is refused', async () => {
    const pem = await exportSPKI((await importJWK(keys.publicKey, 'EdDSA')) as never)
    for (const secret of [pem, keys.publicKey.x ?? '', JSON.stringify(keys.publicKey)]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(new TextEncoder().encode(secret))
      expect(await whyNot(forged)).toEqual(refused('algorithm'))
    }
  })

  it('signed by somebody else is refused, also when it brings its own key along', async () => {
    const other = await createVendorKeys()
    const forged = await signed(header, claims, other.privateKey)
    expect(await whyNot(forged)).toEqual(refused('signature'))
    const withKey = await signed({ ...header, jwk: other.publicKey }, claims, other.privateKey)
    expect(await whyNot(withKey)).toEqual(refused('signature'))
  })

  it.each([
    ['a module more', { modules: ['customers', 'segments'] }],
    ['more seats', { seats: { named: 5_000, overrunPercent: 10 } }],
    ['a later end', { expiresOn: '2099-12-31' }],
  ])('with %s than was signed is refused', async (_what, change) => {
    const [head, , signature] = file.trim().split('.')
    const altered = encoded({ ...claims, licence: { ...licence, ...change } })
    expect(await whyNot(`${head}.${altered}.${signature}`)).toEqual(refused('signature'))
  })

  it('of another bank is refused, whatever it says inside', async () => {
    const other = 'bnk_other' as BankId
    expect(await whyNot(file, keys.publicKey, other)).toEqual(refused('audience'))
    const mixed = await signed(header, { ...claims, aud: other })
    expect(await whyNot(mixed, keys.publicKey, other)).toEqual(refused('audience'))
    expect(await whyNot(mixed)).toEqual(refused('audience'))
  })

  it.each([
    ['of another type', { ...header, typ: 'at+jwt' }, {}, 'type'],
    ['of no type', { alg: 'EdDSA' }, {}, 'type'],
    ['with a claim nobody agreed on', header, { admin: true }, 'content'],
    ['with a field nobody agreed on', header, { licence: { ...licence, free: true } }, 'content'],
    ['for many banks', header, { aud: [bank.id, 'bnk_other'] }, 'content'],
    ['under another name', header, { jti: 'lic_other' }, 'content'],
    ['without a licence in it', header, { licence: undefined }, 'content'],
    ['whose token has run out', header, { exp: 1_700_000_000 }, 'content'],
  ])('%s is refused', async (_what, head, change, why) => {
    const made = await signed(head, { ...claims, ...change })
    expect(await whyNot(made)).toEqual(refused(why))
  })

  it.each(['', 'x', 'a.b.c', '{}', 'x'.repeat(40_000)])(
    'that is no token is refused',
    async (text) => {
      expect(await whyNot(text)).toEqual(refused('malformed'))
    },
  )

  it('is never read with a private key, or one of another kind', async () => {
    expect(await whyNot(file, keys.privateKey)).toEqual(refused('key'))
    expect(await whyNot(file, { kty: 'oct', k: 'c2VjcmV0' })).toEqual(refused('key'))
    expect(
      await whyNot(file, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'),
    ).toEqual(refused('key'))
  })

  it('is not issued where it is unsound', async () => {
    const backwards = { ...licence, expiresOn: '2025-01-01' } as never
    await expect(issueLicence(backwards, keys.privateKey)).rejects.toBeInstanceOf(CrmError)
    await expect(issueLicence(licence, keys.publicKey)).rejects.toMatchObject({
      context: { why: 'key' },
    })
  })
})
