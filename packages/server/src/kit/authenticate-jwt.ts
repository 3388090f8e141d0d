import { Principal } from '@crm/core'
import {
  type CryptoKey,
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { describeIdentity } from './configuration/identity.ts'
import { sha256 } from './digest.ts'
import { isProved, SeenProofs } from './dpop.ts'
import { VerifiedTokens } from './verified-tokens.ts'

/** How the bank's identity provider signs its tokens. */
export interface JwtOptions {
  /** Where its keys are, or one key, or a function that finds the key. */
  readonly keys: URL | CryptoKey | JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string
  /** Signature algorithms to accept; never what the token itself asks for. */
  readonly algorithms?: readonly ('ES256' | 'EdDSA' | 'RS256')[]
  /**
   * What ties a token to its holder. `dpop`: a key in the browser proves itself with each request
   * (RFC 9449). `host`: the token names the host's own session (`cnf.hsh`), for one origin. `token`
   * (when left out): a token that is bound is held to it, one that is not is a plain bearer's.
   */
  readonly binding?: 'dpop' | 'host' | 'token'
  /** For `host`: the hash of the host's session behind a request, as the token names it. */
  readonly hostSession?: (request: Request) => Promise<string | undefined> | string | undefined
}

/** The oldest token that is accepted, and how far clocks may differ, in seconds. */
const MAX_AGE = 600
const TOLERANCE = 30
const LONGEST_TOKEN = 8_192
/** How long keys from a URL are kept when it no longer answers, in milliseconds. */
const KEYS_KEPT_MS = 600_000

interface Confirmation {
  readonly jkt?: unknown
  readonly hsh?: unknown
}

const seconds = (): number => Math.floor(Date.now() / 1_000)

const instant = (seconds: unknown): string | undefined =>
  typeof seconds === 'number' ? new Date(seconds * 1_000).toISOString() : undefined

/** `acr` as a number, `2` or `urn:…:aal2`; what is neither is no assurance. */
function assuranceOf({ acr }: JWTPayload): number | undefined {
  const digit = /^(?:.*\D)?([0-9])$/.exec(String(acr ?? ''))?.[1]
  return digit === undefined ? undefined : Number(digit)
}

/**
 * Verify bearer tokens (`at+jwt`: `sub` staff, `tid` bank, `sid` session, `acr` and `auth_time` for
 * step-up, `cnf` for the holder). Algorithms, issuer, audience, type and age are pinned; anything else
 * is nobody.
 */
export function authenticateJwt(
  options: JwtOptions,
): (request: Request) => Promise<Principal | undefined> {
  const { keys, issuer, audience, algorithms = ['ES256', 'EdDSA'] } = options
  const find =
    keys instanceof URL
      ? createRemoteJWKSet(keys, { cacheMaxAge: KEYS_KEPT_MS })
      : typeof keys === 'function'
        ? keys
        : async () => keys
  const isHolder = holder(options)
  const verified = new VerifiedTokens({ maxAge: MAX_AGE, tolerance: TOLERANCE })
  const verify = async (token: string): Promise<JWTPayload | undefined> => {
    const hash = await sha256(token)
    const remembered = verified.recall(hash, seconds())
    if (remembered) return remembered === 'over' ? undefined : remembered
    const { payload } = await jwtVerify(token, find, {
      issuer,
      audience,
      algorithms: [...algorithms],
      typ: 'at+jwt',
      maxTokenAge: MAX_AGE,
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', 'iat', 'sub', 'tid'],
    })
    verified.keep(hash, payload, seconds())
    return payload
  }
  const authenticate = async (request: Request): Promise<Principal | undefined> => {
    const token = /^(?:Bearer|DPoP) ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(
      request.headers.get('authorization') ?? '',
    )?.[1]
    if (!token || token.length > LONGEST_TOKEN) return undefined
    try {
      const payload = await verify(token)
      if (!payload || !(await isHolder(request, token, payload))) return undefined
      return principalOf(payload)
    } catch {
      // Whatever is wrong with a token, its bearer is nobody; why is no business of theirs.
      return undefined
    }
  }
  return describeIdentity(authenticate, { kind: 'jwt', issuer, audience, algorithms, keys })
}

function principalOf(payload: JWTPayload): Principal | undefined {
  const { sub, tid, sid, auth_time } = payload
  const assurance = assuranceOf(payload)
  const provedAt = instant(auth_time)
  const principal = Principal.safeParse({
    bankId: tid,
    staffId: sub,
    ...(sid !== undefined && { sessionId: sid }),
    ...(assurance !== undefined && { assurance }),
    ...(provedAt !== undefined && { provedAt }),
  })
  return principal.success ? principal.data : undefined
}

/** Is whoever sent a request the one whom the token was given to? */
function holder({ binding = 'token', hostSession, algorithms }: JwtOptions) {
  const seen = new SeenProofs()
  return async (request: Request, token: string, payload: JWTPayload): Promise<boolean> => {
    const { cnf } = payload
    const { jkt, hsh } = (cnf ?? {}) as Confirmation
    if (typeof jkt === 'string')
      return isProved(request, { token, thumbprint: jkt }, seen, algorithms)
    if (binding === 'dpop') return false
    if (typeof hsh === 'string') {
      const session = await hostSession?.(request)
      return session !== undefined && session === hsh
    }
    // Bound in a way that is not known here, to a certificate say: then nobody can be held to it.
    return binding !== 'host' && cnf === undefined
  }
}
