import { Principal } from '@crm/core'
import { type CryptoKey, createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose'

/** How the bank's identity provider signs its tokens. */
export interface JwtOptions {
  /** Where its keys are, or one key, or a function that finds the key. */
  readonly keys: URL | CryptoKey | JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string
  /** Signature algorithms to accept; never what the token itself asks for. */
  readonly algorithms?: readonly ('ES256' | 'EdDSA' | 'RS256')[]
}

/** The oldest token that is accepted, and how far clocks may differ, in seconds. */
const MAX_AGE = 600
const TOLERANCE = 30
const LONGEST_TOKEN = 8_192

/**
 * Verify bearer tokens (`at+jwt`: `sub` staff, `tid` bank, `sid` session). Algorithms, issuer,
 * audience, type and age are pinned; anything else is nobody.
 */
export function authenticateJwt(
  options: JwtOptions,
): (request: Request) => Promise<Principal | undefined> {
  const { keys, issuer, audience, algorithms = ['ES256', 'EdDSA'] } = options
  const find =
    keys instanceof URL
      ? createRemoteJWKSet(keys)
      : typeof keys === 'function'
        ? keys
        : async () => keys
  return async (request) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(
      request.headers.get('authorization') ?? '',
    )?.[1]
    if (!token || token.length > LONGEST_TOKEN) return undefined
    try {
      const { payload } = await jwtVerify(token, find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        typ: 'at+jwt',
        maxTokenAge: MAX_AGE,
        clockTolerance: TOLERANCE,
        requiredClaims: ['exp', 'iat', 'sub', 'tid'],
      })
      const { sub, tid, sid } = payload
      const principal = Principal.safeParse({
        bankId: tid,
        staffId: sub,
        ...(sid !== undefined && { sessionId: sid }),
      })
      return principal.success ? principal.data : undefined
    } catch {
      // Whatever is wrong with a token, its bearer is nobody; why is no business of theirs.
      return undefined
    }
  }
}
