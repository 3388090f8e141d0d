import {
  type Drafts,
  type Instant,
  type Lookup,
  plainKey,
  type RecordKind,
  type RowRefused,
  type Source,
  type SourceFile,
} from '@crm/core'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { systemPorts } from '../kit/ports.ts'
import type { Sink } from '../kit/sink.ts'
import { stableId } from '../kit/stable-id.ts'
import { appendEvents } from '../kit/store/outbox.ts'
import type { Store } from '../kit/store/store.ts'
import type { SourceFolder } from './folder.ts'
import { closeEntry, type LedgerEntry, openEntry, type Tally, writeDown } from './ledger.ts'
import { decideEncoding, physicalLines } from './lines.ts'
import { filesNamed, gatherLookups } from './lookups.ts'
import { prepareBank } from './prepare.ts'
import { type FileReport, type ImportProgress, repeated } from './report.ts'
import { type Refused, type RowResult, readDrafts } from './rows.ts'

/** Where each record kind goes, and what follows when all are in: the later rooms' part. */
export interface Destination {
  readonly sinks: { readonly [K in RecordKind]: Sink<Drafts[K]> }
  readonly finish: (store: Store, source: Source) => Promise<void>
}

/** What an import is given. */
export interface ImportOptions {
  readonly store: Store
  readonly source: Source
  readonly folder: SourceFolder
  /** Above this share of rejected lines nothing of a file is applied; 0.05 unless told otherwise. */
  readonly rejectThreshold?: number
  /** Lines a transaction; 2,000 unless told otherwise. */
  readonly batch?: number
  readonly now?: () => Instant
  readonly onProgress?: (progress: ImportProgress) => void
  /** Ends the import after the batch that is running; the next import goes on from there. */
  readonly signal?: AbortSignal
}

const DEADLINE = 120_000
const roomOf: Readonly<Record<RecordKind, readonly [room: string, noun: string]>> = {
  branches: ['access', 'access'],
  staff: ['access', 'access'],
  customers: ['customers', 'customer'],
  accounts: ['holdings', 'holding'],
  holders: ['holdings', 'holding'],
  holdings: ['holdings', 'holding'],
  movements: ['holdings', 'holding'],
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
  for (const file of source.files)
    for (const name of await filesNamed(folder, file.file)) {
      options.signal?.throwIfAborted()
      reports.push(await importFile({ ...options, ...destination }, file, name, lookup))
    }
  await destination.finish(store, source)
  return reports
}

async function importFile(
  options: ImportOptions & Destination,
  file: SourceFile,
  name: string,
  lookup: Lookup,
): Promise<FileReport> {
  const { store, source, folder, now = systemPorts.now } = options
  const bankId = source.bank.id
  const sha256 = await folder.digest(name)
  const entry = await openEntry(store, {
    bankId,
    id: await stableId('dlv', bankId, source.name, name, sha256),
    source: source.name,
    records: file.records,
    file: name,
    sha256,
    encoding: await decideEncoding(physicalLines(folder.open(name)), file.encoding),
    startedAt: now(),
  })
  const about = { deliveryId: entry.id, file: name, records: file.records }
  if (entry.status !== 'running') return repeated(about, entry)

  const run = new FileRun(options, file, name, lookup, entry)
  const resumed = entry.accepted + entry.unchanged + entry.rejected > 0
  const worst = options.rejectThreshold ?? 0.05
  if (!resumed && (await run.rejectedShare()) > worst)
    return { ...about, ...(await run.refuse(now())) }
  return { ...about, ...(await run.apply(now)) }
}

type Outcome = Omit<FileReport, 'deliveryId' | 'file' | 'records'>

class FileRun {
  readonly #options: ImportOptions & Destination
  readonly #file: SourceFile
  readonly #name: string
  readonly #lookup: Lookup
  readonly #entry: LedgerEntry
  readonly #ids = new Map<string, string>()
  readonly #warnings = new Map<number, string>()

  constructor(
    options: ImportOptions & Destination,
    file: SourceFile,
    name: string,
    lookup: Lookup,
    entry: LedgerEntry,
  ) {
    this.#options = options
    this.#file = file
    this.#name = name
    this.#lookup = lookup
    this.#entry = entry
  }

  /** Look at every line without putting anything in. */
  async rejectedShare(): Promise<number> {
    let lines = 0
    let rejected = 0
    for await (const batch of this.#batches('checking', 5_000)) {
      lines += batch.length
      const { store } = this.#options
      const keys = await this.#keys()
      const put = await store.transaction((tx) => this.#put(tx, keys, batch, true), {
        deadline: DEADLINE,
      })
      rejected += put.refused.length
    }
    return lines === 0 ? 0 : rejected / lines
  }

  /** Too much is wrong: name every line that is, and take none. */
  async refuse(at: string): Promise<Outcome> {
    const { store } = this.#options
    const refused: Refused[] = []
    let lines = 0
    for await (const batch of this.#batches('checking', 5_000)) {
      lines += batch.length
      const keys = await this.#keys()
      const put = await store.transaction((tx) => this.#put(tx, keys, batch, true), {
        deadline: DEADLINE,
      })
      refused.push(...put.refused)
    }
    const tally = { accepted: 0, unchanged: lines - refused.length, rejected: refused.length }
    const keys = await this.#keys()
    await store.transaction(async (tx) => {
      await writeDown(tx, keys, this.#entry.id, tally, refused)
      await closeEntry(tx, keys, this.#entry.id, 'refused', lines, at)
    })
    return { ...tally, lines, status: 'refused', seenBefore: false, warnings: [] }
  }

  /** Put every line in, batch by batch, going on where an earlier run stopped. */
  async apply(now: () => Instant): Promise<Outcome> {
    const { store, source, batch: size = 2_000, signal } = this.#options
    const bankId = source.bank.id
    const { id, accepted, unchanged, rejected } = this.#entry
    const total = { accepted, unchanged, rejected }
    const done = accepted + unchanged + rejected
    let lines = 0
    for await (const batch of this.#batches('loading', size)) {
      lines += batch.length
      const fresh = batch.filter(({ seq }) => seq > done)
      if (fresh.length === 0) continue
      const keys = await this.#keys()
      const tally = await store.transaction(
        async (tx) => {
          const put = await this.#put(tx, keys, fresh, false)
          const tally: Tally = {
            accepted: put.accepted,
            unchanged: fresh.length - put.refused.length - put.accepted,
            rejected: put.refused.length,
          }
          await writeDown(tx, keys, id, tally, put.refused)
          const [room, noun] = roomOf[this.#file.records]
          if (put.accepted > 0)
            await appendEvents(tx, [
              { bankId, room, deed: 'import', subjectKind: noun, subjectId: id },
            ])
          return tally
        },
        { deadline: DEADLINE },
      )
      total.accepted += tally.accepted
      total.unchanged += tally.unchanged
      total.rejected += tally.rejected
      signal?.throwIfAborted()
    }
    if (total.accepted + total.unchanged + total.rejected !== lines)
      throw new Error(`${this.#name}: the lines of the file and of the ledger do not agree`)
    const keys = await this.#keys()
    await store.transaction((tx) => closeEntry(tx, keys, id, 'done', lines, now()))
    const warnings = [...this.#warnings].map(([line, code]) => ({ line, code }))
    return { ...total, lines, status: 'done', seenBefore: false, warnings }
  }

  /** Asked for each batch, outside of its transaction: an import may outlast the keys in memory. */
  #keys(): Promise<BankKeys> {
    const { store, source } = this.#options
    return store.vault.ready(store.db, source.bank.id)
  }

  async #put(
    tx: Parameters<Parameters<Store['transaction']>[0]>[0],
    keys: BankKeys,
    batch: readonly RowResult[],
    dry: boolean,
  ): Promise<{ readonly accepted: number; readonly refused: readonly Refused[] }> {
    const { source, sinks, now = systemPorts.now } = this.#options
    const refused: Refused[] = batch.filter((row) => 'why' in row)
    const drafted = batch.filter((row) => 'draft' in row)
    const seqOf = new Map(drafted.map(({ line, seq }) => [line, seq]))
    const sink = sinks[this.#file.records] as Sink<unknown>
    const accepted = await sink(drafted, {
      db: tx,
      bankId: source.bank.id,
      keys,
      sourceName: source.name,
      asOf: source.businessDate,
      at: now(),
      idOf: (prefix, key) => this.#idOf(prefix, key),
      refuse: (line: number, why: RowRefused) =>
        void refused.push({ line, seq: seqOf.get(line) ?? 0, why }),
      warn: (line, code) => void this.#warnings.set(line, code),
      dry,
    })
    return { accepted, refused }
  }

  /** A key that is one of our ids stays; any other becomes one, the same in every run. */
  async #idOf(prefix: string, given: string): Promise<string> {
    const key = plainKey(given)
    if (key.startsWith(`${prefix}_`) && /^[a-z]{3}_[a-z0-9]{1,40}$/.test(key)) return key
    const known = this.#ids.get(`${prefix}|${key}`)
    if (known !== undefined) return known
    const { bank, name } = this.#options.source
    const id = await stableId(prefix, bank.id, name, prefix, key)
    // What is named again and again is remembered; each movement is named once.
    if (prefix !== 'mov' && prefix !== 'hld') this.#ids.set(`${prefix}|${key}`, id)
    return id
  }

  async *#batches(step: ImportProgress['step'], size: number): AsyncGenerator<RowResult[]> {
    const { folder, onProgress } = this.#options
    let batch: RowResult[] = []
    let lines = 0
    for await (const row of readDrafts(folder, this.#name, this.#file, this.#lookup)) {
      batch.push(row)
      lines += 1
      if (batch.length < size) continue
      onProgress?.({ file: this.#name, records: this.#file.records, step, lines })
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}
