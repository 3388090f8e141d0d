import {
  type Customer,
  type CustomerId,
  customerErrors,
  DESK,
  type DeskWord,
  type GoldenCause,
  type GoldenFields,
  goldenFields,
  type LocalDate,
  type SourceRecord,
  type SurvivorshipRules,
  survive,
  wordOfMerged,
} from '@crm/core'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { familiesAmong } from './families.ts'
import { hear, type Making } from './golden.ts'
import { holdGolden, type StoredGolden } from './golden-row.ts'
import { recordsOf, rulesOf } from './source-rows.ts'
import { customerStore } from './store.ts'
import { versionsOf } from './version-rows.ts'

/** What somebody at the bank is about to say of a customer. */
export interface Standing {
  readonly golden: StoredGolden
  /** What the other sources say. */
  readonly others: readonly SourceRecord[]
  readonly desk: DeskWord
  readonly rules: SurvivorshipRules
  /** The bank's day as it stands in the store: a session may be a minute behind. */
  readonly today: LocalDate
}

/** What to say, and what the customer is to be by it. */
export interface Meant {
  readonly word: DeskWord
  readonly fields: Partial<GoldenFields>
}

/** Where and why somebody at the bank makes a golden record. */
export const makingOf = (session: WriteSession, cause: GoldenCause): Making => ({
  db: session.db,
  keys: session.keys,
  bankId: session.bankId,
  cause,
  bySource: DESK,
  byStaffId: session.caller.staffId,
  at: session.ports.now(),
})

/**
 * Say something of a customer as the bank's own people. What is meant has to come about: where the bank's
 * rules believe another source, nothing is written.
 *
 * @throws `customer.source_prevails`
 */
export async function sayAtDesk(
  session: WriteSession,
  customer: Customer,
  cause: GoldenCause,
  mean: (standing: Standing) => Meant | Promise<Meant>,
): Promise<Customer> {
  const changed = await beyondSight(session, async () => {
    const making = makingOf(session, cause)
    const before = await standingOf(making, customer.id)
    const { word, fields } = await mean(before)
    await hear(making, [{ customerId: customer.id, source: DESK, sourceKey: customer.id, ...word }])
    const after = await standingOf(making, customer.id)
    expectMeant(after, fields)
    return goldenFields.filter(
      (field) => before.golden.fields[field] !== after.golden.fields[field],
    )
  })
  // A name of a field tells nothing of the customer; who reads the audit learns what was touched.
  session.onRecord({
    objectId: customer.id,
    fieldNames: changed.map((field) => `customer.${field}`),
  })
  const saved = await customerStore(session).get(customer.id)
  tellOf(session, saved, cause)
  return saved
}

/** Tell the rest of the system what was done to a customer. */
export const tellOf = (session: WriteSession, customer: Customer, deed: string): void =>
  session.changed({
    room: 'customers',
    deed,
    subjectKind: 'customer',
    subjectId: customer.id,
    customer,
  })

async function standingOf({ db, keys, bankId }: Making, id: CustomerId): Promise<Standing> {
  const golden = (await holdGolden(db, keys, bankId, [id])).get(id)
  if (!golden) throw customerErrors.notFound(id)
  const families = await familiesAmong(db, bankId, [id])
  const kept = await recordsOf(db, keys, bankId, families.withMerged(id))
  const { rules, today } = await rulesOf(db, bankId)
  const { source, sourceKey, fields, sinceOn } = golden
  const since = Object.fromEntries(Object.keys(fields).map((field) => [field, sinceOn]))
  const only = { source, sourceKey, said: fields, confirmed: [], since } as SourceRecord
  const ofMerged = kept.filter(({ customerId }) => customerId !== id).map(wordOfMerged)
  const own = kept.filter(({ customerId }) => customerId === id)
  const records = own.length > 0 ? own : [only]
  const desk = records.find((record) => record.source === DESK)
  return {
    golden,
    others: [...records.filter((record) => record !== desk), ...ofMerged],
    desk: desk ?? { said: {}, since: {}, confirmed: [] },
    rules,
    today,
  }
}

function expectMeant({ golden, others, rules }: Standing, meant: Partial<GoldenFields>): void {
  const field = goldenFields.find((one) => one in meant && meant[one] !== golden.fields[one])
  if (field === undefined) return
  const from = survive(others, rules).provenance.find((one) => one.field === field)
  throw customerErrors.sourcePrevails(field, from?.source ?? DESK)
}

/** The record of a version, and what the desk said then. @throws `customer.version_unknown` */
export async function versionToRestore(session: WriteSession, id: CustomerId, version: number) {
  const [found] = await versionsOf(session, id, { exactly: version, limit: 1 })
  if (!found) throw customerErrors.versionUnknown(id, version)
  return found
}
