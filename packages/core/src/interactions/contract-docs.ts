import type { ContractDocs } from '../kit/index.ts'
import type { interactionContract } from './contract.ts'

const visit = {
  kind: 'visit',
  purpose: 'care',
  result: 'undecided',
  happenedAt: '2026-03-05T00:30:00.000Z',
  summary: '存单十日到期,想先看看利率再定。',
  nextStep: { text: '带利率表再去一次', on: '2026-03-09' },
  participants: ['李晓东(儿子)'],
  attachments: [],
}
const entry = {
  id: 'int_01',
  customerId: 'cus_li',
  version: 1,
  status: 'submitted',
  ...visit,
  staffId: 'stf_chen',
  staffName: '陈波',
  submittedAt: '2026-03-05T01:00:00.000Z',
  addenda: [],
}
const draft = { ...entry, status: 'draft', submittedAt: undefined }
const auntLi = { id: 'cus_li', version: 1, name: '李桂芳' }
const params = { id: 'int_01' }

/** What the endpoints of `/interactions` are for, with an example of each: for documents and tests alone. */
export const interactionDocs = {
  listOf: {
    summary: { zh: '一位客户的互动记录,新的在前', en: 'What was said and done with a customer' },
    example: { query: { customerId: 'cus_li' }, returns: { items: [entry] } },
  },
  listByStaff: {
    summary: { zh: '某员工某日的互动记录', en: 'What somebody did on a day' },
    example: {
      query: { staffId: 'stf_chen', day: '2026-03-05' },
      returns: { items: [{ interaction: entry, customer: auntLi }] },
    },
  },
  listNextSteps: {
    summary: { zh: '尚未跟进的下一步', en: 'Next steps that nobody has taken yet' },
    example: {
      query: { until: '2026-03-12' },
      returns: { items: [{ interaction: entry, customer: auntLi }] },
    },
  },
  get: {
    summary: { zh: '一条互动记录', en: 'One interaction' },
    example: { params, returns: entry },
  },
  create: {
    summary: { zh: '登记一次互动', en: 'Write an interaction down' },
    example: { body: { customerId: 'cus_li', ...visit }, returns: entry },
  },
  update: {
    summary: { zh: '修改本人的草稿', en: 'Change a draft of one’s own' },
    example: { params, body: visit, returns: { ...draft, version: 2 } },
  },
  submit: {
    summary: { zh: '提交草稿,提交后不能修改', en: 'Submit a draft: it is final from then on' },
    example: { params, returns: { ...entry, version: 2 } },
  },
  discard: {
    summary: { zh: '丢弃本人的草稿', en: 'Throw a draft of one’s own away' },
    example: { params, returns: params },
  },
  addTo: {
    summary: { zh: '补充说明,原文不变', en: 'Add to a submitted interaction; it stays as it was' },
    example: {
      params,
      body: { text: '晚上来电:同意转存一年。' },
      returns: {
        ...entry,
        addenda: [
          {
            text: '晚上来电:同意转存一年。',
            staffId: 'stf_chen',
            staffName: '陈波',
            at: '2026-03-05T11:00:00.000Z',
          },
        ],
      },
    },
  },
} as const satisfies ContractDocs<typeof interactionContract>
