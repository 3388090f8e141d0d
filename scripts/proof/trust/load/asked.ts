import type { JWK } from 'jose'

/** Whose tokens a host takes. */
export const ISSUER = 'https://sso.bank.test'
export const AUDIENCE = 'crm'

/** What a host is started with. */
export interface HostAsked {
  /** The public key that tokens are verified with. */
  readonly key: JWK
  /** A database; without one the host keeps everything in memory. */
  readonly postgres?: string
  readonly connections?: number
  /** How long a call waits for a connection, in milliseconds. */
  readonly patience?: number
  /** False where another host has made the bank already. */
  readonly first?: boolean
  readonly crowd?: { readonly atOnce?: number; readonly waiting?: number }
}
