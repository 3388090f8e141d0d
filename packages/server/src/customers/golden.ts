import {
  changesBetween,
  DESK,
  type GoldenField,
  type LocalDate,
  type Said,
  type SourceRecord,
  type Survivors,
  type SurvivorshipRules,
  survive,
  wordOfMerged,
} from '@crm/core'
import type { Kysely } from 'kysely'
import { keepCustomerPlaces } from '../access/store.ts'
import type { Database } from '../database.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { customerKeys } from '../kit/keys/customer-keys.ts'
import { stableId } from '../kit/stable-id.ts'
import { saveConflicts } from './conflict-rows.ts'
import { type Families, familiesAmong } from './families.ts'
import {
  type Cause,
  type GoldenRecord,
  holdGolden,
  isWhole,
  type StoredGolden,
  saveGolden,
} from './golden-row.ts'
import {
  markOf,
  openRecord,
  recordsById,
  recordsOf,
  rulesOf,
  type StoredRecord,
  saveRecords,
  wordText,
} from './source-rows.ts'
import { keepVersions } from './version-rows.ts'

/** Where golden records are made, and why just now. */
export interface Making extends Cause {
  readonly db: Kysely<Database>
  readonly keys: BankKeys
  readonly bankId: string
  /** The day that a source speaks of; the bank's, where it does not say. */
  readonly asOf?: LocalDate | undefined
}

/** What a source says of one customer. */
export interface Word {
  readonly customerId: string
  readonly source: string
  readonly sourceKey: string
  readonly said: Said
  readonly confirmed?: readonly GoldenField[]
  /** Since when, where whoever says it knows; else the day on which each field was first heard so. */
  readonly since?: SourceRecord['since']
}

/** The id of what a source says under a key of its own: the same in every run. */
export const recordIdOf = (bankId: string, source: string, key: string): Promise<string> =>
  stableId('src', bankId, source, key)

/**
 * Hear what a source says and make the golden records of it: what it said before is replaced, the fields
 * are decided anew among all sources, and what was is kept as a version. Words that were heard before
 * change nothing.
 *
 * @returns how many of the words were new or other ones
 */
export async function hear(making: Making, words: readonly Word[]): Promise<number> {
  const { db, keys, bankId } = making
  if (words.length === 0) return 0
  const { rules, today } = await rulesOf(db, bankId)
  const fresh = await newWords(making, words, making.asOf ?? today)
  if (fresh.length === 0) return 0
  const named = fresh.map(({ customerId }) => customerId)
  const families = await familiesAmong(db, bankId, named)
  // Who is merged goes on being known by themselves, beside what the survivor is made of.
  const ids = [...new Set(named.flatMap((id) => [id, families.rootOf(id)]))]
  const golden = await holdGolden(db, keys, bankId, ids)
  const living = fresh.filter(({ customerId }) => golden.get(customerId)?.isErased !== true)
  const owners = await customerKeys(
    db,
    keys,
    living.map(({ customerId }) => customerId),
  )
  await saveRecords(db, keys, bankId, living, owners)
  const heard = [
    ...new Set(living.flatMap(({ customerId }) => [customerId, families.rootOf(customerId)])),
  ]
  await settle(making, { ids: heard, golden, fresh: living, families, rules, today })
  return living.length
}

/** What a source says now, and what it said before. */
interface Heard extends StoredRecord {
  readonly before: StoredRecord | undefined
}

/** The words that say something else than was heard before, with the day since when each is said. */
async function newWords(
  { db, keys, bankId, at }: Making,
  words: readonly Word[],
  day: LocalDate,
): Promise<readonly Heard[]> {
  const named = await Promise.all(
    words.map(async (word) => ({
      ...word,
      confirmed: word.confirmed ?? [],
      recordId: await recordIdOf(bankId, word.source, word.sourceKey),
    })),
  )
  const rows = await recordsById(
    db,
    bankId,
    named.map(({ recordId }) => recordId),
  )
  const held = new Map(rows.map((row) => [row.record_id, row]))
  return named.flatMap((word) => {
    const mark = markOf(keys, word, word.since)
    const row = held.get(word.recordId)
    if (row && keys.seals && row.row_hash === mark) return []
    const before = row && openRecord(keys, row)
    if (before ? isSame(before, word) : Object.keys(word.said).length === 0) return []
    const names = Object.keys(word.said) as GoldenField[]
    const heardOn = (field: GoldenField) =>
      before && before.said[field] === word.said[field] ? (before.since[field] ?? day) : day
    const since = word.since ?? Object.fromEntries(names.map((field) => [field, heardOn(field)]))
    return [{ ...word, since, mark, receivedAt: at, before }]
  })
}

const isSame = (before: StoredRecord, word: Word & Pick<SourceRecord, 'confirmed'>): boolean =>
  wordText(before, word.since && before.since) === wordText(word, word.since)

/** Whose fields are decided anew, and by what. */
export interface Settling {
  readonly ids: readonly string[]
  readonly golden: ReadonlyMap<string, StoredGolden>
  /** What was just heard. */
  readonly fresh: readonly Heard[]
  /** Who was merged into whom among them. */
  readonly families: Families
  readonly rules: SurvivorshipRules
  readonly today: LocalDate
}

/** Decide the fields of these customers anew, among all that is said of them. @returns how many changed */
export async function settle(making: Making, settling: Settling): Promise<number> {
  const { db, keys, bankId } = making
  const { ids, golden, fresh, families, rules, today } = settling
  const words = new Map<string, Heard[]>(ids.map((id) => [id, []]))
  for (const word of fresh) words.get(word.customerId)?.push(word)
  const others = await recordsOf(
    db,
    keys,
    bankId,
    ids.flatMap((id) => families.withMerged(id)),
    fresh.map(({ recordId }) => recordId),
  )
  const inherited = await inherit(making, settling, others)
  const all = new Map<string, StoredRecord[]>(ids.map((id) => [id, []]))
  for (const record of [...inherited, ...others, ...fresh]) {
    const root = families.rootOf(record.customerId)
    all.get(record.customerId)?.push(record)
    if (root !== record.customerId) all.get(root)?.push(wordOfMerged(record))
  }

  const survivors = new Map([...all].map(([id, records]) => [id, survive(records, rules)]))
  const changed = [...survivors].flatMap(([id, made]) => {
    const held = golden.get(id)
    const fields = inTheirBook(made.fields, held, words.get(id) ?? [])
    return goldenOf(id, { ...made, fields }, held) ?? []
  })
  await keepVersions(
    making,
    changed.flatMap(({ customerId }) => golden.get(customerId) ?? []),
    deskBefore([...others, ...fresh.flatMap(({ before }) => before ?? [])]),
  )
  await saveGolden(db, keys, bankId, changed, making, today)
  await saveConflicts(db, bankId, all, survivors)
  await keepCustomerPlaces(
    db,
    bankId,
    changed.map(({ customerId }) => customerId),
  )
  return changed.length
}

/**
 * Whose customer somebody is goes by hand-over once they are known: a source is heard about it when it
 * names another manager than it did before, not whenever it says anything.
 */
function inTheirBook(
  fields: Survivors['fields'],
  held: StoredGolden | undefined,
  words: readonly Heard[],
): Survivors['fields'] {
  if (!held || held.fields.managerId === fields.managerId) return fields
  const namedNow = words.some(({ said, before, source, sourceKey }) => {
    const first = source === held.source && sourceKey === held.sourceKey ? held.fields : undefined
    const former = before ? before.said.managerId : first?.managerId
    return (before || first) && said.managerId !== former
  })
  if (namedNow) return fields
  const { managerId: _, ...rest } = fields
  return held.fields.managerId === undefined ? rest : { ...rest, managerId: held.fields.managerId }
}

/** What the desk said of these customers before anything was heard just now. */
const deskBefore = (records: readonly StoredRecord[]): ReadonlyMap<string, SourceRecord> =>
  new Map(records.filter(({ source }) => source === DESK).map((one) => [one.customerId, one]))

/**
 * A golden record from before sources were kept is what its one source said: written down the first
 * time that another is heard.
 */
export async function inherit(
  { db, keys, bankId, at }: Making,
  { ids, golden, fresh }: Pick<Settling, 'ids' | 'golden' | 'fresh'>,
  others: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  const known = new Set([...others, ...fresh].map(({ recordId }) => recordId))
  const before = fresh.flatMap((word) => word.before ?? [])
  const spoken = new Set([...others, ...before].map(({ customerId }) => customerId))
  const records: StoredRecord[] = []
  const held = ids.flatMap((id) => golden.get(id) ?? [])
  for (const { customerId, fields, source, sourceKey, sinceOn } of held) {
    const recordId = await recordIdOf(bankId, source, sourceKey)
    if (spoken.has(customerId) || known.has(recordId)) continue
    const said = fields as Said
    const since = Object.fromEntries(Object.keys(said).map((field) => [field, sinceOn]))
    const word = { said, confirmed: [] }
    records.push({
      ...word,
      customerId,
      recordId,
      source,
      sourceKey,
      since: since as SourceRecord['since'],
      mark: markOf(keys, word),
      receivedAt: at,
    })
  }
  const owners = await customerKeys(
    db,
    keys,
    records.map(({ customerId }) => customerId),
  )
  await saveRecords(db, keys, bankId, records, owners)
  return records
}

/** The golden record that survives; nothing where it is as it was, or not yet whole. */
function goldenOf(
  customerId: string,
  { fields, provenance }: Survivors,
  held: StoredGolden | undefined,
): GoldenRecord | undefined {
  if (!isWhole(fields)) return undefined
  if (held && changesBetween(held.fields, fields).length === 0) return undefined
  const name = provenance.find(({ field }) => field === 'name')
  return {
    customerId,
    fields,
    source: name?.source ?? '',
    sourceKey: name?.sourceKey ?? '',
  }
}
