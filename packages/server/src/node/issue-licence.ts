import { accessErrors, Licence } from '@crm/core'
import { exportJWK, generateKeyPair, importJWK, importPKCS8, type JWK, SignJWT } from 'jose'
import { LICENCE_TYPE } from '../access/licence.ts'

/** The vendor's keys: the private one signs licences and never leaves the vendor. */
export interface VendorKeys {
  /** Goes into the product, or beside each licence. */
  readonly publicKey: JWK
  readonly privateKey: JWK
}

/** Make the vendor's keys, Ed25519. Do it once, and keep the private one where nobody reads it. */
export async function createVendorKeys(): Promise<VendorKeys> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return {
    publicKey: await exportJWK(pair.publicKey),
    privateKey: await exportJWK(pair.privateKey),
  }
}

/**
 * Sign a licence for one bank. The answer is the text of the licence file. `privateKey` is a JWK, or
 * PEM (PKCS #8).
 *
 * @throws `access.licence_invalid` where the licence is not sound, or the key is of another kind
 */
export async function issueLicence(licence: Licence, privateKey: JWK | string): Promise<string> {
  const sound = Licence.safeParse(licence)
  if (!sound.success) throw accessErrors.licenceInvalid('content', sound.error)
  const { id, bankId, vendor, issuedOn } = sound.data
  try {
    const key =
      typeof privateKey === 'string'
        ? await importPKCS8(privateKey, 'EdDSA')
        : await importJWK(privateKey, 'EdDSA')
    const token = await new SignJWT({ licence: sound.data })
      .setProtectedHeader({ alg: 'EdDSA', typ: LICENCE_TYPE })
      .setIssuer(vendor)
      .setAudience(bankId)
      .setJti(id)
      .setIssuedAt(new Date(`${issuedOn}T00:00:00Z`))
      .sign(key)
    return `${token}\n`
  } catch (cause) {
    throw accessErrors.licenceInvalid('key', cause)
  }
}
