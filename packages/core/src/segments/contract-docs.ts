import { customerDocs } from '../customers/index.ts'
import type { ContractDocs } from '../kit/index.ts'
import type { segmentContract } from './contract.ts'

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
/** What the endpoints of `/segments` are for, with an example of each: for documents and tests alone. */
export const segmentDocs = {
  list: {
    summary: { zh: '客群列表', en: 'Segments by name' },
    example: { returns: { items: [segment] } },
  },
  get: {
    summary: { zh: '一个客群', en: 'One segment' },
    example: { params: { id: 'seg_savers' }, returns: segment },
  },
  create: {
    summary: { zh: '新建客群', en: 'Save criteria as a segment' },
    example: { body: { name: '无贷款的女储户', criteria: savers }, returns: segment },
  },
  update: {
    summary: { zh: '修改客群', en: "Change a segment's name or criteria" },
    example: {
      params: { id: 'seg_savers' },
      body: { name: '无贷款的女储户', criteria: savers },
      returns: { ...segment, version: 2 },
    },
  },
  preview: {
    summary: { zh: '预览条件命中的客户数', en: 'How many customers a criteria finds' },
    example: {
      body: { criteria: savers },
      returns: {
        count: 137,
        suppressed: false,
        asOf: '2026-03-05',
        sentence,
        sample: [customerDocs.get.example.returns],
      },
    },
  },
  explain: {
    summary: { zh: '某客户为何命中或未命中', en: 'Why a customer is in or out' },
    example: {
      body: { criteria: savers, customerId: 'cus_li' },
      returns: { met: true, asOf: '2026-03-05', steps: [{ path: '', met: true, sentence }] },
    },
  },
} as const satisfies ContractDocs<typeof segmentContract>
