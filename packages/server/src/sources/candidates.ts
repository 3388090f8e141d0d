import {
  type FileBase,
  fitsName,
  type NameFacts,
  readFileName,
  type Source,
  type SourceFile,
  sourceErrors,
} from '@crm/core'
import type { SourceFolder } from './folder.ts'

/** A file of the folder that a mapping speaks of. */
export interface Candidate {
  readonly file: SourceFile
  readonly name: string
  readonly facts: NameFacts
  /** The name of the file whose rejected lines it brings again, put right. */
  readonly corrects?: string
}

const correction = /^(.+)\.corrected(?:-\d{1,4})?$/su

/** The files of the folder that a name in a mapping means. @throws `source.file_missing` */
export async function filesNamed(folder: SourceFolder, pattern: string): Promise<string[]> {
  const found = (await folder.list()).filter((name) => fitsName(pattern, name))
  // A file that is of a day may well not be there; its day is told to be missing.
  if (found.length === 0 && !pattern.includes('{day}')) throw sourceErrors.fileMissing(pattern)
  return found
}

/** Every file that is to be loaded: day by day, on one day in the order of the mapping. */
export async function candidatesOf(
  source: Source,
  folder: SourceFolder,
): Promise<readonly Candidate[]> {
  const names = await folder.list()
  const found: Candidate[] = []
  for (const file of source.files) {
    for (const name of await filesNamed(folder, file.file))
      found.push({ file, name, facts: readFileName(file.file, name) ?? {} })
    for (const name of names) {
      const corrects = correction.exec(name)?.[1]
      const facts = corrects === undefined ? undefined : readFileName(file.file, corrects)
      if (corrects !== undefined && facts) found.push({ file, name, facts, corrects })
    }
  }
  const order = (one: Candidate) => source.files.indexOf(one.file)
  return found.sort(
    (one, other) =>
      (one.facts.day ?? '').localeCompare(other.facts.day ?? '') ||
      order(one) - order(other) ||
      (one.facts.revision ?? 0) - (other.facts.revision ?? 0) ||
      Number(one.corrects !== undefined) - Number(other.corrects !== undefined),
  )
}

/**
 * How a correction is read: as its file, without the records that tell of all lines, and in whatever
 * encoding it was saved.
 */
export const asCorrection = <T extends FileBase>({
  header,
  trailer,
  control,
  encoding,
  ...file
}: T) => file
