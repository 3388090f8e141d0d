import type { CustomerId, CustomerMerge, MergeId, mergeContract, Page } from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { LabelCalls } from './label-calls.ts'

const api = () => import('@crm/core/customers/contracts').then((room) => room.mergeContract)

/** Who is merged into whom, why, and by what evidence. */
export type MergeWish = Asked<typeof mergeContract.merge.body>
/** Which part of a customer's merges. */
export type MergesQuery = Asked<typeof mergeContract.listMerges.query>

/** The part of `crm.customers` that is about two records of one person. */
export class MergeCalls extends LabelCalls {
  readonly #call: Call

  constructor(call: Call) {
    super(call)
    this.#call = call
  }

  /**
   * Hold another customer to be this one. Nothing is moved or lost: all of both is read as this
   * customer's, until it is taken back.
   *
   * @throws `customer.not_found`, `merge.same`, `merge.kinds_differ`, `merge.survivor_closed`,
   *   `merge.evidence_needed`, `merge.approval_open`, `write.version_stale`
   */
  merge(id: CustomerId, wish: MergeWish, options: VersionOptions): Promise<CustomerMerge> {
    return this.#call(api, 'merge', { params: { id }, body: wish }, options)
  }

  /** Take a merge back: both are as if it had never been. @throws `merge.not_found`, `merge.undone` */
  unmerge(merge: MergeId, reason: string, options?: WriteOptions): Promise<CustomerMerge> {
    return this.#call(api, 'unmerge', { params: { merge }, body: { reason } }, options)
  }

  /** Who was merged into a customer, the last first. @throws `customer.not_found` */
  listMerges(
    id: CustomerId,
    query: MergesQuery = {},
    options?: CallOptions,
  ): Promise<Page<CustomerMerge>> {
    return this.#call(api, 'listMerges', { params: { id }, query }, options)
  }
}
