import type { ContractDocs } from '../../kit/index.ts'
import type { labelContract } from './contract.ts'

const label = {
  id: 'lab_sheep',
  version: 1,
  kind: 'tag',
  name: '养羊户',
  shared: true,
  madeBy: 'stf_zhou',
} as const

/** What the endpoints of labels are for, with an example of each: for documents and tests alone. */
export const labelDocs = {
  listLabels: {
    summary: { zh: '全行标签与本人可见的名单', en: "The bank's tags, and the lists one may see" },
    example: { returns: { items: [{ label, customers: 12 }] } },
  },
  createLabel: {
    summary: { zh: '新建标签或名单', en: 'Make a tag or a list' },
    example: { body: { kind: 'group', name: '春耕走访' }, returns: { ...label, kind: 'group' } },
  },
  listLabelled: {
    summary: { zh: '标签或名单下的客户', en: 'The customers under a label' },
    example: {
      params: { label: 'lab_sheep' },
      query: { limit: '20' },
      returns: { items: [{ id: 'cus_li', version: 1, name: '李桂芳' }] },
    },
  },
  listLabelsOf: {
    summary: { zh: '客户身上的标签与名单', en: 'The labels that a customer is under' },
    example: { params: { id: 'cus_li' }, returns: { items: [label] } },
  },
  changeLabelled: {
    summary: {
      zh: '批量加入或移出,逐户返回结果,可整批撤销',
      en: 'Put many customers under a label or take them off, each by itself',
    },
    example: {
      params: { label: 'lab_sheep' },
      body: { deed: 'put', customerIds: ['cus_li'] },
      returns: { changeId: 'lch_01', changed: 1, unchanged: 0, refused: [] },
    },
  },
  undoLabelled: {
    summary: { zh: '撤销一次批量操作', en: 'Take one such change back' },
    example: {
      params: { change: 'lch_01' },
      returns: { changed: 1, unchanged: 0, refused: [] },
    },
  },
} as const satisfies ContractDocs<typeof labelContract>
