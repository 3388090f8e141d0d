import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { backupErrors } from './errors.ts'

const MAGIC = Buffer.from('CRMBAK1\n')
const FRAME = 1_048_576
const TAG = 16

/** Each frame has a nonce of its own, and says whether it is the last: a cut file has no last frame. */
const nonceOf = (prefix: Buffer, n: number): Buffer => {
  const nonce = Buffer.alloc(12)
  prefix.copy(nonce, 0, 0, 7)
  nonce.writeUIntBE(n, 7, 5)
  return nonce
}
const about = (n: number, last: boolean): Buffer => Buffer.from(`crm.backup|${n}|${last ? 1 : 0}`)

async function* frames(plain: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  const prefix = randomBytes(7)
  yield Buffer.concat([MAGIC, prefix])
  let n = 0
  let held: Buffer = Buffer.alloc(0)
  const seal = (body: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, n), { authTagLength: TAG })
    cipher.setAAD(about(n, last))
    const sealed = Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()])
    const head = Buffer.alloc(5)
    head.writeUInt8(last ? 1 : 0, 0)
    head.writeUInt32BE(sealed.length, 1)
    n += 1
    return Buffer.concat([head, sealed])
  }
  for await (const chunk of plain) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length > FRAME) {
      yield seal(held.subarray(0, FRAME), false)
      held = held.subarray(FRAME)
    }
  }
  yield seal(held, true)
}

async function* openFrames(sealed: AsyncIterable<Buffer>, key: Buffer): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  const iterator = sealed[Symbol.asyncIterator]()
  const need = async (size: number): Promise<boolean> => {
    while (held.length < size) {
      const next = await iterator.next()
      if (next.done) return false
      held = Buffer.concat([held, next.value])
    }
    return true
  }
  if (!(await need(MAGIC.length + 7)) || !held.subarray(0, MAGIC.length).equals(MAGIC))
    throw backupErrors.damaged('it is no archive of ours')
  const prefix = Buffer.from(held.subarray(MAGIC.length, MAGIC.length + 7))
  held = held.subarray(MAGIC.length + 7)
  for (let n = 0; ; n++) {
    if (!(await need(5))) throw backupErrors.damaged('it ends too early')
    const last = held.readUInt8(0) === 1
    const size = held.readUInt32BE(1)
    if (size < TAG || size > FRAME + TAG) throw backupErrors.damaged('a frame has no sound length')
    if (!(await need(5 + size))) throw backupErrors.damaged('it ends too early')
    const body = held.subarray(5, 5 + size)
    held = held.subarray(5 + size)
    yield openFrame(body, key, nonceOf(prefix, n), about(n, last))
    if (!last) continue
    if (held.length > 0 || (await need(1))) throw backupErrors.damaged('something follows its end')
    return
  }
}

function openFrame(body: Buffer, key: Buffer, nonce: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  decipher.setAAD(aad)
  decipher.setAuthTag(body.subarray(body.length - TAG))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG)), decipher.final()])
  } catch {
    throw backupErrors.damaged('a frame was altered, or the key is another')
  }
}

/** What was written: enough to know it again. */
export interface Written {
  readonly sha256: string
  readonly bytes: number
}

/** Compress and seal a stream into a file, and have it on the disk when this is done. */
export async function writeArchive(
  file: string,
  plain: Readable | Uint8Array,
  key: Uint8Array,
): Promise<Written> {
  const digest = createHash('sha256')
  let bytes = 0
  const source = plain instanceof Readable ? plain : Readable.from(pieces(plain))
  await pipeline(
    source,
    createGzip({ level: 1 }),
    (stream: AsyncIterable<Buffer>) => frames(stream, Buffer.from(key)),
    async function* count(stream: AsyncIterable<Buffer>) {
      for await (const chunk of stream) {
        digest.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    },
    createWriteStream(file, { mode: 0o600 }),
  )
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  return { sha256: digest.digest('hex'), bytes }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += FRAME) yield bytes.subarray(at, at + FRAME)
}

/** The hash of a file as it lies. */
export async function hashFile(file: string): Promise<Written> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    digest.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { sha256: digest.digest('hex'), bytes }
}

/** Open an archive as a stream of what was put in. @throws `backup.damaged` */
export async function* readArchive(file: string, key: Uint8Array): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  const sealed = createReadStream(file, { highWaterMark: FRAME }) as AsyncIterable<Buffer>
  // What fails before the unzipping shows in its stream: nobody is left with an unhandled rejection.
  const feeding = pipeline(Readable.from(openFrames(sealed, Buffer.from(key))), gunzip)
  feeding.catch((error: Error) => gunzip.destroy(error))
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
    await feeding
  } catch (error) {
    throw backupErrors.of(error)
  }
}

/** What the key of an archive is wrapped for: it opens no other. */
export const backupContext = (file: string): string => `crm.backup|${file}`
