import { because } from '../kit/because.ts'
import type { LocalDate, Reason } from '../kit/index.ts'
import { type GoldenField, goldenFields } from './fields.ts'
import type { Criterion, GoldenFields, SourceRecord, SurvivorshipRules } from './source-record.ts'

/**
 * What holds unless the bank says otherwise: what the customer confirmed, then what was said last, then
 * what the bank's own people wrote. A first day is the earliest that anybody knows of, and who tells of a
 * death is believed.
 */
export const survivorshipDefaults: SurvivorshipRules = {
  ranks: { desk: 1 },
  fields: {
    openedOn: ['confirmed', 'earliest'],
    status: ['confirmed', 'death', 'recent', 'rank'],
  },
  otherwise: ['confirmed', 'recent', 'rank', 'complete'],
}

/** Where a surviving value comes from, and why it survived. */
export interface Provenance {
  readonly field: GoldenField
  readonly source: string
  readonly sourceKey: string
  /** Since when the source says so; absent where nobody knows. */
  readonly on?: LocalDate
  readonly confirmed: boolean
  readonly reason: Reason
}

/** A source that says something else than what survived: to be told to it. */
export interface Conflict {
  readonly field: GoldenField
  readonly source: string
  readonly sourceKey: string
  /** Whose word survived. */
  readonly against: string
  readonly on?: LocalDate
}

/** What is made of all that sources say. */
export interface Survivors {
  readonly fields: Partial<GoldenFields>
  readonly provenance: readonly Provenance[]
  readonly conflicts: readonly Conflict[]
}

interface Claim {
  readonly record: SourceRecord
  readonly value: string | null
  readonly on: LocalDate | undefined
  readonly confirmed: boolean
}

/** A text that is longer says more; a covered letter says nothing, and "none" least of all. */
const completeness = (value: string | null): number =>
  value === null ? -1 : [...value].filter((letter) => letter !== '*' && letter !== ' ').length

const before = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1)

function better(criterion: Criterion, a: Claim, b: Claim, rules: SurvivorshipRules): number {
  const rank = ({ record }: Claim) => rules.ranks[record.source] ?? 0
  if (criterion === 'confirmed') return Number(a.confirmed) - Number(b.confirmed)
  if (criterion === 'rank') return rank(a) - rank(b)
  if (criterion === 'recent') return before(b.on ?? '', a.on ?? '')
  if (criterion === 'complete') return completeness(a.value) - completeness(b.value)
  if (criterion === 'death') return Number(a.value === 'deceased') - Number(b.value === 'deceased')
  return before(a.value ?? '9', b.value ?? '9')
}

/** By which criterion one claim stands before another; where none tells, the name of the source does. */
function compare(
  a: Claim,
  b: Claim,
  rules: SurvivorshipRules,
  order: readonly Criterion[],
): readonly [by: Criterion | 'first', difference: number] {
  for (const criterion of order) {
    const difference = better(criterion, a, b, rules)
    if (difference !== 0) return [criterion, difference]
  }
  const [one, other] = [a, b].map(({ record }) => JSON.stringify([record.source, record.sourceKey]))
  return ['first', before(one ?? '', other ?? '')]
}

const says = (field: GoldenField, value: unknown): boolean =>
  value !== undefined && !(field === 'birthdayCalendar' && value === 'unknown')

/** What survives of one field, and why; nothing where no source speaks of it. */
function surviveField(
  field: GoldenField,
  records: readonly SourceRecord[],
  rules: SurvivorshipRules,
):
  | { readonly value: string | null; readonly from: Provenance; readonly conflicts: Conflict[] }
  | undefined {
  const claims = records.flatMap((record): Claim[] => {
    const value = record.said[field]
    if (!says(field, value)) return []
    const confirmed = record.confirmed.includes(field)
    return [{ record, value: value ?? null, on: record.since[field], confirmed }]
  })
  const order = rules.fields[field] ?? rules.otherwise
  const best = (among: readonly Claim[]) =>
    among.reduce<Claim | undefined>(
      (held, claim) => (held && compare(claim, held, rules, order)[1] <= 0 ? held : claim),
      undefined,
    )
  const winner = best(claims)
  if (!winner) return undefined

  const others = claims.filter(({ value }) => value !== winner.value)
  const rival = best(others)
  const { source, sourceKey } = winner.record
  const reason = (): Reason => {
    if (claims.length === 1) return because('survivorship.only', { source })
    if (!rival) return because('survivorship.agreed', { source, sources: claims.length })
    const [by] = compare(winner, rival, rules, order)
    return because(`survivorship.${by}`, { source, over: rival.record.source })
  }
  return {
    value: winner.value,
    from: {
      field,
      source,
      sourceKey,
      ...(winner.on !== undefined && { on: winner.on }),
      confirmed: winner.confirmed,
      reason: reason(),
    },
    conflicts: others.map(({ record, on }) => ({
      field,
      source: record.source,
      sourceKey: record.sourceKey,
      against: source,
      ...(on !== undefined && { on }),
    })),
  }
}

/**
 * Make the golden record of all that sources say: each field by its own rules, each with its reason. In
 * which order the records come is no matter.
 */
export function survive(
  records: readonly SourceRecord[],
  rules: SurvivorshipRules = survivorshipDefaults,
): Survivors {
  const fields: Record<string, string> = {}
  const provenance: Provenance[] = []
  const conflicts: Conflict[] = []
  for (const field of goldenFields) {
    const found = surviveField(field, records, rules)
    if (!found) continue
    if (found.value !== null) fields[field] = found.value
    provenance.push(found.from)
    conflicts.push(...found.conflicts)
  }
  fields.birthdayCalendar ??= 'unknown'
  return { fields: fields as Partial<GoldenFields>, provenance, conflicts }
}
