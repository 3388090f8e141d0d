import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename, resolve } from 'node:path'
import { sourceErrors } from '@crm/core'
import type { SourceFolder } from '../sources/folder.ts'
import { DumpRefused, type DumpRow, readDump } from '../sources/read-dump.ts'

const PIECE = 64_000
const ending = '.csv'

/**
 * A MySQL dump as a folder: each table with rows is a file `m_client.csv` of it, with commas, quotes and a
 * first line that names the columns; nothing where the dump says `NULL`, a blank where a text breaks its
 * line. The dump is read anew for each table and never held. One that is cut off is set aside with all of
 * its tables (`file.dump_unreadable`).
 */
export function openDumpFolder(path: string): SourceFolder {
  const dump = resolve(path)
  const name = basename(dump)

  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for await (const piece of createReadStream(dump) as AsyncIterable<Uint8Array>)
      yield decoder.decode(piece, { stream: true })
    yield decoder.decode()
  }
  async function* rows(): AsyncGenerator<DumpRow> {
    try {
      yield* readDump(text())
    } catch (error) {
      if (error instanceof DumpRefused) throw sourceErrors.dumpUnreadable(name, error.message)
      if (error instanceof TypeError)
        throw sourceErrors.dumpUnreadable(name, 'bytes that are no text')
      throw error
    }
  }
  let listed: Promise<readonly string[]> | undefined
  const digest = new Map<string, Promise<string>>()

  return {
    name,
    list() {
      listed ??= tablesIn(rows())
      return listed
    },
    async *open(file) {
      const encoder = new TextEncoder()
      let lines = ''
      let head: string | undefined
      for await (const { table, cells } of rows()) {
        if (table + ending !== file) continue
        const columns = lineOf(cells.map(([column]) => column))
        if (head === undefined) lines += columns
        else if (head !== columns)
          throw sourceErrors.dumpUnreadable(name, `other columns of ${table}`)
        head = columns
        lines += lineOf(cells.map(([, value]) => value))
        if (lines.length < PIECE) continue
        yield encoder.encode(lines)
        lines = ''
      }
      yield encoder.encode(lines)
    },
    digest(file) {
      const known = digest.get(file) ?? digestOf(dump, file)
      digest.set(file, known)
      return known
    },
  }
}

async function tablesIn(rows: AsyncIterable<DumpRow>): Promise<readonly string[]> {
  const tables = new Set<string>()
  try {
    for await (const { table } of rows) tables.add(table + ending)
  } catch (error) {
    // What is broken is told by the table that it breaks in.
    if (tables.size === 0) throw error
  }
  return [...tables].sort()
}

/** One dump has many tables: each is another delivery, and all are new when the dump is. */
async function digestOf(dump: string, file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(dump)) hash.update(piece)
  return hash.update(file).digest('hex')
}

const lineOf = (values: readonly (string | undefined)[]): string =>
  `${values.map((value) => (value === undefined ? '' : `"${value.replace(/[\r\n]+/g, ' ').replaceAll('"', '""')}"`)).join(',')}\n`
