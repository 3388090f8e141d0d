import { createHash, randomBytes } from 'node:crypto'
import { keyErrors } from '@crm/core'
import type { KeyPurpose, KeyService, Signature } from '../../kit/keys/key-service.ts'
import type { KeyHandle } from '../../kit/keys/suite.ts'
import { intlSuite } from './intl-suite.ts'
import { makeSigningKey, type SigningKey, signWith, verifyingKeyOf } from './sign.ts'

/** How a key service in memory is made. */
export interface MemoryKeyOptions {
  /** The same seed gives the same keys, for a store that outlives the process; none: random keys. */
  readonly seed?: string
  readonly signing?: Signature['algorithm']
}

/** A key service for tests, with a switch to play an outage. */
export interface MemoryKeyService extends KeyService {
  /** From now on every call fails, or no longer does. */
  readonly breakDown: (broken: boolean) => void
}

const derive = (seed: string | undefined, use: string): Buffer =>
  seed === undefined ? randomBytes(32) : createHash('sha256').update(`${seed}|${use}`).digest()

/** Master keys that live as long as the process: for tests. Production takes a KMS or an HSM. */
export function memoryKeyService(options: MemoryKeyOptions = {}): MemoryKeyService {
  const { seed, signing = 'Ed25519' } = options
  const masters = new Map<string, KeyHandle | undefined>()
  const newest = new Map<KeyPurpose, number>()
  const signers: SigningKey[] = [makeSigningKey('sign-1', signing, derive(seed, 'sign-1'))]
  let broken = false

  const make = (purpose: KeyPurpose): string => {
    const version = (newest.get(purpose) ?? 0) + 1
    const keyId = `${purpose}-master-${version}`
    newest.set(purpose, version)
    masters.set(keyId, intlSuite.prepare(derive(seed, keyId)))
    return keyId
  }
  for (const purpose of ['data', 'customer', 'backup'] as const) make(purpose)

  const working = async <T>(work: () => T): Promise<T> => {
    if (broken) throw keyErrors.serviceUnavailable()
    return work()
  }
  const master = (keyId: string): KeyHandle => {
    const key = masters.get(keyId)
    if (key) return key
    throw masters.has(keyId) ? keyErrors.destroyed(keyId) : keyErrors.keyMissing(keyId)
  }

  return {
    name: 'memory',
    wrap: (purpose, key, context) =>
      working(() => {
        const keyId = `${purpose}-master-${newest.get(purpose)}`
        const text = Buffer.from(key).toString('base64')
        return { keyId, wrapped: intlSuite.seal(master(keyId), text, `${keyId}|${context}`) }
      }),
    unwrap: ({ keyId, wrapped }, context) =>
      working(() => {
        const key = master(keyId)
        try {
          return Buffer.from(intlSuite.open(key, wrapped, `${keyId}|${context}`), 'base64')
        } catch (cause) {
          throw keyErrors.unwrapFailed(keyId, cause)
        }
      }),
    sign: (data) => working(() => signWith(signers[0]!, data)),
    verifyingKeys: () => working(() => signers.map(verifyingKeyOf)),
    rotate: (purpose) => working(() => ({ keyId: make(purpose) })),
    destroy: (keyId) => working(() => void masters.set(keyId, undefined)),
    breakDown: (now) => {
      broken = now
    },
  }
}
