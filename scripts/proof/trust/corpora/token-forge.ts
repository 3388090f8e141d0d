// What a forger works with: tokens part by part, signed over whatever text stands in them.
import { exportJWK, exportSPKI, generateKeyPair, type JWK } from 'jose'

const encoder = new TextEncoder()

/** Base64url of a text or of bytes. */
export const base64url = (content: string | Uint8Array): string =>
  Buffer.from(typeof content === 'string' ? encoder.encode(content) : content).toString('base64url')

/** A value as JSON text; a text stays as it is, so that it may be no JSON, or name a thing twice. */
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A token that must be nobody's, by the trick it tries. */
export interface ForgedToken {
  readonly trick: string
  /** What stands behind `Bearer `. */
  readonly token: string
}

/** What a token says of itself and of its bearer. */
export interface Said {
  readonly header?: unknown
  readonly payload?: unknown
}

/** The bank's issuer, somebody who would like to be it, and the token that is sound. */
export interface Forge {
  readonly issuer: string
  readonly audience: string
  /** The key that verifies, as its owner would publish it. */
  readonly publicJwk: JWK
  readonly publicPem: string
  readonly attackerJwk: JWK
  readonly now: number
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly publicKey: CryptoKey
  /** Signed by the bank's issuer. */
  readonly issued: (said?: Said) => Promise<string>
  /** Signed by the attacker's own key of the same kind. */
  readonly forged: (said?: Said) => Promise<string>
  /** With this for a signature. */
  readonly signedBy: (said: Said, signature: Uint8Array | string) => string
  /** With an HMAC for a signature. */
  readonly macked: (said: Said, secret: Uint8Array, hash?: string) => Promise<string>
  /** The sixty-four bytes of a true signature of the sound token. */
  readonly trueSignature: () => Promise<Uint8Array>
}

/** A forge at a moment, in seconds. */
export async function openForge(now: number): Promise<Forge> {
  const bank = await generateKeyPair('ES256', { extractable: true })
  const attacker = await generateKeyPair('ES256', { extractable: true })
  const issuer = 'https://sso.bank.test'
  const audience = 'crm'
  const publicJwk = { ...(await exportJWK(bank.publicKey)), kid: 'bank-1', alg: 'ES256' }
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'bank-1' }
  const claims = {
    sub: 'stf_chen',
    tid: 'bnk_shiqiao',
    iss: issuer,
    aud: audience,
    iat: now,
    exp: now + 300,
  }
  const head = ({ header: h = header, payload = claims }: Said): string =>
    `${base64url(text(h))}.${base64url(text(payload))}`
  const sign = async (said: Said, key: CryptoKey): Promise<Uint8Array> =>
    new Uint8Array(
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, encoder.encode(head(said))),
    )
  const by =
    (key: CryptoKey) =>
    async (said: Said = {}): Promise<string> =>
      `${head(said)}.${base64url(await sign(said, key))}`
  return {
    issuer,
    audience,
    publicJwk,
    publicPem: await exportSPKI(bank.publicKey),
    attackerJwk: await exportJWK(attacker.publicKey),
    now,
    header,
    claims,
    publicKey: bank.publicKey,
    issued: by(bank.privateKey),
    forged: by(attacker.privateKey),
    signedBy: (said, signature) =>
      `${head(said)}.${typeof signature === 'string' ? signature : base64url(signature)}`,
    macked: async (said, secret, hash = 'SHA-256') => {
      const algorithm = { name: 'HMAC', hash }
      const key = await crypto.subtle.importKey('raw', secret.slice(), algorithm, false, ['sign'])
      const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(head(said)))
      return `${head(said)}.${base64url(new Uint8Array(mac))}`
    },
    trueSignature: () => sign({}, bank.privateKey),
  }
}
