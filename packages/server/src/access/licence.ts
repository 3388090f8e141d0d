import { accessErrors, Licence } from '@crm/core'
import { type CryptoKey, errors, importJWK, importSPKI, type JWK, jwtVerify } from 'jose'
import * as z from 'zod/mini'

/** The vendor's public key: an Ed25519 key as JWK, or as PEM (SPKI). */
export type VendorKey = JWK | string

/** How a server is told what its bank may use. */
export interface LicenceOptions {
  /**
   * The text of the licence file; or a function that reads it for a bank, asked again each minute, so
   * that a renewed licence counts without a restart.
   */
  readonly file: string | ((bankId: string) => string | Promise<string>)
  readonly vendorKey: VendorKey
}

/** What the header of a licence file must say. */
export const LICENCE_TYPE = 'crm-licence+jwt'
const ALGORITHM = 'EdDSA'
const LONGEST_FILE = 32_768

const Claims = z.strictObject({
  aud: z.string(),
  iss: z.string(),
  iat: z.number(),
  jti: z.string(),
  licence: Licence,
})

/** Only a public key will do: a private one here would let the bank write its own licences. */
async function publicKey(vendorKey: VendorKey): Promise<CryptoKey> {
  try {
    if (typeof vendorKey === 'string') return await importSPKI(vendorKey, ALGORITHM)
    const { kty, crv, x, d } = vendorKey
    if (kty !== 'OKP' || crv !== 'Ed25519' || !x || d !== undefined)
      throw new TypeError('The vendor key has to be a public Ed25519 key.')
    return (await importJWK({ kty, crv, x }, ALGORITHM)) as CryptoKey
  } catch (cause) {
    throw accessErrors.licenceInvalid('key', cause)
  }
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTExpired) return 'content'
  if (error instanceof errors.JWTClaimValidationFailed)
    return { aud: 'audience', typ: 'type' }[error.claim] ?? 'content'
  return 'malformed'
}

/**
 * Read a licence file, offline. The algorithm (EdDSA), the type and the vendor's key are pinned: what
 * the file says of them itself is never believed. `bankId` pins the bank as well.
 *
 * @throws `access.licence_invalid`; `why` in its context is `malformed`, `algorithm`, `type`,
 * `signature`, `audience`, `content` or `key`
 */
export async function readLicence(
  file: string,
  vendorKey: VendorKey,
  bankId?: string,
): Promise<Licence> {
  const key = await publicKey(vendorKey)
  const text = file.trim()
  if (text.length > LONGEST_FILE) throw accessErrors.licenceInvalid('malformed')
  const { payload } = await jwtVerify(text, key, {
    algorithms: [ALGORITHM],
    typ: LICENCE_TYPE,
    ...(bankId !== undefined && { audience: bankId }),
  }).catch((error: unknown) => {
    throw accessErrors.licenceInvalid(whyNot(error), error)
  })
  const claims = Claims.safeParse(payload)
  if (!claims.success) throw accessErrors.licenceInvalid('content', claims.error)
  const { aud, jti, iss, licence } = claims.data
  if (aud !== licence.bankId) throw accessErrors.licenceInvalid('audience')
  if (jti !== licence.id || iss !== licence.vendor) throw accessErrors.licenceInvalid('content')
  return licence
}
