import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { type Contract, Instant, LocalDate, page, pageQuery, Reason } from '../kit/index.ts'
import { BirthdayCalendar, Customer, CustomerId, CustomerView } from './customer.ts'
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

/** What made a golden record as it is. */
export const GoldenCause = z.enum([
  'import',
  'create',
  'edit',
  'close',
  'restore',
  'rules',
  'hand-over',
  'merge',
  'unmerge',
])
export type GoldenCause = z.infer<typeof GoldenCause>

/** A golden record as it was for a time, and what made it so. */
export const CustomerVersion = z.strictObject({
  /** As they were; their `version` says which it is. */
  customer: CustomerView,
  /** The bank's day on which it began. */
  fromOn: LocalDate,
  /** The bank's day on which the next began; absent for the one that holds. */
  toOn: z.optional(LocalDate),
  at: Instant,
  cause: GoldenCause,
  /** The source that was heard; `desk` for the bank's own people. */
  bySource: z.string(),
  /** Who wrote it, where a person did. */
  byStaffId: z.optional(StaffId),
  /** What is not as in the version before. */
  changed: z.readonly(z.array(GoldenFieldName)),
})
export interface CustomerVersion extends z.infer<typeof CustomerVersion> {}

/** What somebody writes; rules say what is wrong with it, field by field. */
const written = z.string().check(z.maxLength(300))
const maybe = z.optional(z.nullable(written))
const personal = {
  gender: z.optional(z.nullable(Customer.shape.gender.def.innerType)),
  bornOn: maybe,
  birthdayCalendar: z.optional(BirthdayCalendar),
  idNumber: maybe,
  phone: maybe,
  village: maybe,
  address: maybe,
}

/** A customer as somebody at the bank writes them down for the first time. */
export const CustomerDraftBody = z.strictObject({
  kind: z.enum(['person', 'firm']),
  name: written,
  ...personal,
  /** The customer said so themselves: no source is believed against it. */
  confirmed: z._default(z.boolean(), false),
})

/** What somebody at the bank writes over what is known; null takes a value away. */
export const CustomerEdit = z.strictObject({
  name: z.optional(written),
  ...personal,
  /** The customer said so themselves: no source is believed against it. */
  confirmed: z._default(z.boolean(), false),
})

const oneCustomer = z.strictObject({ id: CustomerId })
/** Golden records: where they come from, what they were, and how they are written. */
export const goldenContract = {
  create: {
    method: 'POST',
    path: '/customers',
    needs: 'customer:write',
    body: CustomerDraftBody,
    returns: CustomerView,
    errors: ['customer.fields_invalid', 'customer.number_taken'],
    writes: true,
    expects: 'new',
    discloses: true,
  },
  edit: {
    method: 'PATCH',
    path: '/customers/:id',
    needs: 'customer:write',
    params: oneCustomer,
    body: CustomerEdit,
    returns: CustomerView,
    errors: [
      'customer.not_found',
      'customer.fields_invalid',
      'customer.number_taken',
      'customer.source_prevails',
    ],
    writes: true,
    expects: 'version',
    discloses: true,
  },
  close: {
    method: 'POST',
    path: '/customers/:id/close',
    needs: 'customer:write',
    params: oneCustomer,
    returns: CustomerView,
    errors: ['customer.not_found', 'customer.relationship_open', 'customer.source_prevails'],
    writes: true,
    expects: 'version',
    discloses: true,
  },
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
  getHistory: {
    method: 'GET',
    path: '/customers/:id/history',
    needs: 'customer:read',
    params: oneCustomer,
    query: z.strictObject(pageQuery),
    returns: page(CustomerVersion),
    errors: ['customer.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
  getAsOf: {
    method: 'GET',
    path: '/customers/:id/as-of/:day',
    needs: 'customer:read',
    params: z.strictObject({ id: CustomerId, day: LocalDate }),
    returns: CustomerView,
    errors: ['customer.not_found', 'customer.not_known_on'],
    discloses: true,
  },
  restore: {
    method: 'POST',
    path: '/customers/:id/restore',
    needs: 'customer:write',
    params: oneCustomer,
    body: z.strictObject({ to: z.int().check(z.minimum(1)) }),
    returns: CustomerView,
    errors: ['customer.not_found', 'customer.version_unknown', 'customer.source_prevails'],
    writes: true,
    expects: 'version',
    discloses: true,
  },
} as const satisfies Contract
