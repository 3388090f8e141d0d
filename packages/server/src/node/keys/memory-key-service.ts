import { createHash, randomBytes } from 'node:crypto'
import { keyErrors } from '@crm/core'
import type { KeyService, Signature } from '../../kit/keys/key-service.ts'
import { addMaster, type KeyRing, keyPurposes, keyServiceOver } from './local-key-service.ts'
import { makeSigningKey } from './sign.ts'

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

/** Master keys that live as long as the process: for tests. */
export function memoryKeyService(options: MemoryKeyOptions = {}): MemoryKeyService {
  const { seed, signing = 'Ed25519' } = options
  const newSecret = (use: string): Buffer =>
    seed === undefined ? randomBytes(32) : createHash('sha256').update(`${seed}|${use}`).digest()
  const ring: KeyRing = {
    masters: new Map(),
    newest: new Map(),
    signers: [makeSigningKey('sign-1', signing, newSecret('sign-1'))],
  }
  let broken = false
  const keeper = {
    name: 'memory',
    newSecret,
    save: () => undefined,
    expectUp: () => {
      if (broken) throw keyErrors.serviceUnavailable()
    },
  }
  for (const purpose of keyPurposes) addMaster(ring, purpose, keeper)
  return {
    ...keyServiceOver(ring, keeper),
    breakDown: (now) => {
      broken = now
    },
  }
}
