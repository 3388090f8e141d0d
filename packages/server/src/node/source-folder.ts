import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { SourceFolder } from '../sources/folder.ts'

/** A folder on this machine's disk. */
export function openSourceFolder(path: string): SourceFolder {
  const folder = resolve(path)
  const open = (file: string) => createReadStream(join(folder, basename(file)))
  return {
    name: basename(folder),
    list: async () => (existsSync(folder) ? (await readdir(folder)).sort() : []),
    open,
    async digest(file) {
      const hash = createHash('sha256')
      for await (const piece of open(file)) hash.update(piece as Uint8Array)
      return hash.digest('hex')
    },
  }
}
