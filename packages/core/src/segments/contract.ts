import * as z from 'zod/mini'
import { CustomerId, CustomerView } from '../customers/index.ts'
import { type Contract, Criteria, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Segment, SegmentId, SegmentName } from './segment.ts'

/** A crowd below this is not told to those who may count customers but not see them. */
export const SMALLEST_COUNT = 10

/** How many a criteria finds, in whose book, and what it says in words. */
export const SegmentPreview = z.strictObject({
  /** Absent where it is suppressed; to the ten, and not exact, for those who may not see customers. */
  count: z.optional(z.int()),
  /** True where a count, or a part of what was asked, would tell a caller of few whom they may not see. */
  suppressed: z.boolean(),
  asOf: LocalDate,
  sentence: z.strictObject({ zh: z.string(), en: z.string() }),
  /** A few of them, for those who may see customers. */
  sample: z.array(CustomerView),
})
export type SegmentPreview = z.infer<typeof SegmentPreview>

/** One step of an explanation: a node of the criteria, and whether it was met. */
export const ExplanationStep = z.strictObject({
  /** Where in the criteria, as `all[0].not`; the whole is ''. */
  path: z.string(),
  met: z.boolean(),
  sentence: z.strictObject({ zh: z.string(), en: z.string() }),
})

/** Why a customer is in or out. */
export const SegmentExplanation = z.strictObject({
  met: z.boolean(),
  asOf: LocalDate,
  steps: z.array(ExplanationStep),
})
export type SegmentExplanation = z.infer<typeof SegmentExplanation>

const params = z.strictObject({ id: SegmentId })
const draft = z.strictObject({ name: SegmentName, criteria: Criteria })

export const segmentContract = {
  list: {
    method: 'GET',
    path: '/segments',
    needs: 'segment:read',
    query: z.strictObject(pageQuery),
    returns: page(Segment),
    errors: ['page.cursor_invalid'],
  },
  get: {
    method: 'GET',
    path: '/segments/:id',
    needs: 'segment:read',
    params,
    returns: Segment,
    errors: ['segment.not_found'],
  },
  create: {
    method: 'POST',
    path: '/segments',
    needs: 'segment:write',
    body: draft,
    returns: Segment,
    errors: ['criteria.invalid', 'segment.name_taken', 'access.field_not_usable'],
    writes: true,
    expects: 'new',
  },
  update: {
    method: 'PUT',
    path: '/segments/:id',
    needs: 'segment:write',
    params,
    body: draft,
    returns: Segment,
    errors: [
      'criteria.invalid',
      'segment.not_found',
      'segment.name_taken',
      'access.field_not_usable',
    ],
    writes: true,
    expects: 'version',
  },
  preview: {
    method: 'POST',
    path: '/segments/preview',
    heavy: true,
    needs: 'segment:read',
    body: z.strictObject({ criteria: Criteria }),
    returns: SegmentPreview,
    errors: ['criteria.invalid', 'access.field_not_usable', 'access.budget_spent'],
    discloses: true,
  },
  explain: {
    method: 'POST',
    path: '/segments/explain',
    needs: 'segment:read',
    body: z.strictObject({ criteria: Criteria, customerId: CustomerId }),
    returns: SegmentExplanation,
    errors: ['criteria.invalid', 'customer.not_found', 'access.field_not_usable'],
    discloses: true,
  },
} as const satisfies Contract
