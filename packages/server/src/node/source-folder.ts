import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { SourceFolder } from '../sources/folder.ts'

/** A folder on this machine's disk. */
export function openSourceFolder(path: string): SourceFolder {
  const folder = resolve(path)
  // Opened when the first piece is asked for: a stream that nobody reads has nobody to tell that it failed,
  // and takes the process with it.
  async function* open(file: string): AsyncGenerator<Uint8Array> {
    yield* createReadStream(join(folder, basename(file))) as AsyncIterable<Uint8Array>
  }
  return {
    name: basename(folder),
    list: async () => (existsSync(folder) ? (await readdir(folder)).sort() : []),
    open,
    async digest(file) {
      const hash = createHash('sha256')
      for await (const piece of open(file)) hash.update(piece)
      return hash.digest('hex')
    },
  }
}
