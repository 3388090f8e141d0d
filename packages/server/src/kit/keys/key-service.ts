/** What a master key is for; each purpose has keys of its own, so that a backup key opens no field. */
export type KeyPurpose = 'data' | 'customer' | 'backup'

/** A data key as it may be stored: useless without the key service that wrapped it. */
export interface WrappedKey {
  /** The master key that wrapped it. */
  readonly keyId: string
  /** Base64url; its inside is the key service's own business. */
  readonly wrapped: string
}

/** A signature with what is needed to check it later. */
export interface Signature {
  readonly keyId: string
  readonly algorithm: 'Ed25519' | 'SM2-SM3'
  /** Base64url. */
  readonly signature: string
}

/** A signing key's public half, in PEM (SPKI): enough to check old signatures offline. */
export interface VerifyingKey {
  readonly keyId: string
  readonly algorithm: Signature['algorithm']
  readonly publicKey: string
}

/**
 * Keeps the bank's master keys: its KMS, an HSM, or in development a file. Master keys never leave it;
 * what it hands out is data keys it has unwrapped and signatures it has made.
 */
export interface KeyService {
  /** As `crm doctor` prints it: `file`, `pkcs11`. */
  readonly name: string
  /**
   * Wrap a data key under the newest master key of a purpose. The context (bank, kind of key) is bound
   * in: a wrapped key unwraps only under the same one.
   *
   * @throws `keys.service_unavailable`
   */
  wrap(purpose: KeyPurpose, key: Uint8Array, context: string): Promise<WrappedKey>
  /** @throws `keys.service_unavailable`, `keys.destroyed`, `keys.unwrap_failed` */
  unwrap(wrapped: WrappedKey, context: string): Promise<Uint8Array>
  /** Sign with the newest signing key. @throws `keys.service_unavailable` */
  sign(data: Uint8Array): Promise<Signature>
  /** Every signing key there has been, newest first. */
  verifyingKeys(): Promise<readonly VerifyingKey[]>
  /** Make a new master key for a purpose; later wraps use it, earlier ones still unwrap. */
  rotate(purpose: KeyPurpose): Promise<{ readonly keyId: string }>
  /** Destroy a master key for good: what it wrapped can never be read again. */
  destroy(keyId: string): Promise<void>
}
