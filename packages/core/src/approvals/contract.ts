import * as z from 'zod/mini'
import { Policy, StaffId } from '../access/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Approval, ApprovalId } from './approval.ts'
import { Delegation, DelegationId } from './delegation.ts'

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
const remark = z.string().check(z.maxLength(400))

export const approvalContract = {
  list: {
    method: 'GET',
    path: '/approvals',
    needs: 'approval:read',
    summary: {
      zh: '待我审批、我提出的或全部申请',
      en: 'Requests that wait for me, are mine, or all',
    },
    query: z.strictObject({
      ...pageQuery,
      box: z._default(z.enum(['waiting', 'mine', 'all']), 'waiting'),
    }),
    returns: page(Approval),
    errors: ['page.cursor_invalid'],
    example: { query: { box: 'waiting' }, returns: { items: [waiting] } },
  },
  get: {
    method: 'GET',
    path: '/approvals/requests/:id',
    needs: 'approval:read',
    summary: { zh: '一项申请', en: 'One request' },
    params: z.strictObject({ id: ApprovalId }),
    returns: Approval,
    errors: ['approval.not_found'],
    example: { params: { id: 'apv_01' }, returns: waiting },
  },
  decide: {
    method: 'POST',
    path: '/approvals/requests/:id/decide',
    needs: 'approval:decide',
    summary: { zh: '同意或退回一项申请', en: 'Approve or reject a request' },
    params: z.strictObject({ id: ApprovalId }),
    body: z.strictObject({
      decision: z.enum(['approve', 'reject']),
      /** The hash of what was shown: nobody agrees to something else. */
      contentHash: z.string().check(z.maxLength(64)),
      remark: z._default(remark, ''),
    }),
    returns: Approval,
    writes: true,
    expects: 'version',
    stepUp: true,
    errors: [
      'approval.not_found',
      'approval.may_not_decide',
      'approval.content_changed',
      'approval.already_decided',
      'approval.limit_reached',
      'approval.no_authority',
    ],
    example: {
      params: { id: 'apv_01' },
      body: { decision: 'approve', contentHash: waiting.contentHash },
      returns: { ...waiting, version: 2, status: 'approved' },
    },
  },
  withdraw: {
    method: 'POST',
    path: '/approvals/requests/:id/withdraw',
    needs: 'approval:propose',
    summary: { zh: '撤回本人的申请', en: 'Take one’s own request back' },
    params: z.strictObject({ id: ApprovalId }),
    returns: Approval,
    writes: true,
    expects: 'version',
    errors: ['approval.not_found', 'approval.already_decided'],
    example: {
      params: { id: 'apv_01' },
      returns: { ...waiting, version: 2, status: 'withdrawn' },
    },
  },
  proposePolicies: {
    method: 'POST',
    path: '/approvals/policies',
    needs: 'policy:write',
    summary: { zh: '提出权限策略变更', en: 'Propose other access policies for the bank' },
    body: z.strictObject({
      policies: z.array(Policy).check(z.minLength(1), z.maxLength(500)),
      /** The first day on which they hold. */
      fromOn: LocalDate,
    }),
    returns: Approval,
    writes: true,
    expects: 'new',
    stepUp: true,
    errors: ['access.policy_unsound'],
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
    method: 'GET',
    path: '/approvals/delegations',
    needs: 'approval:read',
    summary: { zh: '审批授权', en: 'Who decides in whose place' },
    returns: page(Delegation),
    errors: [],
    example: { returns: { items: [holiday] } },
  },
  delegate: {
    method: 'POST',
    path: '/approvals/delegations',
    needs: 'approval:decide',
    summary: {
      zh: '在一段时间内授权他人代为审批',
      en: 'Let somebody decide in one’s place for a time',
    },
    body: z.strictObject({ toId: StaffId, fromOn: LocalDate, toOn: LocalDate }),
    returns: Delegation,
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['approval.delegation_unsound', 'access.staff_not_found'],
    example: {
      body: { toId: 'stf_qian', fromOn: '2026-03-09', toOn: '2026-03-13' },
      returns: holiday,
    },
  },
  endDelegation: {
    method: 'POST',
    path: '/approvals/delegations/:id/end',
    needs: 'approval:decide',
    summary: { zh: '收回授权', en: 'End a delegation of one’s own' },
    params: z.strictObject({ id: DelegationId }),
    returns: z.strictObject({ id: DelegationId }),
    writes: true,
    expects: 'none',
    errors: ['approval.delegation_not_found'],
    example: { params: { id: 'dlg_01' }, returns: { id: 'dlg_01' } },
  },
} as const satisfies Contract
