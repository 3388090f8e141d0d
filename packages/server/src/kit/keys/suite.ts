/** A key made ready for a suite; what is inside is the suite's own business. */
export interface KeyHandle {
  readonly suite: SuiteName
}

/** `intl`: AES-256-GCM and SHA-256. `gm`: SM4 and SM3, as GB/T 39786-2021 asks of Chinese banks. */
export type SuiteName = 'intl' | 'gm'

/**
 * A family of ciphers behind one interface. All of it is synchronous: a row is sealed or opened in
 * microseconds, and waiting for each would cost more than the cipher.
 */
export interface CipherSuite {
  readonly name: SuiteName
  /** How sealed text names its algorithm: `gcm`, `sm4`. */
  readonly algorithm: string
  /** Make 32 bytes of key ready for use. */
  prepare(key: Uint8Array): KeyHandle
  /** A new random key of 32 bytes. */
  newKey(): Uint8Array
  /** Encrypt and authenticate; `place` is authenticated too. @returns `iv.text.tag` in base64url */
  seal(key: KeyHandle, text: string, place: string): string
  /** @throws when the key, the place or a single bit is another */
  open(key: KeyHandle, sealed: string, place: string): string
  /** A keyed hash, 32 bytes in base64url. */
  mac(key: KeyHandle, text: string): string
  /** A plain hash, 32 bytes in base64url. */
  digest(text: string): string
}
