import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CrmError } from '@crm/core'
import * as z from 'zod/mini'
import { type Pkcs11KeyService, pkcs11KeyService } from './pkcs11-key-service.ts'
import { pinFromFile } from './pkcs11-token.ts'

const form = 'crm.pkcs11.1'

/** Where an HSM is. It holds no secret: the PIN is in a file of its own. */
const Pkcs11File = z.strictObject({
  form: z.literal(form),
  library: z.string().check(z.minLength(1)),
  token: z.string().check(z.minLength(1)),
  pinFile: z.string().check(z.minLength(1)),
  prefix: z.optional(z.string()),
})

/**
 * The HSM that a file names (`{"form": "crm.pkcs11.1", "library", "token", "pinFile"}`); nothing where
 * the file is of another kind.
 *
 * @throws `config.key_file_damaged`
 */
export function pkcs11In(file: string): Pkcs11KeyService | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!text.includes(form)) return undefined
  let named: z.infer<typeof Pkcs11File>
  try {
    named = Pkcs11File.parse(JSON.parse(text))
  } catch (cause) {
    const message = `${file} does not say where the HSM is, as ${form} asks.`
    throw new CrmError('config.key_file_damaged', 500, message, { file }, { cause })
  }
  const { library, token, pinFile, prefix } = named
  return pkcs11KeyService({
    library,
    token,
    pin: pinFromFile(resolve(dirname(file), pinFile)),
    ...(prefix !== undefined && { prefix }),
  })
}
