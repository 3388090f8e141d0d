import type { Vault } from '../keys/vault.ts'
import type { Checks } from './danger.ts'

/** What a store knows of how it was opened. */
export interface StoreOrigin {
  /** The folder of an embedded store; absent where it is in memory, and for PostgreSQL. */
  readonly folder?: string
  /** Where PostgreSQL is, and who asks; never its password. */
  readonly server?: {
    readonly host: string
    readonly user: string
    /** `verified`: the certificate is checked. */
    readonly tls: 'off' | 'unverified' | 'verified'
    readonly weakPassword: boolean
  }
  /** Milliseconds that a statement may take. */
  readonly deadline: number
}

/** What the dangers of store and keys are looked for in. */
export interface StorePart {
  readonly store: {
    readonly engine: 'pglite' | 'postgres'
    readonly vault: Pick<Vault, 'seals' | 'service'>
    readonly origin?: StoreOrigin
  }
  /** A pilot branch that knows what a power cut costs. */
  readonly allowEmbedded?: boolean
  readonly rowSecurity?: boolean
}

const isHere = (host: string): boolean =>
  host.startsWith('/') || /^(localhost|127(\.\d+){3}|::1)$/.test(host)

/** Dangers of the store and of its keys. */
export const storeChecks: Checks<StorePart> = {
  'store.embedded': ({ store: { engine, origin }, allowEmbedded }) =>
    engine === 'pglite' && origin?.folder !== undefined && allowEmbedded !== true,
  'store.in_memory': ({ store: { engine, origin } }) =>
    engine === 'pglite' && origin?.folder === undefined,
  'store.values_open': ({ store }) => !store.vault.seals,
  'store.tls_off': ({ store: { origin } }) =>
    origin?.server?.tls === 'off' && !isHere(origin.server.host) && { host: origin.server.host },
  'store.tls_unverified': ({ store: { origin } }) =>
    origin?.server?.tls === 'unverified' &&
    !isHere(origin.server.host) && { host: origin.server.host },
  'store.password_weak': ({ store: { origin } }) =>
    origin?.server?.weakPassword === true && { user: origin.server.user },
  'store.deadline_absurd': ({ store: { origin } }) =>
    origin !== undefined &&
    !(origin.deadline >= 100 && origin.deadline <= 60_000) && { milliseconds: origin.deadline },
  'store.row_security_off': ({ store: { engine }, rowSecurity }) =>
    engine === 'postgres' && rowSecurity !== true,
  'keys.in_memory': ({ store }) => store.vault.service?.name === 'memory',
  'keys.in_file': ({ store }) => store.vault.service?.name === 'file',
}
