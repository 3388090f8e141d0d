import type { CustomerId, Household, householdContract, LocalDate } from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, VersionOptions, WriteOptions } from '../kit/call.ts'
import { RelationshipCalls } from './relationship-calls.ts'

const api = () => import('@crm/core/customers/contracts').then((room) => room.householdContract)

/** A household before it is formed: who is in it beside the head, since when, and on what ground. */
export type HouseholdDraft = Asked<typeof householdContract.formHousehold.body>
/** Who comes into a household, on which day, and on what ground. */
export type HouseholdEntry = Asked<typeof householdContract.addToHousehold.body>
/** Who leaves a household, and whether for one of their own. */
export type HouseholdLeave = Asked<typeof householdContract.leaveHousehold.body>
/** Which household comes in, whole. */
export type HouseholdJoin = Asked<typeof householdContract.joinHouseholds.body>

/** The part of `crm.customers` that is about who is what to whom, and who lives together. */
export class HouseholdCalls extends RelationshipCalls {
  readonly #call: Call

  constructor(call: Call) {
    super(call)
    this.#call = call
  }

  /**
   * The household that a customer belongs to, on the bank's day unless another is asked for; nothing
   * where they belong to none.
   *
   * @throws `customer.not_found`
   */
  async findHousehold(
    id: CustomerId,
    query: { readonly asOf?: LocalDate } = {},
    options?: CallOptions,
  ): Promise<Household | undefined> {
    const asked = { params: { id }, query }
    return (await this.#call(api, 'findHousehold', asked, options)).household
  }

  /**
   * Form a household with the customer as its head.
   *
   * @throws `household.refused` with every reason against it
   */
  formHousehold(id: CustomerId, draft: HouseholdDraft, options?: WriteOptions): Promise<Household> {
    return this.#call(api, 'formHousehold', { params: { id }, body: draft }, options)
  }

  /**
   * Take people into a customer's household.
   *
   * @throws `household.none`, `household.refused`, `write.version_stale`
   */
  addToHousehold(
    id: CustomerId,
    entry: HouseholdEntry,
    options: VersionOptions,
  ): Promise<Household> {
    return this.#call(api, 'addToHousehold', { params: { id }, body: entry }, options)
  }

  /**
   * Let people leave a customer's household; with `ownHeadId` they split off as one of their own.
   *
   * @throws `household.none`, `household.refused`, `write.version_stale`
   */
  leaveHousehold(
    id: CustomerId,
    leave: HouseholdLeave,
    options: VersionOptions,
  ): Promise<Household> {
    return this.#call(api, 'leaveHousehold', { params: { id }, body: leave }, options)
  }

  /**
   * Take another household in, whole.
   *
   * @throws `household.none`, `household.refused`, `write.version_stale`
   */
  joinHouseholds(id: CustomerId, join: HouseholdJoin, options: VersionOptions): Promise<Household> {
    return this.#call(api, 'joinHouseholds', { params: { id }, body: join }, options)
  }
}
