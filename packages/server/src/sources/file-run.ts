import {
  type CrmError,
  type Instant,
  isCrmError,
  type LocalDate,
  type Lookup,
  type RowRefused,
  type SourceFile,
  sourceErrors,
} from '@crm/core'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { systemPorts } from '../kit/ports.ts'
import type { Sink } from '../kit/sink.ts'
import { appendEvents } from '../kit/store/outbox.ts'
import type { Store } from '../kit/store/store.ts'
import { type Place, type Scope, tellRows, withoutOvertaken } from './business-day.ts'
import { Control, readControlFile } from './control.ts'
import type { KeySet } from './key-set.ts'
import {
  closeEntry,
  expectAlone,
  type LedgerEntry,
  nameRefused,
  setAside,
  type Tally,
  writeDown,
} from './ledger.ts'
import type { Destination, ImportOptions } from './loader.ts'
import { prefixOf, roomOf } from './record-kinds.ts'
import type { FileReport, ImportProgress } from './report.ts'
import { type Reading, type Refused, type RowResult, readDrafts } from './rows.ts'
import { SourceIds } from './source-ids.ts'
import { isTimeToLook, lookAtTables } from './statistics.ts'

const DEADLINE = 120_000
const LOOKED_AT = 5_000
/** How many rejected lines a look tells by themselves. */
const SHOWN = 100
/** What became of a file, but for its name. */
export type Outcome = Omit<FileReport, 'deliveryId' | 'file' | 'records'>
type Tx = Parameters<Parameters<Store['transaction']>[0]>[0]

/** What a run is about. */
export interface RunOf {
  readonly options: ImportOptions & Destination
  readonly file: SourceFile
  readonly name: string
  readonly lookup: Lookup
  readonly entry: LedgerEntry
  readonly encoding: Reading['encoding']
  /** The last day that has been, as far as the file's rows can know. */
  readonly asOf: LocalDate
  /** Ids that earlier files bring, in an import that only looks. */
  readonly promised?: KeySet | undefined
}

/** One file on its way in. */
export class FileRun {
  readonly #of: RunOf
  readonly #ids: SourceIds
  readonly #warnings = new Map<number, string>()
  readonly #first: Refused[] = []
  #place: Place | undefined

  constructor(of: RunOf) {
    this.#of = of
    this.#ids = new SourceIds(of.options.source)
  }

  /**
   * Look at every line without putting anything in.
   *
   * @returns the business day that the file tells of itself, and how many lines it has, how many wrong
   * @throws `file.…`, by which it stays in quarantine
   */
  async check(): Promise<{
    readonly day: LocalDate | undefined
    readonly lines: number
    readonly rejected: number
  }> {
    const { options, file, name } = this.#of
    const control = new Control(name, file)
    const told = await readControlFile(options.folder, name, file)
    if (told) control.tells(told)
    let lines = 0
    let rejected = 0
    for await (const batch of this.#batches('checking', LOOKED_AT, control)) {
      lines += batch.length
      const refused = await this.#look(batch)
      rejected += refused.length
      this.#first.push(...refused.slice(0, SHOWN - this.#first.length))
    }
    control.check()
    if (lines > 0 && rejected / lines > (options.rejectThreshold ?? 0.05))
      throw sourceErrors.tooManyRejected(name, rejected, lines)
    return { day: control.day, lines, rejected }
  }

  /** The first lines that would not be taken, after a check. */
  get firstRefused(): readonly Refused[] {
    return this.#first
  }

  /** It is of a business day, from here on. */
  standsAt(place: Place): void {
    this.#place = place
  }

  /** Too much is wrong: name every line that is, and take none. */
  async setAside(why: CrmError, at: string): Promise<Outcome> {
    const { options, entry } = this.#of
    const { store, source } = options
    const { rejected = 0, lines = 0 } = why.context as { rejected?: number; lines?: number }
    const isRefused = why.code === 'file.too_many_rejected'
    const status = isRefused ? 'refused' : 'quarantined'
    const tally = isRefused
      ? { accepted: 0, unchanged: lines - rejected, rejected }
      : { accepted: 0, unchanged: 0, rejected: 0 }
    await setAside(store, source.bank.id, entry.id, status, why, tally)
    if (isRefused)
      for await (const batch of this.#batches('checking', LOOKED_AT)) {
        const refused = await this.#look(batch)
        const keys = await this.#keys()
        await store.transaction((tx) => nameRefused(tx, keys, entry.id, refused))
      }
    const keys = await this.#keys()
    const told = { ...tally, lines: isRefused ? lines : 0 }
    await store.transaction((tx) => closeEntry(tx, keys, entry.id, status, told.lines, at))
    return {
      ...told,
      status,
      why: { code: why.code, facts: why.context },
      seenBefore: false,
      warnings: [],
    }
  }

  /** Put every line in, batch by batch, going on where an earlier run stopped. */
  async apply(now: () => Instant): Promise<Outcome> {
    const { options, name, entry, file } = this.#of
    const { store, source, batch: size = 2_000, signal } = options
    const { id, accepted, unchanged, rejected } = entry
    const total = { accepted, unchanged, rejected }
    const done = accepted + unchanged + rejected
    let lines = 0
    let batches = 0
    for await (const batch of this.#batches('loading', size)) {
      lines += batch.length
      const fresh = batch.filter(({ seq }) => seq > done)
      if (fresh.length === 0) continue
      const keys = await this.#keys()
      const tally = await store.transaction(
        async (tx) => {
          await expectAlone(tx, source.bank.id, id, total)
          const put = await this.#put(tx, keys, fresh, false)
          const tally: Tally = {
            accepted: put.accepted,
            unchanged: fresh.length - put.refused.length - put.accepted,
            rejected: put.refused.length,
          }
          await writeDown(tx, keys, id, tally, put.refused)
          const [room, noun] = roomOf[file.records]
          if (put.accepted > 0)
            await appendEvents(tx, [
              { bankId: source.bank.id, room, deed: 'import', subjectKind: noun, subjectId: id },
            ])
          return tally
        },
        { deadline: DEADLINE },
      )
      total.accepted += tally.accepted
      total.unchanged += tally.unchanged
      total.rejected += tally.rejected
      if (isTimeToLook(++batches)) await lookAtTables(store, file.records)
      signal?.throwIfAborted()
    }
    if (batches > 0) await lookAtTables(store, file.records)
    if (total.accepted + total.unchanged + total.rejected !== lines)
      throw new Error(`${name}: the lines of the file and of the ledger do not agree`)
    const keys = await this.#keys()
    await store.transaction((tx) => closeEntry(tx, keys, id, 'done', lines, now()))
    const warnings = [...this.#warnings].map(([line, code]) => ({ line, code }))
    const day = this.#place?.day
    return { ...total, lines, status: 'done', seenBefore: false, warnings, ...(day && { day }) }
  }

  /** Asked for each batch, outside of its transaction: an import may outlast the keys in memory. */
  #keys(): Promise<BankKeys> {
    const { store, source } = this.#of.options
    return store.vault.ready(store.db, source.bank.id)
  }

  get #scope(): Scope {
    const { options, file } = this.#of
    const { name, bank } = options.source
    return { bankId: bank.id, source: name, layout: file.file }
  }

  /** What would be refused of a batch. */
  async #look(batch: readonly RowResult[]): Promise<readonly Refused[]> {
    const keys = await this.#keys()
    const put = await this.#of.options.store.transaction((tx) => this.#put(tx, keys, batch, true), {
      deadline: DEADLINE,
    })
    return put.refused
  }

  async #put(
    tx: Tx,
    keys: BankKeys,
    batch: readonly RowResult[],
    dry: boolean,
  ): Promise<{ readonly accepted: number; readonly refused: readonly Refused[] }> {
    const { options, file, promised } = this.#of
    const { source, sinks, now = systemPorts.now } = options
    const refused: Refused[] = batch.filter((row) => 'why' in row)
    const drafted = batch.filter((row) => 'draft' in row)
    const seqOf = new Map(drafted.map(({ line, seq }) => [line, seq]))
    const sink = sinks[file.records] as Sink<unknown>
    const place = dry ? undefined : this.#place
    const named = place
      ? await Promise.all(
          drafted.map(async (row) => ({
            ...row,
            id: await this.#ids.of(prefixOf[file.records], row.draft.key),
          })),
        )
      : []
    const current = place ? await withoutOvertaken(tx, this.#scope, place, named) : drafted
    const accepted = await sink(current, {
      db: tx,
      bankId: source.bank.id,
      keys,
      sourceName: source.name,
      asOf: this.#place?.day ?? source.businessDate,
      at: now(),
      idOf: (prefix, key) => this.#ids.of(prefix, key),
      refuse: (line: number, why: RowRefused) =>
        void refused.push({ line, seq: seqOf.get(line) ?? 0, why }),
      warn: (line, code) => void this.#warnings.set(line, code),
      isPromised: (id) => promised?.has(id) ?? false,
      dry,
    })
    if (promised) await this.#promise(drafted, refused, promised)
    if (place) {
      const aside = new Set(refused.map(({ line }) => line))
      const ids = named.filter(({ line }) => !aside.has(line)).map(({ id }) => id)
      await tellRows(tx, this.#scope, place, ids)
    }
    return { accepted, refused }
  }

  async #promise(
    rows: readonly { readonly line: number; readonly draft: { readonly key: string } }[],
    refused: readonly Refused[],
    promised: KeySet,
  ): Promise<void> {
    const aside = new Set(refused.map(({ line }) => line))
    const prefix = prefixOf[this.#of.file.records]
    for (const { line, draft } of rows)
      if (!aside.has(line)) promised.add(await this.#ids.of(prefix, draft.key))
  }

  async *#batches(
    step: ImportProgress['step'],
    size: number,
    control?: Control,
  ): AsyncGenerator<RowResult[]> {
    const { options, name, file, lookup, encoding, asOf } = this.#of
    let batch: RowResult[] = []
    let lines = 0
    const reading = { encoding, control, asOf }
    for await (const row of readDrafts(options.folder, name, file, lookup, reading)) {
      batch.push(row)
      lines += 1
      if (batch.length < size) continue
      options.onProgress?.({ file: name, records: file.records, step, lines })
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}

/** A failure that belongs to a file, as opposed to the import. */
export const isFileFault = (error: unknown): error is CrmError =>
  isCrmError(error) && error.code.startsWith('file.')
