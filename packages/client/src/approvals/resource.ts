import type {
  Approval,
  ApprovalId,
  approvalContract,
  Delegation,
  DelegationId,
  Page,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'

const api = () => import('@crm/core/approvals').then((room) => room.approvalContract)

/** Which requests to list: those that wait for the caller, their own, or all in sight. */
export type ApprovalQuery = Asked<typeof approvalContract.list.query>

/** `crm.approvals`: what takes effect only when others have agreed to it. */
export class ApprovalResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /** Requests, newest first. @throws `access.denied`, `page.cursor_invalid` */
  list(query: ApprovalQuery = {}, options?: CallOptions): Promise<Page<Approval>> {
    return this.#call(api, 'list', { query }, options)
  }

  /** One request. @throws `approval.not_found` */
  get(id: ApprovalId, options?: CallOptions): Promise<Approval> {
    return this.#call(api, 'get', { params: { id } }, options)
  }

  /**
   * Approve or reject exactly what was shown: send its `contentHash` and its version. Needs a fresh
   * second factor.
   *
   * @throws `approval.may_not_decide` with its reasons, `approval.content_changed`,
   *   `approval.already_decided`, `approval.limit_reached`
   */
  decide(
    id: ApprovalId,
    word: Asked<typeof approvalContract.decide.body>,
    options: VersionOptions,
  ): Promise<Approval> {
    return this.#call(api, 'decide', { params: { id }, body: word }, options)
  }

  /** Take one's own request back. @throws `approval.already_decided` */
  withdraw(id: ApprovalId, options: VersionOptions): Promise<Approval> {
    return this.#call(api, 'withdraw', { params: { id } }, options)
  }

  /** Propose other access policies; they are tried on their own tests first. @throws `access.policy_unsound` */
  proposePolicies(
    change: Asked<typeof approvalContract.proposePolicies.body>,
    options?: WriteOptions,
  ): Promise<Approval> {
    return this.#call(api, 'proposePolicies', { body: change }, options)
  }

  /** Who decides in whose place, today and later. */
  listDelegations(options?: CallOptions): Promise<Page<Delegation>> {
    return this.#call(api, 'listDelegations', {}, options)
  }

  /** Let somebody decide in one's place for a time. @throws `approval.delegation_unsound` */
  delegate(
    asked: Asked<typeof approvalContract.delegate.body>,
    options?: WriteOptions,
  ): Promise<Delegation> {
    return this.#call(api, 'delegate', { body: asked }, options)
  }

  /** End a delegation of one's own. @throws `approval.delegation_not_found` */
  endDelegation(id: DelegationId, options?: WriteOptions): Promise<{ readonly id: DelegationId }> {
    return this.#call(api, 'endDelegation', { params: { id } }, options)
  }
}
