import type { CrmError, Lookup, SourceFile } from '@crm/core'
import { systemPorts } from '../kit/ports.ts'
import { stableId } from '../kit/stable-id.ts'
import { asCorrection, type Candidate, candidatesOf } from './candidates.ts'
import { FileRun, isFileFault } from './file-run.ts'
import { KeySet } from './key-set.ts'
import type { LedgerEntry } from './ledger.ts'
import { asOfOf, type Destination, encodingOf, type ImportOptions } from './loader.ts'
import { gatherLookups } from './lookups.ts'
import type { FileReport } from './report.ts'

const untouched: Omit<LedgerEntry, 'id'> = {
  accepted: 0,
  unchanged: 0,
  rejected: 0,
  lines: 0,
  status: 'running',
  day: undefined,
  revision: 0,
  isFinished: false,
  why: undefined,
}

/** Look at a folder as an import would, each file with what those before it bring, and write nothing. */
export async function lookAtFolder(
  options: ImportOptions,
  destination: Destination,
): Promise<readonly FileReport[]> {
  const { source, folder } = options
  const lookup = await gatherLookups(source, folder)
  const promised = new KeySet()
  // What the mapping itself brings is there before any file is.
  for (const { id } of source.branches ?? []) promised.add(id)
  const reports: FileReport[] = []
  for (const candidate of await candidatesOf(source, folder)) {
    options.signal?.throwIfAborted()
    reports.push(await lookAtFile({ ...options, ...destination }, candidate, lookup, promised))
  }
  return reports
}

async function lookAtFile(
  options: ImportOptions & Destination,
  candidate: Candidate,
  lookup: Lookup,
  promised: KeySet,
): Promise<FileReport> {
  const { source, folder } = options
  const { name, corrects, facts } = candidate
  const file =
    corrects === undefined ? candidate.file : (asCorrection(candidate.file) as SourceFile)
  const { encoding, fault } = await encodingOf(folder, name, file)
  const sha256 = await folder.digest(name)
  const id = await stableId('dlv', source.bank.id, source.name, name, sha256)
  const entry = { ...untouched, id }
  const asOf = asOfOf(candidate, (options.now ?? systemPorts.now)())
  const run = new FileRun({ options, file, name, lookup, entry, encoding, promised, asOf })
  const about = { deliveryId: id, file: name, records: file.records, unchanged: 0, warnings: [] }
  try {
    if (fault) throw fault
    const { lines, rejected, day = facts.day } = await run.check()
    return {
      ...about,
      lines,
      accepted: lines - rejected,
      rejected,
      status: 'done',
      seenBefore: false,
      ...(day && { day }),
      refused: shown(run),
    }
  } catch (error) {
    if (!isFileFault(error)) throw error
    return { ...about, ...setAside(error), seenBefore: false, refused: shown(run) }
  }
}

const shown = (run: FileRun): FileReport['refused'] =>
  run.firstRefused.map(({ line, why }) => ({ line, column: why.column, code: why.code }))

function setAside(fault: CrmError) {
  const { lines = 0, rejected = 0 } = fault.context as { lines?: number; rejected?: number }
  const isRefused = fault.code === 'file.too_many_rejected'
  return {
    lines: isRefused ? lines : 0,
    accepted: 0,
    unchanged: isRefused ? lines - rejected : 0,
    rejected: isRefused ? rejected : 0,
    status: isRefused ? ('refused' as const) : ('quarantined' as const),
    why: { code: fault.code, facts: fault.context },
  }
}
