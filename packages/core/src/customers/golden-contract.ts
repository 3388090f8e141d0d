import * as z from 'zod/mini'
import { type Contract, LocalDate, page, pageQuery, Reason } from '../kit/index.ts'
import { CustomerId, CustomerView } from './customer.ts'
import { GoldenFieldName, SourceRecordView } from './source-record.ts'

/** Where each value of a golden record comes from, why it survived, and what every source said. */
export const CustomerProvenance = z.strictObject({
  customer: CustomerView,
  fields: z.readonly(
    z.array(
      z.strictObject({
        field: GoldenFieldName,
        /** Which of the sources, counted from 0. */
        from: z.int(),
        /** Since when the source says so; absent where nobody knows. */
        on: z.optional(LocalDate),
        confirmed: z.boolean(),
        reason: Reason,
      }),
    ),
  ),
  sources: z.readonly(z.array(SourceRecordView)),
})
export interface CustomerProvenance extends z.infer<typeof CustomerProvenance> {}

/** A source that says something else than what survived, for whoever keeps that source. */
export const SourceConflict = z.strictObject({
  customer: CustomerView,
  said: SourceRecordView,
  /** In which fields it differs. */
  fields: z.readonly(z.array(GoldenFieldName)),
})
export interface SourceConflict extends z.infer<typeof SourceConflict> {}

const oneCustomer = z.strictObject({ id: CustomerId })
/** Golden records: where they come from, what they were, and how they are written. */
export const goldenContract = {
  getProvenance: {
    method: 'GET',
    path: '/customers/:id/provenance',
    needs: 'customer:read',
    params: oneCustomer,
    returns: CustomerProvenance,
    errors: ['customer.not_found'],
    discloses: true,
  },
  listConflicts: {
    method: 'GET',
    path: '/customers/conflicts/:source',
    needs: 'customer:read',
    params: z.strictObject({ source: z.string().check(z.minLength(1), z.maxLength(60)) }),
    query: z.strictObject(pageQuery),
    returns: page(SourceConflict),
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
} as const satisfies Contract
