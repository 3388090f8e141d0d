import { deskContract as api, type CustomerId, type CustomerOverview } from '@crm/core'
import type { Call, CallOptions } from '../kit/call.ts'

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
}
