import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import * as z from 'zod/mini'
import { canonical } from '../../kit/digest.ts'
import type { KeyService } from '../../kit/keys/key-service.ts'
import { isSignedBy } from '../keys/sign.ts'
import { backupErrors } from './errors.ts'

const FORM = 'crm.backup.1'

/** What a backup says of itself. Signed, so that nobody can pass another off for it. */
export const Manifest = z.strictObject({
  form: z.literal(FORM),
  engine: z.enum(['pglite', 'postgres']),
  engineVersion: z.string(),
  takenAt: z.string(),
  /** Migrations that had run. */
  schema: z.array(z.string()),
  rowCounts: z.record(z.string(), z.int()),
  /** The last seal of each bank's audit: a restore says how far it goes back. */
  auditHeads: z.record(z.string(), z.strictObject({ n: z.int(), seal: z.string() })),
  archive: z.strictObject({ file: z.string(), sha256: z.string(), bytes: z.int() }),
  /** It was restored once to try it, before this was signed. */
  tried: z.optional(z.boolean()),
  wrapped: z.strictObject({ keyId: z.string(), wrapped: z.string() }),
})
export type Manifest = z.infer<typeof Manifest>

const Signed = z.strictObject({
  manifest: Manifest,
  signature: z.strictObject({
    keyId: z.string(),
    algorithm: z.enum(['Ed25519', 'SM2-SM3']),
    signature: z.string(),
  }),
})

const bytesOf = (manifest: Manifest): Uint8Array => new TextEncoder().encode(canonical(manifest))

/** Sign a manifest and have it on the disk under its name, whole or not at all. */
export async function writeManifest(
  file: string,
  manifest: Manifest,
  service: KeyService,
): Promise<void> {
  const signature = await service.sign(bytesOf(manifest))
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, JSON.stringify({ manifest, signature }, undefined, 2))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}

/** Read a manifest and hold it to its signature. @throws `backup.damaged`, `backup.not_signed` */
export async function readManifest(file: string, service: KeyService): Promise<Manifest> {
  let read: z.infer<typeof Signed>
  try {
    read = Signed.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw backupErrors.damaged(`there is no ${file}`)
    throw backupErrors.damaged('its manifest cannot be read')
  }
  const { manifest, signature } = read
  if (!isSignedBy(await service.verifyingKeys(), bytesOf(manifest), signature))
    throw backupErrors.notSigned()
  return manifest
}
