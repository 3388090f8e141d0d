import type { ContractDocs } from '../kit/index.ts'
import type { approvalContract } from './contract.ts'

const waiting = {
  id: 'apv_01',
  version: 1,
  kind: 'policy.change',
  subjectKind: 'policy',
  subjectId: 'bank',
  branchId: 'brn_head',
  reason: { code: 'policy.change', facts: { policies: 3 } },
  content: { policies: [], fromOn: '2026-03-06' },
  contentHash: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  makerId: 'stf_sec',
  makerPersonId: 'per_sec',
  madeAt: '2026-03-05T01:00:00.000Z',
  status: 'pending',
  decisions: [],
  needs: { approvers: 1, roles: ['security-admin', 'audit-admin'] },
}
const holiday = {
  id: 'dlg_01',
  fromId: 'stf_zhou',
  toId: 'stf_qian',
  fromOn: '2026-03-09',
  toOn: '2026-03-13',
}
/** What the endpoints of `/approvals` are for, with an example of each: for documents and tests alone. */
export const approvalDocs = {
  list: {
    summary: {
      zh: '待我审批、我提出的或全部申请',
      en: 'Requests that wait for me, are mine, or all',
    },
    example: { query: { box: 'waiting' }, returns: { items: [waiting] } },
  },
  get: {
    summary: { zh: '一项申请', en: 'One request' },
    example: { params: { id: 'apv_01' }, returns: waiting },
  },
  decide: {
    summary: { zh: '同意或退回一项申请', en: 'Approve or reject a request' },
    example: {
      params: { id: 'apv_01' },
      body: { decision: 'approve', contentHash: waiting.contentHash },
      returns: { ...waiting, version: 2, status: 'approved' },
    },
  },
  withdraw: {
    summary: { zh: '撤回本人的申请', en: 'Take one’s own request back' },
    example: {
      params: { id: 'apv_01' },
      returns: { ...waiting, version: 2, status: 'withdrawn' },
    },
  },
  proposePolicies: {
    summary: { zh: '提出权限策略变更', en: 'Propose other access policies for the bank' },
    example: {
      body: {
        policies: [
          {
            id: 'teller.branch.customer',
            version: 2,
            roles: ['teller'],
            effect: 'allow',
            resource: 'customer',
            where: [{ column: 'branchId', op: 'inBranchTree' }],
            fields: { show: ['name'], mask: ['phone'] },
            tests: [
              {
                given: {
                  staffId: 'stf_a',
                  branchIds: ['brn_town'],
                  row: { branchId: 'brn_town', managerId: '' },
                },
                sees: true,
              },
            ],
          },
        ],
        fromOn: '2026-03-06',
      },
      returns: waiting,
    },
  },
  listDelegations: {
    summary: { zh: '审批授权', en: 'Who decides in whose place' },
    example: { returns: { items: [holiday] } },
  },
  delegate: {
    summary: {
      zh: '在一段时间内授权他人代为审批',
      en: 'Let somebody decide in one’s place for a time',
    },
    example: {
      body: { toId: 'stf_qian', fromOn: '2026-03-09', toOn: '2026-03-13' },
      returns: holiday,
    },
  },
  endDelegation: {
    summary: { zh: '收回授权', en: 'End a delegation of one’s own' },
    example: { params: { id: 'dlg_01' }, returns: { id: 'dlg_01' } },
  },
} as const satisfies ContractDocs<typeof approvalContract>
