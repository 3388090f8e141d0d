import type { SourceFolder } from '@crm/server'

/** A folder of delivered files that is only in memory, in UTF-8. */
export const folderOf = (files: Readonly<Record<string, string>>): SourceFolder => ({
  name: 'memory',
  list: async () => Object.keys(files),
  async *open(file) {
    yield new TextEncoder().encode(files[file] ?? '')
  },
  async digest(file) {
    const bytes = new TextEncoder().encode(files[file] ?? '')
    const hash = await crypto.subtle.digest('SHA-256', bytes)
    return Buffer.from(hash).toString('hex')
  },
})
