import type {
  CustomerId,
  GuaranteePicture,
  LocalDate,
  OwnershipPicture,
  RelationshipId,
  RelationshipList,
  RelationshipNetwork,
  RelationshipView,
  relationshipContract,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { MergeCalls } from './merge-calls.ts'

const api = () => import('@crm/core/customers/contracts').then((room) => room.relationshipContract)

/** Whose relationships, on which day, or all there ever were. */
export type RelationshipQuery = Asked<typeof relationshipContract.listRelationships.query>
/** A relationship before it is written down. */
export type RelationshipDraft = Asked<typeof relationshipContract.addRelationship.body>
/** On which day, and how many steps far. */
export type NetworkQuery = Asked<typeof relationshipContract.getNetwork.query>
/** From which day on a relationship is no more, and why. */
export interface RelationshipEnd {
  readonly on: LocalDate
  readonly reason: string
}

/** The part of `crm.customers` that is about who is what to whom. */
export class RelationshipCalls extends MergeCalls {
  readonly #call: Call

  constructor(call: Call) {
    super(call)
    this.#call = call
  }

  /**
   * Who is what to a customer, on the bank's day unless another is asked for. Whom one may not see is
   * counted in `leftOut`, and not named.
   *
   * @throws `customer.not_found`
   */
  listRelationships(
    id: CustomerId,
    query: RelationshipQuery = {},
    options?: CallOptions,
  ): Promise<RelationshipList> {
    return this.#call(api, 'listRelationships', { params: { id }, query }, options)
  }

  /**
   * Write down who is what to a customer: another customer, or the name of somebody who is none.
   *
   * @throws `customer.not_found`, `relationship.refused` with every reason against it
   */
  addRelationship(
    id: CustomerId,
    draft: RelationshipDraft,
    options?: WriteOptions,
  ): Promise<RelationshipView> {
    return this.#call(api, 'addRelationship', { params: { id }, body: draft }, options)
  }

  /**
   * End a relationship: from that day on it is no more.
   *
   * @throws `relationship.not_found`, `relationship.already_ended`, `write.version_stale`
   */
  endRelationship(
    id: CustomerId,
    relationship: RelationshipId,
    end: RelationshipEnd,
    options: VersionOptions,
  ): Promise<RelationshipView> {
    const params = { id, relationship }
    return this.#call(api, 'endRelationship', { params, body: end }, options)
  }

  /**
   * Take back what was last done to a relationship: that it was added, or ended.
   *
   * @throws `relationship.not_found`, `relationship.nothing_to_undo`, `relationship.refused`,
   * `write.version_stale`
   */
  undoRelationship(
    id: CustomerId,
    relationship: RelationshipId,
    options: VersionOptions,
  ): Promise<RelationshipView> {
    return this.#call(api, 'undoRelationship', { params: { id, relationship } }, options)
  }

  /** Everybody around a customer, up to three steps far. @throws `customer.not_found` */
  getNetwork(
    id: CustomerId,
    query: NetworkQuery = {},
    options?: CallOptions,
  ): Promise<RelationshipNetwork> {
    return this.#call(api, 'getNetwork', { params: { id }, query }, options)
  }

  /**
   * For whom a customer guarantees and who for them, in fen of the bank's currency, and the circles of it.
   *
   * @throws `customer.not_found`
   */
  getGuarantees(
    id: CustomerId,
    query: { readonly asOf?: LocalDate } = {},
    options?: CallOptions,
  ): Promise<GuaranteePicture> {
    return this.#call(api, 'getGuarantees', { params: { id }, query }, options)
  }

  /**
   * Who in the end owns or rules a firm, shares in basis points multiplied along all chains.
   *
   * @throws `customer.not_found`
   */
  getBeneficialOwners(
    id: CustomerId,
    query: { readonly asOf?: LocalDate } = {},
    options?: CallOptions,
  ): Promise<OwnershipPicture> {
    return this.#call(api, 'getBeneficialOwners', { params: { id }, query }, options)
  }
}
