// Bits that turn over on a disk while a store is closed, in any page of any of its relations.
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const PAGE = 8_192

/** A relation's file, and how many pages it has. */
export interface RelationFile {
  readonly file: string
  readonly pages: number
}

/** A bit at its place. Turning it over twice undoes it. */
export interface Flip {
  readonly file: string
  readonly at: number
  readonly bit: number
}

/** A bit anywhere in one of these files. */
export function anyFlip(files: readonly RelationFile[], random: () => number): Flip {
  const { file, pages } = files[Math.floor(random() * files.length)]!
  return {
    file,
    at: Math.floor(random() * pages * PAGE),
    bit: Math.floor(random() * 8),
  }
}

/** Turn it over. */
export function flip(folder: string, { file, at, bit }: Flip): void {
  const handle = openSync(join(folder, file), 'r+')
  try {
    const byte = new Uint8Array(1)
    readSync(handle, byte, 0, 1, at)
    byte[0] = byte[0]! ^ (1 << bit)
    writeSync(handle, byte, 0, 1, at)
  } finally {
    closeSync(handle)
  }
}
