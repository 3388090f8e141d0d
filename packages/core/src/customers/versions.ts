import type { LocalDate } from '../kit/index.ts'
import { type GoldenField, goldenFields } from './fields.ts'
import type { GoldenFields } from './source-record.ts'

/** A golden record and the day from which on it was one. */
export interface Dated {
  readonly version: number
  readonly fromOn: LocalDate
}

/** What one field was and became; a side is absent where there was nothing. */
export interface FieldChange {
  readonly field: GoldenField
  readonly from?: string
  readonly to?: string
}

/** What differs between two golden records, field by field. */
export const changesBetween = (
  before: Partial<GoldenFields>,
  after: Partial<GoldenFields>,
): readonly FieldChange[] =>
  goldenFields.flatMap((field) => {
    const [from, to] = [before[field], after[field]]
    if (from === to) return []
    return [{ field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }]
  })

/**
 * The version that held at the end of a day: the last that had begun by then. Several of one day are
 * one: what counts is what the day ended with.
 */
export const versionOn = <V extends Dated>(versions: readonly V[], day: LocalDate): V | undefined =>
  versions
    .filter(({ fromOn }) => fromOn <= day)
    .reduce<V | undefined>(
      (last, one) => (last && last.version > one.version ? last : one),
      undefined,
    )
