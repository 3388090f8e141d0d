import type { Database } from '../database.ts'

/** Where else than in `customer_id` a table names a customer: what follows when two customers become one. */
export interface CustomerReference {
  readonly table: keyof Database
  readonly columns: readonly string[]
}

/**
 * Columns of the tables about relationships and households that name a customer. Names that lie sealed
 * under the customer's own key are sealed anew under the other's when a row changes hands.
 */
export const customerReferences: readonly CustomerReference[] = [
  { table: 'relationship', columns: ['customer_id', 'other_id'] },
  { table: 'household_member', columns: ['customer_id'] },
  { table: 'customer_label', columns: ['customer_id'] },
]
