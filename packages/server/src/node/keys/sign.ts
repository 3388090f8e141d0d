import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import type { Signature, VerifyingKey } from '../../kit/keys/key-service.ts'

/** A signing key in memory: 32 bytes, from which everything else follows. */
export interface SigningKey {
  readonly keyId: string
  readonly algorithm: Signature['algorithm']
  readonly secret: Uint8Array
}

/** Before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
/** Before the 65 bytes of a point on the SM2 curve in SPKI (GB/T 35276, RFC 5480's form). */
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
/** Everybody's identity where nobody gave one (GM/T 0009-2012, 10). OpenSSL takes none at all instead. */
const ID = '1234567812345678'
const sm2Options = { hash: true, der: true, userId: ID } as const

/** A new signing key, or the one that a seed gives. */
export function makeSigningKey(
  keyId: string,
  algorithm: Signature['algorithm'],
  seed?: Uint8Array,
): SigningKey {
  if (algorithm === 'Ed25519') return { keyId, algorithm, secret: seed ?? randomBytes(32) }
  // A seed is spread first: the key has to be below the order of the curve.
  const spread = seed && createHash('sha256').update('sm2').update(seed).digest('hex')
  const secret = spread ? `00${spread.slice(2)}` : sm2.generateKeyPairHex().privateKey
  return { keyId, algorithm, secret: Buffer.from(secret, 'hex') }
}

const edKey = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' })

/** Sign data: Ed25519 (RFC 8032), or SM2 over SM3 (GB/T 32918.2). */
export function signWith({ keyId, algorithm, secret }: SigningKey, data: Uint8Array): Signature {
  const signature =
    algorithm === 'Ed25519'
      ? sign(null, data, edKey(secret))
      : Buffer.from(sm2.doSignature(data, hex(secret), sm2Options), 'hex')
  return { keyId, algorithm, signature: signature.toString('base64url') }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The public half, to check signatures with. */
export function verifyingKeyOf({ keyId, algorithm, secret }: SigningKey): VerifyingKey {
  const spki =
    algorithm === 'Ed25519'
      ? createPublicKey(edKey(secret)).export({ format: 'der', type: 'spki' })
      : Buffer.concat([SPKI, Buffer.from(sm2.getPublicKeyFromPrivateKey(hex(secret)), 'hex')])
  const lines = spki.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  const publicKey = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`
  return { keyId, algorithm, publicKey }
}

/** Is this the signature of one of these keys over this data? */
export function isSignedBy(
  keys: readonly VerifyingKey[],
  data: Uint8Array,
  { keyId, algorithm, signature }: Signature,
): boolean {
  const key = keys.find((known) => known.keyId === keyId && known.algorithm === algorithm)
  if (!key) return false
  const bytes = Buffer.from(signature, 'base64url')
  try {
    return algorithm === 'Ed25519'
      ? verify(null, data, key.publicKey, bytes)
      : sm2.doVerifySignature(data, bytes.toString('hex'), pointOf(key.publicKey), sm2Options)
  } catch {
    // A signature that cannot even be read is none.
    return false
  }
}

function pointOf(pem: string): string {
  const spki = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return spki.subarray(SPKI.length).toString('hex')
}
