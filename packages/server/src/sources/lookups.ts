import { type Lookup, RowRefused, type Source } from '@crm/core'
import { filesNamed } from './candidates.ts'
import type { SourceFolder } from './folder.ts'
import { readCells } from './rows.ts'

/** Gather what rows of one file need to know from another. A row that cannot be read tells nothing. */
export async function gatherLookups(source: Source, folder: SourceFolder): Promise<Lookup> {
  const tables = new Map<string, Map<string, string>>()
  const lookup: Lookup = (table, key) => tables.get(table)?.get(key)
  for (const { name, file, gather, ...layout } of source.lookups ?? []) {
    const table = tables.get(name) ?? new Map<string, string>()
    tables.set(name, table)
    for (const found of await filesNamed(folder, file))
      for await (const { row } of readCells(folder, found, layout)) {
        if (row instanceof RowRefused) continue
        try {
          gather(row, (key, value) => void table.set(key, value), lookup)
        } catch (error) {
          // It is refused by name when its own file is loaded.
          if (!(error instanceof RowRefused)) throw error
        }
      }
  }
  return lookup
}
