import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isSoundPage, PAGE } from './page-checksum.ts'

/** A page that is not as it was written. */
export interface PageFault {
  /** The file within the store's folder: `base/5/16384`. */
  readonly file: string
  /** Counted from 0, within this file. */
  readonly page: number
}

/** What a look at every page found. */
export interface PageReport {
  readonly pages: number
  readonly faults: readonly PageFault[]
}

/** A relation is cut into files of a gigabyte; pages are counted through. */
const PAGES_A_FILE = 131_072
const SLICE = 128
/** `16384`, `16384_vm`, `16384.1`: tables, indexes and what belongs to them. */
const relation = /^\d+(?:_(?:fsm|vm|init))?(?:\.(\d+))?$/
/** Named while we look on: thousands at most, but one is enough to know. */
const MOST = 100

/**
 * Read every page of a store's folder from the disk and hold it to its checksum. The store may be open:
 * a page that is being written at that moment is read again.
 */
export async function checkPages(folder: string): Promise<PageReport> {
  let pages = 0
  const faults: PageFault[] = []
  for (const file of relationFiles(folder)) {
    const found = await checkFile(join(folder, file))
    pages += found.pages
    for (const page of found.faults) if (faults.length < MOST) faults.push({ file, page })
  }
  return { pages, faults }
}

function relationFiles(folder: string): string[] {
  const inside = ['global', 'base'].map((name) => join(folder, name)).filter(existsSync)
  return inside
    .flatMap((place) => readdirSync(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && relation.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

async function checkFile(path: string): Promise<{ pages: number; faults: number[] }> {
  const first = Number(relation.exec(path.split(/[\\/]/).at(-1)!)?.[1] ?? 0) * PAGES_A_FILE
  const slice = new Uint8Array(SLICE * PAGE)
  const faults: number[] = []
  let pages = 0
  const handle = openSync(path, 'r')
  try {
    for (;;) {
      const size = readSync(handle, slice, 0, slice.length, pages * PAGE)
      for (let at = 0; at + PAGE <= size; at += PAGE) {
        const page = pages + at / PAGE
        if (!isSoundPage(slice.subarray(at, at + PAGE), first + page))
          if (!(await soundLater(handle, page, first + page))) faults.push(page)
      }
      pages += Math.floor(size / PAGE)
      // Files of a store are whole pages; what is left over is a page cut off.
      if (size % PAGE !== 0) faults.push(pages)
      if (size < slice.length) return { pages, faults }
      // Whoever else works in this process gets a turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    closeSync(handle)
  }
}

/** A page that was being written when it was read is whole a moment later. */
async function soundLater(handle: number, page: number, block: number): Promise<boolean> {
  const again = new Uint8Array(PAGE)
  for (const wait of [5, 50, 200]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    if (readSync(handle, again, 0, PAGE, page * PAGE) < PAGE) return true
    if (isSoundPage(again, block)) return true
  }
  return false
}
