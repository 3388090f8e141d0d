import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { CrmError } from '@crm/core'
import * as z from 'zod/mini'
import type { KeyPurpose, KeyService, Signature } from '../../kit/keys/key-service.ts'
import { addMaster, type KeyRing, keyPurposes, keyServiceOver } from './local-key-service.ts'
import { makeSigningKey } from './sign.ts'

const Kept = z.strictObject({
  form: z.literal('crm.keys.1'),
  masters: z.record(z.string(), z.nullable(z.string())),
  signers: z.array(
    z.strictObject({
      keyId: z.string(),
      algorithm: z.enum(['Ed25519', 'SM2-SM3']),
      secret: z.string(),
    }),
  ),
})

const refuse = (code: string, message: string, file: string): CrmError =>
  new CrmError(code, 500, message, { file })

/**
 * Master keys in a file that only its owner can read: for development, and for a pilot on one machine.
 * Keep it away from the data and from backups: whoever has both has everything.
 *
 * @throws `config.file_keys_in_production`, `config.key_file_readable`, `config.key_file_damaged`
 */
export function fileKeyService(
  file: string,
  { signing = 'Ed25519' }: { readonly signing?: Signature['algorithm'] } = {},
): KeyService {
  if (process.env.NODE_ENV === 'production')
    throw refuse(
      'config.file_keys_in_production',
      'Production keeps its master keys in a KMS or an HSM, not in a file.',
      file,
    )
  const keeper = {
    name: 'file',
    newSecret: () => randomBytes(32),
    save: (ring: KeyRing) => save(file, ring),
    expectUp: () => undefined,
  }
  if (existsSync(file)) return keyServiceOver(load(file), keeper)
  const ring: KeyRing = {
    masters: new Map(),
    newest: new Map(),
    signers: [makeSigningKey('sign-1', signing)],
  }
  for (const purpose of keyPurposes) addMaster(ring, purpose, keeper)
  save(file, ring)
  return keyServiceOver(ring, keeper)
}

function load(file: string): KeyRing {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw refuse(
      'config.key_file_readable',
      `${file} can be read by others. Make it readable by its owner alone (chmod 600).`,
      file,
    )
  let kept: z.infer<typeof Kept>
  try {
    kept = Kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // What is in there is secret even when it is spoilt: nothing of it goes into the message.
    throw refuse(
      'config.key_file_damaged',
      `${file} is not a key file of ours, or is damaged.`,
      file,
    )
  }
  const masters = new Map<string, Uint8Array | undefined>()
  const newest = new Map<KeyPurpose, number>()
  for (const [keyId, secret] of Object.entries(kept.masters)) {
    masters.set(keyId, secret === null ? undefined : Buffer.from(secret, 'base64'))
    const [, purpose, version] = /^(data|customer|backup)-master-(\d+)$/.exec(keyId) ?? []
    const known = newest.get(purpose as KeyPurpose) ?? 0
    if (purpose) newest.set(purpose as KeyPurpose, Math.max(known, Number(version)))
  }
  const signers = kept.signers.map((one) => ({ ...one, secret: Buffer.from(one.secret, 'base64') }))
  return { masters, newest, signers }
}

/** Whole or not at all, and on the disk before anything is sealed with it. */
function save(file: string, { masters, signers }: KeyRing): void {
  const kept = {
    form: 'crm.keys.1',
    masters: Object.fromEntries(
      [...masters].map(([keyId, secret]) => [
        keyId,
        secret ? Buffer.from(secret).toString('base64') : null,
      ]),
    ),
    signers: signers.map((one) => ({ ...one, secret: Buffer.from(one.secret).toString('base64') })),
  }
  const draft = `${file}.${process.pid}.new`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify(kept, undefined, 2))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}
