import { authenticateJwt, createServer, migrations } from '@crm/server'
import { createDevIdentity, openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

// Tokens as attackers make them: none may be taken for somebody's (RFC 8725).

const issuer = 'https://sso.bank.test'
const audience = 'crm'
const now = () => Math.floor(Date.now() / 1_000)

let keys: CryptoKeyPair
let others: CryptoKeyPair
let authenticate: (request: Request) => Promise<unknown>
beforeAll(async () => {
  keys = await generateKeyPair('ES256')
  others = await generateKeyPair('ES256')
  authenticate = authenticateJwt({ keys: keys.publicKey, issuer, audience })
})

interface Change {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: CryptoKey | Uint8Array
}
const sound = () => ({
  sub: 'stf_chen',
  tid: 'bnk_shiqiao',
  iss: issuer,
  aud: audience,
  iat: now(),
  exp: now() + 300,
})
function sign({ header = {}, claims = {}, key = keys.privateKey }: Change = {}): Promise<string> {
  const payload = Object.fromEntries(
    Object.entries({ ...sound(), ...claims }).filter(([, value]) => value !== undefined),
  )
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
    .sign(key)
}
const whois = (authorization: string) =>
  authenticate(new Request('https://bank.test/', { headers: { authorization } }))

describe('a token', () => {
  it('that is sound says who is asking, and nothing else', async () => {
    expect(
      await whois(`Bearer ${await sign({ claims: { roles: ['branch-manager'], sid: 's1' } })}`),
    ).toEqual({
      bankId: 'bnk_shiqiao',
      staffId: 'stf_chen',
      sessionId: 's1',
    })
  })

  it.each<[string, () => Promise<string> | string]>([
    ['signed by somebody else', () => sign({ key: others.privateKey })],
    ['for another audience', () => sign({ claims: { aud: 'core' } })],
    ['of another issuer', () => sign({ claims: { iss: 'https://evil.test' } })],
    ['that has run out', () => sign({ claims: { iat: now() - 400, exp: now() - 100 } })],
    [
      'that is too old, though it says it is good',
      () => sign({ claims: { iat: now() - 3_600, exp: now() + 3_600 } }),
    ],
    ['from the future', () => sign({ claims: { iat: now() + 600, exp: now() + 900 } })],
    ['without an end', () => sign({ claims: { exp: undefined } })],
    ['without a beginning', () => sign({ claims: { iat: undefined } })],
    ['without a subject', () => sign({ claims: { sub: undefined } })],
    ['without a bank', () => sign({ claims: { tid: undefined } })],
    ['of a subject that is no staff id', () => sign({ claims: { sub: "x' or 1=1" } })],
    ['of a bank that is no bank id', () => sign({ claims: { tid: '../other' } })],
    ['of another kind', () => sign({ header: { typ: 'JWT' } })],
    [
      'with a critical header nobody knows',
      () => sign({ header: { crit: ['x'], x: 1 } as never }).catch(() => 'a.b.c'),
    ],
    [
      'bound to a certificate, which nobody looks at here',
      () => sign({ claims: { cnf: { 'x5t#S256': 'a'.repeat(43) } } }),
    ],
    ['bound to what is no key', () => sign({ claims: { cnf: { jkt: 1 } } })],
    ['without a signature', () => new UnsecuredJWT(sound()).encode()],
    [
      'signed with the public key for a secret',
      async () =>
        sign({
          header: { alg: 'HS256' },
          key: new TextEncoder().encode(await exportSPKI(keys.publicKey).catch(() => 'public key')),
        }),
    ],
    [
      'whose payload was changed',
      async () => {
        const [head, , tail] = (await sign()).split('.')
        return `${head}.${btoa(JSON.stringify({ ...sound(), sub: 'stf_zhou' })).replace(/=+$/, '')}.${tail}`
      },
    ],
    ['of a megabyte', async () => `${await sign()}${'A'.repeat(1_000_000)}`],
    ['that is none', () => 'abc'],
    ['that is empty', () => ''],
  ])('%s is nobody’s', async (_what, make) => {
    expect(await whois(`Bearer ${await make()}`)).toBeUndefined()
  })

  it.each(['', 'Basic c3RmX2NoZW46', 'bearer x', 'Bearer a b'])(
    '"%s" is nobody’s',
    async (header) => {
      expect(await whois(header)).toBeUndefined()
    },
  )
})

describe('the development identity', () => {
  it('refuses to serve in production', async () => {
    const store = await openMemoryStore({ migrations })
    const { NODE_ENV } = process.env
    process.env.NODE_ENV = 'production'
    await expect(createDevIdentity(store, 'bnk_shiqiao')).rejects.toMatchObject({
      code: 'config.dev_identity_in_production',
    })
    process.env.NODE_ENV = NODE_ENV
    await store.close()
  })

  it('signs in those who work there, and nobody else', async () => {
    const store = await openMemoryStore({ migrations })
    await plantCast(store)
    const identity = await createDevIdentity(store, 'bnk_shiqiao')
    const signIn = (body: string) =>
      identity.fetch(new Request('https://bank.test/dev/sign-in', { method: 'POST', body }))
    expect((await signIn('{"staffId":"stf_nobody"}')).status).toBe(404)
    expect((await signIn('not json')).status).toBe(404)
    const { token } = (await (await signIn('{"staffId":"stf_chen"}')).json()) as { token: string }
    const server = createServer({ store, authenticate: identity.authenticate })
    const me = await server.fetch(
      new Request('https://bank.test/access/me', { headers: { authorization: `Bearer ${token}` } }),
    )
    expect(await me.json()).toMatchObject({ name: '陈波' })
    await store.db
      .updateTable('staff')
      .set({ active: false })
      .where('staff_id', '=', 'stf_chen')
      .execute()
    expect((await signIn('{"staffId":"stf_chen"}')).status).toBe(404)
    await store.close()
  })
})
