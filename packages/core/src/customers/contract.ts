import * as z from 'zod/mini'
import { type Contract, Instant, LocalDate, PAGE_LIMIT, page } from '../kit/index.ts'
import { ConsentChannel, ConsentPurpose, ConsentRecord, ConsentState } from './consent.ts'
import { CustomerId, CustomerView } from './customer.ts'

/** Several ids in one query parameter, separated by commas. */
const idList = z
  .string()
  .check(z.maxLength(6000), z.regex(/^cus_[a-z0-9]{1,40}(,cus_[a-z0-9]{1,40})*$/))

/** What a customer agreed to: what is open now, and every act that led there, newest first. */
export const ConsentLedger = z.strictObject({
  states: z.readonly(z.array(ConsentState)),
  records: z.readonly(z.array(ConsentRecord)),
})
export interface ConsentLedger extends z.infer<typeof ConsentLedger> {}

/** Everything kept about one person, table by table, in full. */
export const PersonFile = z.strictObject({
  customerId: CustomerId,
  takenAt: Instant,
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
})
export interface PersonFile extends z.infer<typeof PersonFile> {}

/** What came of a wish to be forgotten. */
export const Erasure = z.strictObject({
  outcome: z.enum(['restricted', 'shredded']),
  eraseAfter: z.optional(LocalDate),
})
export interface Erasure extends z.infer<typeof Erasure> {}

const oneCustomer = z.strictObject({ id: CustomerId })
const why = z.strictObject({ reason: z.string().check(z.minLength(2), z.maxLength(120)) })
export const customerContract = {
  search: {
    method: 'POST',
    path: '/customers/search',
    needs: 'customer:read',
    body: z.strictObject({
      /** What was typed. In the body, so that no name or number stays in a log of addresses. */
      text: z.string().check(z.maxLength(80)),
      cursor: z.optional(z.string().check(z.maxLength(500))),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(PAGE_LIMIT)), 20),
    }),
    returns: page(CustomerView),
    errors: ['page.cursor_invalid'],
    discloses: true,
  },
  get: {
    method: 'GET',
    path: '/customers/:id',
    needs: 'customer:read',
    params: z.strictObject({ id: CustomerId }),
    returns: CustomerView,
    errors: ['customer.not_found'],
    discloses: true,
  },
  getMany: {
    method: 'GET',
    path: '/customers',
    needs: 'customer:read',
    query: z.strictObject({ ids: idList }),
    returns: page(CustomerView),
    errors: [],
    discloses: true,
  },
  listConsents: {
    method: 'GET',
    path: '/customers/:id/consents',
    needs: 'consent:read',
    params: oneCustomer,
    returns: ConsentLedger,
    errors: ['customer.not_found'],
  },
  recordConsent: {
    method: 'POST',
    path: '/customers/:id/consents',
    needs: 'consent:write',
    params: oneCustomer,
    body: z.strictObject({
      purpose: ConsentPurpose,
      channel: z.union([ConsentChannel, z.literal('all')]),
      act: z.enum(['granted', 'withdrawn']),
      textVersion: z._default(z.int().check(z.minimum(1)), 1),
      textHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      method: z.enum(['counter-signature', 'app', 'phone-recording', 'paper', 'message']),
      proofRef: z._default(z.string().check(z.maxLength(200)), ''),
      guardianId: z.optional(CustomerId),
      validUntil: z.optional(LocalDate),
    }),
    returns: ConsentLedger,
    writes: true,
    expects: 'none',
    errors: ['customer.not_found'],
  },
  exportPerson: {
    method: 'POST',
    path: '/customers/:id/export',
    needs: 'privacy:export',
    essential: true,
    params: oneCustomer,
    body: why,
    returns: PersonFile,
    writes: true,
    expects: 'none',
    stepUp: true,
    discloses: true,
    errors: ['customer.not_found'],
  },
  restrict: {
    method: 'POST',
    path: '/customers/:id/restrict',
    needs: 'privacy:write',
    params: oneCustomer,
    body: why,
    returns: z.strictObject({ restricted: z.boolean() }),
    writes: true,
    expects: 'none',
    errors: ['customer.not_found'],
  },
  liftRestriction: {
    method: 'POST',
    path: '/customers/:id/lift-restriction',
    needs: 'privacy:write',
    params: oneCustomer,
    body: why,
    returns: z.strictObject({ restricted: z.boolean() }),
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['customer.not_found'],
  },
  erase: {
    method: 'POST',
    path: '/customers/:id/erase',
    needs: 'privacy:write',
    params: oneCustomer,
    body: why,
    returns: Erasure,
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['customer.not_found', 'customer.relationship_open'],
  },
} as const satisfies Contract
