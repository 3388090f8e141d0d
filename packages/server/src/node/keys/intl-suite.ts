import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { CipherSuite, KeyHandle } from '../../kit/keys/suite.ts'
import { nonces } from './nonces.ts'

/** Made ready once: Node 24 takes four times as long for a cipher from bare bytes. */
interface AesKey extends KeyHandle {
  readonly secret: KeyObject
}

const NONCE = 12
const TAG = 16
const nonce = nonces(NONCE)
const secretOf = (key: KeyHandle): KeyObject => (key as AesKey).secret

/** AES-256-GCM (NIST SP 800-38D, random 96-bit nonces) and HMAC-SHA-256. */
export const intlSuite: CipherSuite = {
  name: 'intl',
  algorithm: 'gcm',
  prepare: (bytes): AesKey => ({ suite: 'intl', secret: createSecretKey(bytes) }),
  newKey: () => randomBytes(32),
  seal(key, text, place) {
    const iv = nonce()
    const cipher = createCipheriv('aes-256-gcm', secretOf(key), iv, { authTagLength: TAG })
    cipher.setAAD(Buffer.from(place))
    const body = cipher.update(text, 'utf8', 'base64url') + cipher.final('base64url')
    return `${iv.toString('base64url')}.${body}.${cipher.getAuthTag().toString('base64url')}`
  },
  open(key, sealed, place) {
    const [iv = '', body = '', tag = ''] = sealed.split('.')
    const decipher = createDecipheriv('aes-256-gcm', secretOf(key), Buffer.from(iv, 'base64url'), {
      authTagLength: TAG,
    })
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return decipher.update(body, 'base64url', 'utf8') + decipher.final('utf8')
  },
  mac: (key, text) => createHmac('sha256', secretOf(key)).update(text).digest('base64url'),
  digest: (text) => hash('sha256', text, 'base64url'),
}
