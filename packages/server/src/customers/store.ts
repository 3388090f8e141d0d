import { type Customer, type CustomerId, customerErrors, type Page } from '@crm/core'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familiesAmong } from './families.ts'
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

  /** Those of the customers that are in sight, in the order asked; for who was merged, who stands for them. */
  async getMany(ids: readonly CustomerId[]): Promise<readonly Customer[]> {
    const found = await this.standing(ids)
    const missing = ids.filter((id) => !found.has(id))
    if (missing.length === 0) return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
    const { db, bankId } = session
    const families = await familiesAmong(db, bankId, missing)
    const survivors = families.isEmpty
      ? found
      : await this.standing(missing.map((id) => families.rootOf(id) as CustomerId))
    const named = new Set(ids.map((id) => families.rootOf(id)))
    return [...named].flatMap((id) => found.get(id) ?? survivors.get(id) ?? [])
  },

  /** Those in sight who stand by themselves, by id. */
  async standing(ids: readonly CustomerId[]): Promise<ReadonlyMap<string, Customer>> {
    const rows = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .where(customerInSight(session, 'customer'))
      .where('customer.customer_id', 'in', ids)
      .execute()
    return new Map(rows.map((row) => [row.customer_id, toCustomer(session.keys, row)]))
  },
})
