import * as z from 'zod/mini'
import { aspect, c1, Instant, key, LocalDate } from '../kit/index.ts'
import { Customer, CustomerId, customerClasses } from './customer.ts'
import { goldenFields } from './fields.ts'

/** What is known of a customer, less the bank's own id and version: what sources speak of. */
export const GoldenFields = z.omit(Customer, { id: true, version: true })
export interface GoldenFields extends z.infer<typeof GoldenFields> {}

/** One of the fields by its name. */
export const GoldenFieldName = z.enum(goldenFields)

/** What a source says, field by field: absent where it is silent, null where it says that there is none. */
export type Said = { readonly [F in keyof GoldenFields]?: GoldenFields[F] | null }

/** The name of the source that stands for what the bank's own people write. */
export const DESK = 'desk'

/** One customer as one source knows them, before anything is made of it. */
export interface SourceRecord {
  /** The system that says so; {@link DESK} for the bank's own people. */
  readonly source: string
  /** The source's own key. */
  readonly sourceKey: string
  readonly said: Said
  /** Since which day it says so, field by field. */
  readonly since: { readonly [F in keyof GoldenFields]?: LocalDate }
  /** What the customer themselves confirmed there. */
  readonly confirmed: readonly (keyof GoldenFields)[]
}

const SourceShape = z.strictObject({
  customerId: CustomerId,
  source: z.string(),
  sourceKey: z.string(),
  receivedAt: Instant,
  /** Since which day the source says so, by field. */
  since: z.record(z.string(), LocalDate),
  /** What the customer confirmed there. */
  confirmed: z.readonly(z.array(z.string())),
  /** Of what the source says that there is none. */
  none: z.readonly(z.array(z.string())),
  ...z.partial(GoldenFields).shape,
})

/** What one source said of a customer, as a caller sees it: masked as the customer is. */
export const SourceRecordView = aspect('customer', SourceShape, {
  ...customerClasses,
  customerId: key,
  source: key,
  sourceKey: c1,
  receivedAt: key,
  since: key,
  confirmed: key,
  none: key,
})
export type SourceRecordView = z.infer<typeof SourceRecordView>

/** What decides between sources that differ; the first of a list that tells two apart does. */
export const Criterion = z.enum(['confirmed', 'rank', 'recent', 'complete', 'earliest', 'death'])
export type Criterion = z.infer<typeof Criterion>

/** A bank's rules of survivorship: data, to be changed without a release. */
export const SurvivorshipRules = z.strictObject({
  /** The standing of a source; 0 for one that is not named. The higher is believed. */
  ranks: z.record(z.string(), z.int()),
  /** What decides for a field; `otherwise` for one that is not named. */
  fields: z.partialRecord(GoldenFieldName, z.readonly(z.array(Criterion))),
  otherwise: z.readonly(z.array(Criterion)),
})
export interface SurvivorshipRules extends z.infer<typeof SurvivorshipRules> {}
