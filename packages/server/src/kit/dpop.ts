import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify } from 'jose'

/** What a proof must be about. */
export interface ProofExpectation {
  /** The access token it came with. */
  readonly token: string
  /** The thumbprint of the key that the token is bound to (`cnf.jkt`). */
  readonly thumbprint: string
}

/** How old a proof may be, in seconds: one request's way here. */
const MAX_AGE = 60
const TOLERANCE = 30
const LONGEST_PROOF = 2_048

/** Proofs seen within their life: each is good once. Bounded, oldest forgotten first. */
export class SeenProofs {
  readonly #seen = new Map<string, number>()
  readonly #most: number

  constructor(most = 200_000) {
    this.#most = most
  }

  /** True the first time. `now` in seconds. */
  take(id: string, now: number): boolean {
    for (const [old, until] of this.#seen) {
      if (until > now && this.#seen.size < this.#most) break
      this.#seen.delete(old)
    }
    if (this.#seen.has(id)) return false
    this.#seen.set(id, now + MAX_AGE + 2 * TOLERANCE)
    return true
  }
}

async function hashOf(token: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/**
 * Does this request prove that its sender holds the key that the token is bound to? DPoP, RFC 9449,
 * 4.3: the proof is signed by that key, names this method and address and this token, is a minute old
 * at most, and was not seen before. A stolen token is then worth nothing without the key.
 */
export async function isProved(
  request: Request,
  { token, thumbprint }: ProofExpectation,
  seen: SeenProofs,
  algorithms: readonly string[] = ['ES256', 'EdDSA'],
): Promise<boolean> {
  const proof = request.headers.get('dpop')
  if (!proof || proof.length > LONGEST_PROOF || proof.includes(',')) return false
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...algorithms],
      maxTokenAge: MAX_AGE,
      clockTolerance: TOLERANCE,
      requiredClaims: ['iat', 'jti', 'htm', 'htu', 'ath'],
    })
    const { jwk } = protectedHeader
    if (!jwk || 'd' in jwk || (await calculateJwkThumbprint(jwk)) !== thumbprint) return false
    if (!isAbout(payload, request) || payload.ath !== (await hashOf(token))) return false
    const { jti } = payload
    if (typeof jti !== 'string' || jti.length < 8 || jti.length > 100) return false
    return seen.take(`${thumbprint} ${jti}`, Math.floor(Date.now() / 1_000))
  } catch {
    // Whatever is wrong with it: it proves nothing.
    return false
  }
}

function isAbout({ htm, htu }: JWTPayload, request: Request): boolean {
  if (htm !== request.method || typeof htu !== 'string') return false
  const { origin, pathname } = new URL(request.url)
  const about = new URL(htu)
  return about.origin === origin && about.pathname === pathname
}
