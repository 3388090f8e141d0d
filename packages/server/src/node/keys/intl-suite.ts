import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'
import type { CipherSuite, KeyHandle } from '../../kit/keys/suite.ts'
import { nonces } from './nonces.ts'

interface AesKey extends KeyHandle {
  readonly bytes: Uint8Array
}

const NONCE = 12
const TAG = 16
const nonce = nonces(NONCE)
const bytesOf = (key: KeyHandle): Uint8Array => (key as AesKey).bytes

/** AES-256-GCM (NIST SP 800-38D, random 96-bit nonces) and HMAC-SHA-256. */
export const intlSuite: CipherSuite = {
  name: 'intl',
  algorithm: 'gcm',
  prepare: (bytes): AesKey => ({ suite: 'intl', bytes }),
  newKey: () => randomBytes(32),
  seal(key, text, place) {
    const iv = nonce()
    const cipher = createCipheriv('aes-256-gcm', bytesOf(key), iv, { authTagLength: TAG })
    cipher.setAAD(Buffer.from(place))
    const body = cipher.update(text, 'utf8', 'base64url') + cipher.final('base64url')
    return `${iv.toString('base64url')}.${body}.${cipher.getAuthTag().toString('base64url')}`
  },
  open(key, sealed, place) {
    const [iv = '', body = '', tag = ''] = sealed.split('.')
    const decipher = createDecipheriv('aes-256-gcm', bytesOf(key), Buffer.from(iv, 'base64url'), {
      authTagLength: TAG,
    })
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return decipher.update(body, 'base64url', 'utf8') + decipher.final('utf8')
  },
  mac: (key, text) => createHmac('sha256', bytesOf(key)).update(text).digest('base64url'),
  digest: (text) => hash('sha256', text, 'base64url'),
}
