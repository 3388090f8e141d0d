import type { Delivery, DeliveryId, Page, RejectionView, sourceContract } from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

const api = () => import('@crm/core/sources').then((room) => room.sourceContract)

/** Which deliveries: all, or those of one source. */
export type DeliveryQuery = Asked<typeof sourceContract.listDeliveries.query>
/** Which part of a delivery's rejected lines. */
export type RejectionQuery = Asked<typeof sourceContract.listRejections.query>

/** `crm.sources`: the day-end files, and the lines that were not taken. */
export class SourceResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * The ledger of day-end files, newest first: lines delivered, taken, unchanged, rejected.
   *
   * @throws `page.cursor_invalid`
   */
  listDeliveries(query: DeliveryQuery = {}, options?: CallOptions): Promise<Page<Delivery>> {
    return this.#call(api, 'listDeliveries', { query }, options)
  }

  /** Every file that was delivered, newest first. */
  eachDelivery(query: DeliveryQuery = {}, options?: CallOptions): Listing<Delivery> {
    return iterate((asked: DeliveryQuery, o) => this.listDeliveries(asked, o), query, options)
  }

  /**
   * The lines of a file that were not taken, each with its number and its reason.
   *
   * @throws `delivery.not_found`, `page.cursor_invalid`
   */
  listRejections(
    id: DeliveryId,
    query: RejectionQuery = {},
    options?: CallOptions,
  ): Promise<Page<RejectionView>> {
    return this.#call(api, 'listRejections', { params: { id }, query }, options)
  }

  /** Every line of a file that was not taken. */
  eachRejection(
    id: DeliveryId,
    query: RejectionQuery = {},
    options?: CallOptions,
  ): Listing<RejectionView> {
    const read = (asked: RejectionQuery, o?: CallOptions) => this.listRejections(id, asked, o)
    return iterate(read, query, options)
  }
}
