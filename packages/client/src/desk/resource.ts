import {
  deskContract as api,
  type CallerAnswer,
  type CallerVerification,
  type CustomerId,
  type CustomerOverview,
  type callerContract,
  type OpenWork,
  type Page,
  type TimelineEntry,
  type timelineContract,
  type Unmasked,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions, WriteOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

const calls = () => import('@crm/core/desk').then((room) => room.callerContract)

const openWork = () => import('@crm/core/desk').then((room) => room.openWorkContract)
const timeline = () => import('@crm/core/desk').then((room) => room.timelineContract)

/** Which part of a timeline: of one kind, between two days, both included. */
export type TimelineQuery = Asked<typeof timelineContract.getTimeline.query>

/** `crm.desk`: pages composed of all the other rooms. */
export class DeskResource {
  readonly #call: Call
  readonly #onRing: (number: string) => void

  /** @param onRing - tells the widgets that the phone rings */
  constructor(call: Call, onRing: (number: string) => void) {
    this.#call = call
    this.#onRing = onRing
  }

  /**
   * The phone rings: a widget that waits for it shows who may be calling. The host's telephony calls this
   * with whatever number its exchange gives; it asks the server nothing by itself.
   */
  onIncomingCall(number: string): void {
    this.#onRing(number)
  }

  /** Who may be calling from a number in any notation. Names come masked until the caller has answered. */
  findCaller(number: string, options?: CallOptions): Promise<CallerAnswer> {
    return this.#call(calls, 'findCaller', { body: { number } }, options)
  }

  /**
   * Is what the caller said what the bank knows? Five tries a day for one customer, each on record.
   *
   * @throws `caller.nothing_to_ask`, `caller.tries_spent`, `customer.not_found`
   */
  verifyCaller(
    asked: Asked<typeof callerContract.verifyCaller.body>,
    options?: WriteOptions,
  ): Promise<CallerVerification> {
    return this.#call(calls, 'verifyCaller', { body: asked }, options)
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
   * What waits to be done about a customer, counted as far as the caller may know of it: loans overdue,
   * reminders that fall due, promised next steps whose day is over, requests that wait for agreement.
   *
   * @throws `customer.not_found`
   */
  getOpenWork(id: CustomerId, options?: CallOptions): Promise<OpenWork> {
    return this.#call(openWork, 'getOpenWork', { params: { id } }, options)
  }

  /**
   * Everything that was said and done with a customer, the latest first: as much of each room as the
   * caller may read there.
   *
   * @throws `customer.not_found`, `page.cursor_invalid`
   */
  getTimeline(
    id: CustomerId,
    query: TimelineQuery = {},
    options?: CallOptions,
  ): Promise<Page<TimelineEntry>> {
    return this.#call(timeline, 'getTimeline', { params: { id }, query }, options)
  }

  /** Every entry of a customer's timeline, read page by page as you go. */
  eachInTimeline(
    id: CustomerId,
    query: TimelineQuery = {},
    options?: CallOptions,
  ): Listing<TimelineEntry> {
    return iterate((asked: TimelineQuery, o) => this.getTimeline(id, asked, o), query, options)
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
