import {
  deskContract as api,
  type CustomerId,
  type CustomerOverview,
  type Unmasked,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, WriteOptions } from '../kit/call.ts'

/** `crm.desk`: pages composed of all the other rooms. */
export class DeskResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * The 360° view of a customer on the bank's business day: totals in fen, and the first part of
   * each list. Read on with `crm.holdings` and `crm.reminders`.
   *
   * @throws `customer.not_found`
   */
  getOverview(id: CustomerId, options?: CallOptions): Promise<CustomerOverview> {
    return this.#call(api, 'getOverview', { params: { id } }, options)
  }

  /**
   * Show one masked value for a minute, for a reason. Needs a fresh second factor: the token source is
   * asked for one. Counted by the day, and on record with the reason.
   *
   * @throws `access.step_up_required`, `access.budget_spent`, `access.nothing_to_unmask`
   */
  unmask(asked: Asked<typeof api.unmask.body>, options?: WriteOptions): Promise<Unmasked> {
    return this.#call(api, 'unmask', { body: asked }, options)
  }
}
