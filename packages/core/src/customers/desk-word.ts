import type { LocalDate } from '../kit/index.ts'
import type { GoldenField } from './fields.ts'
import { goldenFields } from './fields.ts'
import type { GoldenFields, Said, SourceRecord, SurvivorshipRules } from './source-record.ts'
import { survive } from './survivorship.ts'

/** What the bank's own people say of a customer, since when, and what of it the customer confirmed. */
export type DeskWord = Pick<SourceRecord, 'said' | 'since' | 'confirmed'>

const silent: DeskWord = { said: {}, since: {}, confirmed: [] }
const sinceOf = (fields: readonly GoldenField[], day: LocalDate): DeskWord['since'] =>
  Object.fromEntries(fields.map((field) => [field, day]))

/** What the desk says once somebody has written these fields: the rest is as it was. */
export function wordAfterEdit(
  { said, since, confirmed }: DeskWord,
  fields: Said,
  byCustomer: boolean,
  today: LocalDate,
): DeskWord {
  const written = goldenFields.filter((field) => fields[field] !== undefined)
  const others = confirmed.filter((field) => !written.includes(field))
  return {
    said: { ...said, ...fields },
    since: { ...since, ...sinceOf(written, today) },
    confirmed: byCustomer ? [...others, ...written] : others,
  }
}

/** What there is to go back from, and to. */
export interface Restoring {
  /** What the other sources say. */
  readonly others: readonly SourceRecord[]
  /** What the desk says now. */
  readonly desk: DeskWord
  readonly now: Partial<GoldenFields>
  /** The version to go back to, and what the desk said then. */
  readonly to: { readonly fields: Partial<GoldenFields>; readonly desk?: DeskWord | undefined }
}

/**
 * What the desk has to say for a customer to be as they were in a version. Of the fields that differ the
 * desk says again what it said then, or nothing: an edit that is taken back leaves no trace in what
 * is believed. Where sources have moved on since, the desk says the old value itself.
 */
export function wordAfterRestore(
  { others, desk, now, to }: Restoring,
  rules: SurvivorshipRules,
  today: LocalDate,
): DeskWord {
  const differing = goldenFields.filter((field) => now[field] !== to.fields[field])
  const taken = differing.reduce((word, field) => say(word, field, to.desk ?? silent), desk)
  const record: SourceRecord = { source: 'desk', sourceKey: '', ...taken }
  const { fields } = survive([...others, record], rules)
  const left = goldenFields.filter((field) => fields[field] !== to.fields[field])
  const own: DeskWord = {
    said: Object.fromEntries(left.map((field) => [field, to.fields[field] ?? null])),
    since: sinceOf(left, today),
    confirmed: left.filter((field) => taken.confirmed.includes(field)),
  }
  return left.reduce((word, field) => say(word, field, own), taken)
}

/** One field as another word has it. */
function say(word: DeskWord, field: GoldenField, as: DeskWord): DeskWord {
  const { [field]: _said, ...said } = word.said
  const { [field]: _since, ...since } = word.since
  const confirmed = word.confirmed.filter((one) => one !== field)
  const [value, day] = [as.said[field], as.since[field]]
  if (value === undefined) return { said, since, confirmed }
  return {
    said: { ...said, [field]: value },
    since: { ...since, ...(day !== undefined && { [field]: day }) },
    confirmed: as.confirmed.includes(field) ? [...confirmed, field] : confirmed,
  }
}
