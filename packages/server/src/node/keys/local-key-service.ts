import { keyErrors } from '@crm/core'
import type { KeyPurpose, KeyService } from '../../kit/keys/key-service.ts'
import { intlSuite } from './intl-suite.ts'
import { type SigningKey, signWith, verifyingKeyOf } from './sign.ts'

/** Master keys that this process holds itself; a destroyed one leaves its name. */
export interface KeyRing {
  readonly masters: Map<string, Uint8Array | undefined>
  /** The number of the newest master key for each purpose. */
  readonly newest: Map<KeyPurpose, number>
  /** Newest first. */
  readonly signers: SigningKey[]
}

/** What a ring is kept by. */
export interface RingKeeper {
  readonly name: string
  readonly newSecret: (keyId: string) => Uint8Array
  /** Called after each change, before it is told that it is done. */
  readonly save: (ring: KeyRing) => void
  /** Throws where the service plays, or has, an outage. */
  readonly expectUp: () => void
}

/** The purposes that every key service serves. */
export const keyPurposes: readonly KeyPurpose[] = ['data', 'customer', 'backup']

/** Put a new master key for a purpose into a ring. */
export function addMaster(ring: KeyRing, purpose: KeyPurpose, keeper: RingKeeper): string {
  const version = (ring.newest.get(purpose) ?? 0) + 1
  const keyId = `${purpose}-master-${version}`
  ring.masters.set(keyId, keeper.newSecret(keyId))
  ring.newest.set(purpose, version)
  return keyId
}

/** A key service over a ring in this process: for development and tests. A bank takes a KMS or an HSM. */
export function keyServiceOver(ring: KeyRing, keeper: RingKeeper): KeyService {
  const working = async <T>(work: () => T): Promise<T> => {
    keeper.expectUp()
    return work()
  }
  const master = (keyId: string) => {
    const secret = ring.masters.get(keyId)
    if (secret) return intlSuite.prepare(secret)
    throw ring.masters.has(keyId) ? keyErrors.destroyed(keyId) : keyErrors.keyMissing(keyId)
  }
  return {
    name: keeper.name,
    wrap: (purpose, key, context) =>
      working(() => {
        const keyId = `${purpose}-master-${ring.newest.get(purpose)}`
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
    sign: (data) => working(() => signWith(ring.signers[0]!, data)),
    verifyingKeys: () => working(() => ring.signers.map(verifyingKeyOf)),
    rotate: (purpose) =>
      working(() => {
        const keyId = addMaster(ring, purpose, keeper)
        keeper.save(ring)
        return { keyId }
      }),
    destroy: (keyId) =>
      working(() => {
        ring.masters.set(keyId, undefined)
        keeper.save(ring)
      }),
  }
}
