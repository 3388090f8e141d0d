import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fitsName, type Source, sourceErrors } from '@crm/core'
import { berka } from './berka.ts'

/** Mappings that come with the examples, told by the files of a folder. */
const known: readonly Source[] = [berka]

/**
 * The source that delivers a folder: its own mapping (`crm-source.ts` or `crm-source.mjs`, exporting
 * `source`) where it has one, else the known mapping whose files are all there.
 *
 * @throws `source.unknown_folder`
 */
export async function sourceOf(path: string): Promise<Source> {
  const folder = resolve(path)
  for (const name of ['crm-source.ts', 'crm-source.mjs']) {
    const own = join(folder, name)
    if (existsSync(own))
      return ((await import(pathToFileURL(own).href)) as { source: Source }).source
  }
  const files = existsSync(folder) ? readdirSync(folder) : []
  const found = known.find((source) =>
    source.files.every(({ file }) => files.some((name) => fitsName(file, name))),
  )
  if (!found) throw sourceErrors.unknownFolder(path)
  return found
}
