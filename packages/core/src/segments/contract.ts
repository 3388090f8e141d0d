import * as z from 'zod/mini'
import { CustomerId, CustomerView, customerContract } from '../customers/index.ts'
import { type Contract, Criteria, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Segment, SegmentId, SegmentName } from './segment.ts'

/** A count below this is not told to those who may count customers but not see them. */
export const SMALLEST_COUNT = 10

/** How many a criteria finds, in whose book, and what it says in words. */
export const SegmentPreview = z.strictObject({
  /** Absent where it is suppressed. */
  count: z.optional(z.int()),
  /** True where fewer than {@link SMALLEST_COUNT} were found and the caller may not see them. */
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

const savers = {
  all: [
    { field: 'gender', is: 'eq', value: 'female' },
    { field: 'assetsFen', is: 'ge', value: 5_000_000 },
    { not: { field: 'hasLoan', is: 'eq', value: true } },
  ],
}
const segment = {
  id: 'seg_savers',
  version: 1,
  name: '无贷款的女储户',
  criteria: savers,
  updatedAt: '2026-03-05T01:00:00.000Z',
}
const sentence = {
  zh: '性别 是 女,且 资产余额 不低于 50,000.00 元,且 不是(有贷款)',
  en: 'gender is female, and balance is at least 50,000.00, and not (has a loan)',
}

export const segmentContract = {
  list: {
    method: 'GET',
    path: '/segments',
    needs: 'segment:read',
    summary: { zh: '客群列表', en: 'Segments by name' },
    query: z.strictObject(pageQuery),
    returns: page(Segment),
    errors: ['page.cursor_invalid'],
    example: { returns: { items: [segment] } },
  },
  get: {
    method: 'GET',
    path: '/segments/:id',
    needs: 'segment:read',
    summary: { zh: '一个客群', en: 'One segment' },
    params,
    returns: Segment,
    errors: ['segment.not_found'],
    example: { params: { id: 'seg_savers' }, returns: segment },
  },
  create: {
    method: 'POST',
    path: '/segments',
    needs: 'segment:write',
    summary: { zh: '新建客群', en: 'Save criteria as a segment' },
    body: draft,
    returns: Segment,
    errors: ['criteria.invalid', 'segment.name_taken', 'access.field_not_usable'],
    writes: true,
    expects: 'new',
    example: { body: { name: '无贷款的女储户', criteria: savers }, returns: segment },
  },
  update: {
    method: 'PUT',
    path: '/segments/:id',
    needs: 'segment:write',
    summary: { zh: '修改客群', en: "Change a segment's name or criteria" },
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
    example: {
      params: { id: 'seg_savers' },
      body: { name: '无贷款的女储户', criteria: savers },
      returns: { ...segment, version: 2 },
    },
  },
  preview: {
    method: 'POST',
    path: '/segments/preview',
    heavy: true,
    needs: 'segment:read',
    summary: { zh: '预览条件命中的客户数', en: 'How many customers a criteria finds' },
    body: z.strictObject({ criteria: Criteria }),
    returns: SegmentPreview,
    errors: ['criteria.invalid', 'access.field_not_usable'],
    discloses: true,
    example: {
      body: { criteria: savers },
      returns: {
        count: 137,
        suppressed: false,
        asOf: '2026-03-05',
        sentence,
        sample: [customerContract.get.example.returns],
      },
    },
  },
  explain: {
    method: 'POST',
    path: '/segments/explain',
    needs: 'segment:read',
    summary: { zh: '某客户为何命中或未命中', en: 'Why a customer is in or out' },
    body: z.strictObject({ criteria: Criteria, customerId: CustomerId }),
    returns: SegmentExplanation,
    errors: ['criteria.invalid', 'customer.not_found', 'access.field_not_usable'],
    discloses: true,
    example: {
      body: { criteria: savers, customerId: 'cus_li' },
      returns: { met: true, asOf: '2026-03-05', steps: [{ path: '', met: true, sentence }] },
    },
  },
} as const satisfies Contract
