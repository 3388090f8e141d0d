import type { Checks } from './danger.ts'

/** What is known of how callers are told; a host's own function tells nothing. */
export type IdentityFacts =
  | { readonly kind: 'development' }
  | {
      readonly kind: 'jwt'
      readonly issuer: unknown
      readonly audience: unknown
      readonly algorithms: readonly string[]
      readonly keys: unknown
    }

type Authenticate = (request: Request) => Promise<unknown>

const known = new WeakMap<Authenticate, IdentityFacts>()

/** Note how a function tells callers, for the check before production. */
export function describeIdentity<F extends Authenticate>(authenticate: F, facts: IdentityFacts): F {
  known.set(authenticate, facts)
  return authenticate
}

/** What is known of how this function tells callers. */
export const identityOf = (authenticate: Authenticate): IdentityFacts | undefined =>
  known.get(authenticate)

/** What the dangers of identity are looked for in. */
export interface IdentityPart {
  readonly authenticate: (request: Request) => Promise<unknown>
}

const jwtOf = ({ authenticate }: IdentityPart) => {
  const facts = identityOf(authenticate)
  return facts?.kind === 'jwt' ? facts : undefined
}

/** Empty, or a pattern where one name belongs. */
const isLoose = (value: unknown): boolean =>
  typeof value !== 'string' || value.trim() === '' || value.includes('*')

const safe = ['ES256', 'EdDSA', 'RS256']

const keyType = (keys: unknown): unknown =>
  typeof keys === 'object' && keys !== null && 'type' in keys ? keys.type : undefined

/** Dangers of how callers are told. */
export const identityChecks: Checks<IdentityPart> = {
  'identity.development': ({ authenticate }) => identityOf(authenticate)?.kind === 'development',
  'identity.issuer_missing': (part) => {
    const jwt = jwtOf(part)
    return jwt && isLoose(jwt.issuer)
  },
  'identity.issuer_http': (part) => {
    const issuer = jwtOf(part)?.issuer
    return typeof issuer === 'string' && /^http:/i.test(issuer) && { issuer }
  },
  'identity.audience_missing': (part) => {
    const jwt = jwtOf(part)
    return jwt && isLoose(jwt.audience)
  },
  'identity.keys_http': (part) => {
    const keys = jwtOf(part)?.keys
    return keys instanceof URL && keys.protocol !== 'https:' && { url: keys.origin }
  },
  'identity.algorithm_weak': (part) =>
    jwtOf(part)
      ?.algorithms.filter((algorithm) => !safe.includes(algorithm))
      .map((algorithm) => ({ algorithm })),
  'identity.key_shared': (part) => {
    const keys = jwtOf(part)?.keys
    return keys instanceof Uint8Array || keyType(keys) === 'secret'
  },
  'identity.key_private': (part) => keyType(jwtOf(part)?.keys) === 'private',
}
