import {
  type AccountView,
  type Averages,
  holdingContract as api,
  type CustomerId,
  type Flows,
  type flowContract,
  type GroupPicture,
  type groupContract,
  type HoldingView,
  type MovementView,
  type Page,
} from '@crm/core'
import type { Asked } from '../kit/asked.ts'
import type { Call, CallOptions } from '../kit/call.ts'
import { iterate, type Listing } from '../kit/paging.ts'

/** Whose accounts or products. */
export type HoldingQuery = Asked<typeof api.listHoldings.query>
/** Whose household, or group with joint liability. */
export type GroupQuery = Asked<typeof groupContract.getGroupTotals.query>
/** Whose movements: of all accounts or one, from one day to another, both included. */
export type MovementQuery = Asked<typeof api.listMovements.query>

const groups = () => import('@crm/core/holdings').then((room) => room.groupContract)
const flows = () => import('@crm/core/holdings').then((room) => room.flowContract)

/** `crm.holdings`: what customers have with the bank, and how it moves. Amounts are whole fen. */
export class HoldingResource {
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  /**
   * What the customer's household, or the group they are jointly liable with, has and owes together, in
   * fen by currency. Joint accounts count once; who is out of sight, or does not want to be added up, is
   * left out and counted. Who belongs to no household stands alone.
   *
   * @throws `customer.not_found`
   */
  getGroupTotals(query: GroupQuery, options?: CallOptions): Promise<GroupPicture> {
    return this.#call(groups, 'getGroupTotals', { query }, options)
  }

  /**
   * A customer's accounts with their balances in fen. Account numbers come masked for most people.
   *
   * @throws `customer.not_found`, `page.cursor_invalid`
   */
  listAccounts(query: HoldingQuery, options?: CallOptions): Promise<Page<AccountView>> {
    return this.#call(api, 'listAccounts', { query }, options)
  }

  /** Every account of a customer. */
  eachAccount(query: HoldingQuery, options?: CallOptions): Listing<AccountView> {
    return iterate((asked: HoldingQuery, o) => this.listAccounts(asked, o), query, options)
  }

  /**
   * The products that a customer holds: amounts in fen, rates in basis points a year.
   *
   * @throws `customer.not_found`, `page.cursor_invalid`
   */
  listHoldings(query: HoldingQuery, options?: CallOptions): Promise<Page<HoldingView>> {
    return this.#call(api, 'listHoldings', { query }, options)
  }

  /** Every product that a customer holds. */
  eachHolding(query: HoldingQuery, options?: CallOptions): Listing<HoldingView> {
    return iterate((asked: HoldingQuery, o) => this.listHoldings(asked, o), query, options)
  }

  /**
   * Money in and out, newest first; amounts in fen, what comes in is positive.
   *
   * @throws `customer.not_found`, `account.not_found`, `page.cursor_invalid`
   */
  listMovements(query: MovementQuery, options?: CallOptions): Promise<Page<MovementView>> {
    return this.#call(api, 'listMovements', { query }, options)
  }

  /** Every movement, newest first, read page by page as you go. */
  eachMovement(query: MovementQuery, options?: CallOptions): Listing<MovementView> {
    return iterate((asked: MovementQuery, o) => this.listMovements(asked, o), query, options)
  }

  /**
   * What stood in each account at the end of an average day, this month and this year: sums in fen, over
   * all days so far. Loans stand apart from the totals.
   *
   * @throws `customer.not_found`
   */
  getAverages(customerId: CustomerId, options?: CallOptions): Promise<Averages> {
    return this.#call(flows, 'getAverages', { query: { customerId } }, options)
  }

  /**
   * Money in and out of the accounts that a customer owns, month by month, the latest first; a year of
   * months where nothing is said, sixty at most.
   *
   * @throws `customer.not_found`
   */
  getFlows(
    query: Asked<typeof flowContract.getFlows.query>,
    options?: CallOptions,
  ): Promise<Flows> {
    return this.#call(flows, 'getFlows', { query }, options)
  }
}
