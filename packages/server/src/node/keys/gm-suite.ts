import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { CipherSuite, KeyHandle } from '../../kit/keys/suite.ts'
import { nonces } from './nonces.ts'

/** Made ready once: Node 24 takes four times as long for a cipher from bare bytes. */
interface SmKey extends KeyHandle {
  readonly cipher: KeyObject
  readonly tag: KeyObject
  readonly mac: KeyObject
}

const NONCE = 16
const nonce = nonces(NONCE)

/** One key gives three, so that no key serves two algorithms (HMAC-SM3 as the derivation). */
const derive = (secret: KeyObject, use: string, length = 32): KeyObject =>
  createSecretKey(createHmac('sm3', secret).update(`crm.${use}`).digest().subarray(0, length))

/** The place's length stands first, so that no two pairs of place and text look alike. */
function tagOf(key: SmKey, iv: Buffer, body: Buffer, place: string): Buffer {
  const about = Buffer.from(place)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(about.length)
  return createHmac('sm3', key.tag).update(length).update(about).update(iv).update(body).digest()
}

/**
 * SM4 in counter mode, then HMAC-SM3 over place, nonce and text (encrypt-then-MAC), and HMAC-SM3
 * (GB/T 32907, GB/T 32905). SM4-GCM is not in every OpenSSL that Node comes with.
 */
export const gmSuite: CipherSuite = {
  name: 'gm',
  algorithm: 'sm4',
  prepare(bytes): SmKey {
    const secret = createSecretKey(bytes)
    return {
      suite: 'gm',
      cipher: derive(secret, 'cipher', 16),
      tag: derive(secret, 'tag'),
      mac: derive(secret, 'mac'),
    }
  },
  newKey: () => randomBytes(32),
  seal(handle, text, place) {
    const key = handle as SmKey
    const iv = nonce()
    const cipher = createCipheriv('sm4-ctr', key.cipher, iv)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return [iv, body, tagOf(key, iv, body, place)].map((b) => b.toString('base64url')).join('.')
  },
  open(handle, sealed, place) {
    const key = handle as SmKey
    const [iv, body, tag] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'))
    if (!iv || !body || !tag || iv.length !== NONCE) throw new Error('not sealed by this suite')
    const expected = tagOf(key, iv, body, place)
    if (tag.length !== expected.length || !timingSafeEqual(tag, expected))
      throw new Error('the text, its place or its key is another')
    const decipher = createDecipheriv('sm4-ctr', key.cipher, iv)
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  },
  mac: (handle, text) =>
    createHmac('sm3', (handle as SmKey).mac)
      .update(text)
      .digest('base64url'),
  digest: (text) => hash('sm3', text, 'base64url'),
}
