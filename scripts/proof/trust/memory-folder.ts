import { createHash } from 'node:crypto'
import type { SourceFolder } from '@crm/server'

/** A delivery that lies in memory: files by name. */
export function memoryFolder(files: Readonly<Record<string, string>>): SourceFolder {
  const bytesOf = (file: string) => new TextEncoder().encode(files[file] ?? '')
  return {
    name: 'memory',
    list: async () => Object.keys(files),
    async *open(file) {
      yield bytesOf(file)
    },
    digest: async (file) => createHash('sha256').update(bytesOf(file)).digest('hex'),
  }
}
