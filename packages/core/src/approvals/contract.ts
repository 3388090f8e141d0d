import * as z from 'zod/mini'
import { Policy, StaffId } from '../access/index.ts'
import { type Contract, LocalDate, page, pageQuery } from '../kit/index.ts'
import { Approval, ApprovalId } from './approval.ts'
import { Delegation, DelegationId } from './delegation.ts'

const remark = z.string().check(z.maxLength(400))

export const approvalContract = {
  list: {
    method: 'GET',
    path: '/approvals',
    needs: 'approval:read',
    query: z.strictObject({
      ...pageQuery,
      box: z._default(z.enum(['waiting', 'mine', 'all']), 'waiting'),
    }),
    returns: page(Approval),
    errors: ['page.cursor_invalid'],
  },
  get: {
    method: 'GET',
    path: '/approvals/requests/:id',
    needs: 'approval:read',
    params: z.strictObject({ id: ApprovalId }),
    returns: Approval,
    errors: ['approval.not_found'],
  },
  decide: {
    method: 'POST',
    path: '/approvals/requests/:id/decide',
    needs: 'approval:decide',
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
  },
  withdraw: {
    method: 'POST',
    path: '/approvals/requests/:id/withdraw',
    needs: 'approval:propose',
    params: z.strictObject({ id: ApprovalId }),
    returns: Approval,
    writes: true,
    expects: 'version',
    errors: ['approval.not_found', 'approval.already_decided'],
  },
  proposePolicies: {
    method: 'POST',
    path: '/approvals/policies',
    needs: 'policy:write',
    objects: 20_000,
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
  },
  listDelegations: {
    method: 'GET',
    path: '/approvals/delegations',
    needs: 'approval:read',
    returns: page(Delegation),
    errors: [],
  },
  delegate: {
    method: 'POST',
    path: '/approvals/delegations',
    needs: 'approval:decide',
    body: z.strictObject({ toId: StaffId, fromOn: LocalDate, toOn: LocalDate }),
    returns: Delegation,
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['approval.delegation_unsound', 'access.staff_not_found'],
  },
  endDelegation: {
    method: 'POST',
    path: '/approvals/delegations/:id/end',
    needs: 'approval:decide',
    params: z.strictObject({ id: DelegationId }),
    returns: z.strictObject({ id: DelegationId }),
    writes: true,
    expects: 'none',
    errors: ['approval.delegation_not_found'],
  },
} as const satisfies Contract
