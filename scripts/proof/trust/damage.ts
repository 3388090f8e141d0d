// What can happen to a backup between the day it is taken and the day it is needed.
import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Copy the files of a backup folder into another. */
export function copyFolder(from: string, into: string): void {
  for (const file of readdirSync(from)) copyFileSync(join(from, file), join(into, file))
}

const pick = (random: () => number, most: number): number => Math.floor(random() * most)

/** Each spoils the backup of this name in a folder; another backup of the same store lies beside it. */
export const damages: Readonly<
  Record<string, (folder: string, name: string, other: string, random: () => number) => void>
> = {
  'cut off': (folder, name, _other, random) => {
    const file = join(folder, `${name}.crmbak`)
    truncateSync(file, pick(random, readFileSync(file).length))
  },
  'a bit flipped': (folder, name, _other, random) => {
    const file = join(folder, `${name}.crmbak`)
    const bytes = readFileSync(file)
    const at = pick(random, bytes.length)
    bytes[at] = bytes[at]! ^ (1 << pick(random, 8))
    writeFileSync(file, bytes)
  },
  'a stretch of noughts': (folder, name, _other, random) => {
    const file = join(folder, `${name}.crmbak`)
    const bytes = readFileSync(file)
    const at = pick(random, bytes.length - 600)
    bytes.fill(0, at, at + 512)
    writeFileSync(file, bytes)
  },
  'the archive of another day': (folder, name, other) =>
    copyFileSync(join(folder, `${other}.crmbak`), join(folder, `${name}.crmbak`)),
  'the manifest of another day': (folder, name, other) => {
    copyFileSync(join(folder, `${name}.crmbak`), join(folder, `${other}.crmbak`))
    copyFileSync(join(folder, `${other}.json`), join(folder, `${name}.json`))
  },
  'other counts': (folder, name) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"customer": \d+/, '"customer": 0'))
  },
  'a manifest cut off': (folder, name, _other, random) => {
    const file = join(folder, `${name}.json`)
    truncateSync(file, pick(random, readFileSync(file).length - 2))
  },
  'an empty archive': (folder, name) => writeFileSync(join(folder, `${name}.crmbak`), ''),
}
