import { type Customer, type CustomerId, customerErrors, type Page } from '@crm/core'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { customerColumns, toCustomer } from './row.ts'
import { searchCustomers } from './search.ts'
import { phoneTiers } from './search-tiers.ts'

/** Customers, as far as the caller of the session may see them. */
export const customerStore = (session: ReadSession) => ({
  /** The customers that a search means, nearest first. */
  search: (typed: string, limit: number, cursor?: string): Promise<Page<Customer>> =>
    searchCustomers(session, typed, limit, cursor),

  /** Those who have this telephone number, and nobody who has it for an ID or an account. */
  byPhone: (number: string, limit: number): Promise<Page<Customer>> =>
    searchCustomers(session, number, limit, undefined, phoneTiers(session, number)),

  /** One customer. @throws `customer.not_found`, also where there is one out of sight. */
  async get(id: CustomerId): Promise<Customer> {
    const [found] = await this.getMany([id])
    if (!found) throw customerErrors.notFound(id)
    return found
  },

  /** Those of the customers that are in sight, in the order asked. */
  async getMany(ids: readonly CustomerId[]): Promise<readonly Customer[]> {
    const rows = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .where(customerInSight(session, 'customer'))
      .where('customer.customer_id', 'in', ids)
      .execute()
    const byId = new Map(rows.map((row) => [row.customer_id, toCustomer(session.keys, row)]))
    return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
  },
})
