import {
  type CrmError,
  type Drafts,
  type Instant,
  type LocalDate,
  type Lookup,
  type RecordKind,
  type Source,
  type SourceFile,
  sourceErrors,
} from '@crm/core'
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { systemPorts } from '../kit/ports.ts'
import type { Sink } from '../kit/sink.ts'
import { stableId } from '../kit/stable-id.ts'
import type { Store } from '../kit/store/store.ts'
import { countKnown, markGone, nextRevision, type Scope } from './business-day.ts'
import { asCorrection, type Candidate, candidatesOf } from './candidates.ts'
import { FileRun, isFileFault } from './file-run.ts'
import type { SourceFolder } from './folder.ts'
import { type LedgerEntry, openEntry, reopenEntry } from './ledger.ts'
import { entryOfFile, placeEntry } from './ledger-place.ts'
import { gatherLookups } from './lookups.ts'
import { prepareBank } from './prepare.ts'
import { type FileReport, type ImportProgress, repeated } from './report.ts'
import { decideEncoding } from './text.ts'

/** Where each record kind goes, and what follows when all are in: the later rooms' part. */
export interface Destination {
  readonly sinks: { readonly [K in RecordKind]: Sink<Drafts[K]> }
  /** Rows of this kind that their source took back, or told of again. */
  readonly gone: (db: Transaction<Database>, scope: Scope, records: RecordKind) => Promise<void>
  readonly finish: (store: Store, source: Source) => Promise<void>
}

/** What an import is given. */
export interface ImportOptions {
  readonly store: Store
  readonly source: Source
  readonly folder: SourceFolder
  /** Above this share of rejected lines nothing of a file is applied; 0.05 unless told otherwise. */
  readonly rejectThreshold?: number
  /** A full file that would mark more than this share of what is known as gone is set aside; 0.2 unless told otherwise. */
  readonly goneThreshold?: number
  /** Files that were refused, set aside, or taken with rejected lines are looked at once more. */
  readonly replay?: boolean
  /** True to look only: nothing is written, not even into the ledger. */
  readonly dryRun?: boolean
  /** Lines a transaction; 2,000 unless told otherwise. */
  readonly batch?: number
  readonly now?: () => Instant
  readonly onProgress?: (progress: ImportProgress) => void
  /** Ends the import after the batch that is running; the next import goes on from there. */
  readonly signal?: AbortSignal
}

/**
 * Load a folder of day-end files into the tables that are named for each record kind.
 *
 * @throws `source.file_missing`, `source.other_bank`
 */
export async function loadFolder(
  options: ImportOptions,
  destination: Destination,
): Promise<readonly FileReport[]> {
  const { store, source, folder } = options
  await prepareBank(store, source)
  const lookup = await gatherLookups(source, folder)
  const reports: FileReport[] = []
  for (const candidate of await candidatesOf(source, folder)) {
    options.signal?.throwIfAborted()
    reports.push(await importFile({ ...options, ...destination }, candidate, lookup))
  }
  for (const file of source.files) await markAllGone({ ...options, ...destination }, file)
  await destination.finish(store, source)
  return reports
}

/** After all files, whatever an earlier import that ended too soon left to do. */
async function markAllGone(options: Options, file: SourceFile): Promise<void> {
  const scope = scopeOf(options, file)
  await options.store.transaction(
    async (tx) => {
      if ((await markGone(tx, scope)) > 0) await options.gone(tx, scope, file.records)
    },
    { deadline: 300_000 },
  )
}

type Options = ImportOptions & Destination

async function importFile(
  options: Options,
  candidate: Candidate,
  lookup: Lookup,
): Promise<FileReport> {
  const { store, source, folder, now = systemPorts.now } = options
  const { name, corrects } = candidate
  const file =
    corrects === undefined ? candidate.file : (asCorrection(candidate.file) as SourceFile)
  const bankId = source.bank.id
  const sha256 = await folder.digest(name)
  const { encoding, fault } = await encodingOf(folder, name, file)
  const opened = await openEntry(store, {
    bankId,
    id: await stableId('dlv', bankId, source.name, name, sha256),
    source: source.name,
    records: file.records,
    layout: file.file,
    file: name,
    sha256,
    encoding: encoding ?? '',
    startedAt: now(),
  })
  const about = { deliveryId: opened.id, file: name, records: file.records }
  const again = options.replay === true && mayBeReplayed(opened)
  if (opened.status !== 'running' && opened.isFinished && !again) return repeated(about, opened)
  const isNew = opened.status !== 'running'
  const entry = isNew ? await reopenEntry(store, bankId, opened, encoding ?? '', again) : opened
  const asOf = asOfOf(candidate, now())
  const run = new FileRun({ options, file, name, lookup, entry, encoding, asOf })
  try {
    if (fault) throw fault
    await place(options, run, candidate, entry)
    return { ...about, ...(await run.apply(now)) }
  } catch (error) {
    if (!isFileFault(error)) throw error
    return { ...about, ...(await run.setAside(error, now())) }
  }
}

const scopeOf = ({ source }: Options, { file }: SourceFile): Scope => ({
  bankId: source.bank.id,
  source: source.name,
  layout: file,
})

/** Look the file through, unless an earlier run did, and find out which day it is of. */
async function place(
  options: Options,
  run: FileRun,
  { name, file, facts, corrects }: Candidate,
  entry: LedgerEntry,
): Promise<void> {
  const { store } = options
  const scope = scopeOf(options, file)
  const { bankId } = scope
  if (entry.accepted + entry.unchanged + entry.rejected > 0) {
    if (entry.day) run.standsAt({ day: entry.day, revision: entry.revision })
    return
  }
  const told = await run.check()
  const { day = told.day, part = 1, parts = 1 } = facts
  if (corrects !== undefined) {
    const corrected = await entryOfFile(store, scope, corrects)
    if (!corrected) throw sourceErrors.nothingToCorrect(name, corrects)
    await placeEntry(store, bankId, entry.id, { ...corrected, holds: 'changes' })
    if (corrected.day) run.standsAt({ day: corrected.day, revision: corrected.revision })
    return
  }
  if (day === undefined) return
  if (told.day !== undefined && told.day !== day) throw sourceErrors.dayDiffers(name, day, told.day)
  const { holds = 'changes' } = file
  // What was numbered once keeps its number, however often it is looked at.
  const numbered = entry.day === day ? entry.revision : undefined
  const revision = facts.revision ?? numbered ?? (await nextRevision(store, scope, day, part))
  if (holds === 'all' && parts === 1) await expectWhole(options, scope, name, told.lines)
  await placeEntry(store, bankId, entry.id, { day, revision, part, parts, holds })
  run.standsAt({ day, revision })
}

/** A full file that names far fewer than are known was most likely cut off. @throws `file.too_many_gone` */
async function expectWhole(
  { store, goneThreshold = 0.2 }: Options,
  scope: Scope,
  name: string,
  lines: number,
): Promise<void> {
  const known = await countKnown(store, scope)
  if (known - lines > known * goneThreshold) throw sourceErrors.tooManyGone(name, lines, known)
}

const mayBeReplayed = ({ status, rejected }: LedgerEntry): boolean =>
  status === 'refused' || status === 'quarantined' || (status === 'done' && rejected > 0)

const CHINA_MS = 8 * 3_600_000

/** The day its name says, else today; China keeps one time. */
export const asOfOf = ({ facts }: Candidate, now: Instant): LocalDate =>
  facts.day ?? (new Date(Date.parse(now) + CHINA_MS).toISOString().slice(0, 10) as LocalDate)

/** A file's encoding, or why it is in none. */
export async function encodingOf(
  folder: SourceFolder,
  name: string,
  { encoding: declared }: SourceFile,
) {
  try {
    return { encoding: await decideEncoding(() => folder.open(name), name, declared) }
  } catch (error) {
    if (!isFileFault(error)) throw error
    return { fault: error as CrmError }
  }
}
