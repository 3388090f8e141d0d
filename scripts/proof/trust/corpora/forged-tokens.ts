// Tokens as attackers make them, after RFC 8725 (JWT best practice) and RFC 7515. None is anybody's.
import { CompactEncrypt, EncryptJWT, generateSecret, importJWK } from 'jose'
import { misused } from './misused-tokens.ts'
import { base64url, type Forge, type ForgedToken } from './token-forge.ts'

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
const bytesOf = (number: bigint): number[] => [
  ...Buffer.from(number.toString(16).padStart(64, '0'), 'hex'),
]
const join = (r: bigint, s: bigint): Uint8Array => Uint8Array.from([...bytesOf(r), ...bytesOf(s)])

/** A signature as OpenSSL writes it, in DER, where JWS wants r and s side by side. */
function der(signature: Uint8Array): Uint8Array {
  const integer = (half: Uint8Array): number[] => {
    const padded = (half[0] ?? 0) > 127 ? [0, ...half] : [...half]
    return [2, padded.length, ...padded]
  }
  const body = [...integer(signature.slice(0, 32)), ...integer(signature.slice(32))]
  return Uint8Array.from([48, body.length, ...body])
}

/** No signature is asked for, in each spelling. */
async function unsigned(forge: Forge): Promise<ForgedToken[]> {
  const odd = ['none', 'None', 'NONE', 'nOnE', 'none ', '\u0000none', '', null, [], ['ES256'], 0]
  const signature = await forge.trueSignature()
  return odd.flatMap((alg) =>
    ['', 'AA', base64url(signature)].map((tail) => ({
      trick: `alg ${JSON.stringify(alg)}`,
      token: forge.signedBy({ header: { ...forge.header, alg } }, tail),
    })),
  )
}

/** The public key, known to all, taken for a secret; and secrets that are easily guessed. */
async function confused(forge: Forge): Promise<ForgedToken[]> {
  const encoder = new TextEncoder()
  const point = Buffer.from(`${forge.publicJwk.x}${forge.publicJwk.y}`, 'base64url')
  const spki = Buffer.from(forge.publicPem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const secrets: Record<string, Uint8Array> = {
    pem: encoder.encode(forge.publicPem),
    'pem without its last line end': encoder.encode(forge.publicPem.trimEnd()),
    der: spki,
    jwk: encoder.encode(JSON.stringify(forge.publicJwk)),
    point,
    'the word secret': encoder.encode('secret'),
    'one zero': new Uint8Array(1),
    'the key id': encoder.encode('bank-1'),
  }
  const hashes = { HS256: 'SHA-256', HS384: 'SHA-384', HS512: 'SHA-512' }
  const made = Object.entries(secrets).flatMap(([name, secret]) =>
    Object.entries(hashes).map(async ([alg, hash]) => ({
      trick: `${alg} with ${name}`,
      token: await forge.macked({ header: { ...forge.header, alg } }, secret, hash),
    })),
  )
  const others = ['RS256', 'PS256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'es256', 'ES256 ', 'HS1']
  return [
    ...(await Promise.all(made)),
    ...(await Promise.all(
      others.map(async (alg) => ({
        trick: `alg ${alg} over a signature of ES256`,
        token: await forge.issued({ header: { ...forge.header, alg } }),
      })),
    )),
  ]
}

/** The token says itself where to find its key. */
async function leading(forge: Forge, attackerUrl: string): Promise<ForgedToken[]> {
  const { attackerJwk: jwk, header } = forge
  const kids = [
    '../../../../dev/null',
    '/dev/null',
    "x' union select 'AAAA' -- ",
    '| curl attacker',
    `${attackerUrl}/keys`,
    '',
    'bank-2',
    '\u0000',
    'k'.repeat(3_000),
    '__proto__',
    { $ne: 1 },
    ['bank-1'],
    1,
    null,
  ]
  const pointers = [
    { jku: `${attackerUrl}/jwks.json` },
    { jku: `https://sso.bank.test@${new URL(attackerUrl).host}/jwks.json` },
    { x5u: `${attackerUrl}/cert.pem` },
    { jwk },
    { jwk: { ...jwk, kid: 'bank-1' } },
    { x5c: ['MIIB'] },
    { x5t: 'AAAA', 'x5t#S256': 'AAAA' },
    { jku: `${attackerUrl}/jwks.json`, jwk, x5u: attackerUrl },
  ]
  const headers = [
    ...kids.map((kid) => ({ ...header, kid })),
    ...pointers.map((pointer) => ({ ...header, ...pointer })),
    ...pointers.map((pointer) => ({ ...header, ...pointer, kid: 'attacker' })),
    ...pointers.map((pointer) => ({ alg: 'ES256', typ: 'at+jwt', ...pointer })),
  ]
  return Promise.all(
    headers.map(async (said) => ({
      trick: `header ${JSON.stringify(said).slice(0, 120)}`,
      token: await forge.forged({ header: said }),
    })),
  )
}

/** A true token with another content, or a signature bent. */
async function bent(forge: Forge): Promise<ForgedToken[]> {
  const sound = await forge.issued()
  const [head = '', body = '', tail = ''] = sound.split('.')
  const signature = await forge.trueSignature()
  const contents = [
    { ...forge.claims, sub: 'stf_zhou' },
    { ...forge.claims, tid: 'bnk_other' },
    { ...forge.claims, exp: forge.now + 86_400 },
    { ...forge.claims, roles: ['branch-manager'] },
    `{"sub":"stf_zhou",${JSON.stringify(forge.claims).slice(1)}`,
    `${JSON.stringify(forge.claims)} `,
  ]
  const flipped = [0, 1, 15, 31, 32, 33, 47, 62, 63].map((at) =>
    signature.map((byte, n) => (n === at ? byte ^ 1 : byte)),
  )
  const signatures: (Uint8Array | string)[] = [
    join(0n, 0n),
    join(0n, 1n),
    join(1n, 0n),
    join(ORDER, ORDER),
    join(1n, ORDER),
    join(ORDER + 1n, 1n),
    new Uint8Array(64).fill(255),
    new Uint8Array(0),
    der(signature),
    signature.slice(0, 63),
    signature.slice(0, 32),
    Uint8Array.from([...signature, 0]),
    Uint8Array.from([0, ...signature]),
    Uint8Array.from([...signature.slice(32), ...signature.slice(0, 32)]),
    ...flipped,
  ]
  const shapes = [
    `${head}.${body}`,
    `${head}.${body}.`,
    `${head}..${tail}`,
    `.${body}.${tail}`,
    `${sound}.`,
    `${sound}.${tail}`,
    `.${sound}`,
    `${sound}==`,
    `${sound}+/`,
    `${sound}\tx`,
    `${sound} ${sound}`,
    `${sound}, Bearer ${sound}`,
    `${head}. ${body}.${tail}`,
    `"${sound}"`,
    `${body}.${head}.${tail}`,
    `${base64url(sound)}`,
    JSON.stringify({ protected: head, payload: body, signature: tail }),
    '',
    'x',
    '...',
  ]
  return [
    ...contents.map((payload) => ({
      trick: 'content changed',
      token: forge.signedBy({ payload }, tail),
    })),
    ...signatures.map((one) => ({ trick: 'signature bent', token: forge.signedBy({}, one) })),
    ...shapes.map((token) => ({ trick: 'shape bent', token })),
  ]
}

/** Too large, sealed instead of signed, or one inside the other. */
async function wrapped(forge: Forge): Promise<ForgedToken[]> {
  const sound = await forge.issued()
  const pad = 'A'.repeat(1_000_000)
  const secret = await generateSecret('A256GCM')
  const sealed = new EncryptJWT({ ...forge.claims })
  const publicKey = await importJWK({ ...forge.publicJwk, alg: 'ECDH-ES' })
  const toBank = { alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt' }
  const nested = new CompactEncrypt(new TextEncoder().encode(sound))
  return [
    { trick: 'a megabyte behind it', token: `${sound}${pad}` },
    {
      trick: 'a megabyte of claims',
      token: await forge.issued({ payload: { ...forge.claims, pad } }),
    },
    {
      trick: 'a megabyte of header',
      token: await forge.issued({ header: { ...forge.header, pad } }),
    },
    { trick: 'a megabyte of stops', token: '.'.repeat(1_000_000) },
    { trick: 'one letter too long', token: 'a'.repeat(8_193) },
    { trick: 'a deep header', token: forge.signedBy({ header: '['.repeat(5_000) }, 'AA') },
    {
      trick: 'sealed with a key nobody has',
      token: await sealed.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(secret),
    },
    {
      trick: 'sealed for the public key',
      token: await new EncryptJWT({ ...forge.claims })
        .setProtectedHeader(toBank)
        .encrypt(publicKey),
    },
    {
      trick: 'a true token, sealed for the public key',
      token: await nested.setProtectedHeader({ ...toBank, cty: 'JWT' }).encrypt(publicKey),
    },
    { trick: 'a true token inside a forged one', token: await forge.forged({ payload: sound }) },
    {
      trick: 'a forged token inside a true one',
      token: await forge.issued({
        header: { ...forge.header, cty: 'JWT' },
        payload: await forge.forged(),
      }),
    },
  ]
}

/** All of them; `attackerUrl` is where the attacker would like the server to look for keys. */
export async function forgedTokens(
  forge: Forge,
  attackerUrl: string,
): Promise<readonly ForgedToken[]> {
  const parts = await Promise.all([
    unsigned(forge),
    confused(forge),
    leading(forge, attackerUrl),
    misused(forge),
    bent(forge),
    wrapped(forge),
  ])
  return parts.flat()
}
