import type { ContractDocs } from '../../kit/index.ts'
import type { mergeContract } from './contract.ts'

const merge = {
  id: 'mrg_01',
  survivorId: 'cus_li',
  mergedId: 'cus_wang',
  at: '2026-03-05T09:00:00.000Z',
  byStaffId: 'stf_zhou',
  reason: '同一人在两个网点开户',
} as const

/** What the endpoints of merging are for, with an example of each: for documents and tests alone. */
export const mergeDocs = {
  merge: {
    summary: {
      zh: '合并客户:资料归于留存客户,原有记录一行不动,随时可撤销',
      en: 'Hold two customers to be one: nothing moves, and all of it can be taken back',
    },
    example: {
      params: { id: 'cus_li' },
      body: { mergedId: 'cus_wang', reason: '同一人在两个网点开户' },
      returns: merge,
    },
  },
  unmerge: {
    summary: {
      zh: '撤销合并,双方历史如未合并',
      en: 'Take a merge back: each is as if never merged',
    },
    example: {
      params: { merge: 'mrg_01' },
      body: { reason: '两人同名' },
      returns: { ...merge, undoneAt: '2026-03-06T09:00:00.000Z', undoneBy: 'stf_zhou' },
    },
  },
  listMerges: {
    summary: {
      zh: '客户的合并与撤销记录',
      en: 'Who was merged into a customer, and what was taken back',
    },
    example: {
      params: { id: 'cus_li' },
      query: { limit: '20' },
      returns: { items: [merge] },
    },
  },
} as const satisfies ContractDocs<typeof mergeContract>
