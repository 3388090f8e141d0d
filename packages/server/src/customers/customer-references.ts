import type { Database } from '../database.ts'

/** Where else than in `customer_id` a table names a customer: what is read as the survivor's when two customers are one. */
export interface CustomerReference {
  readonly table: keyof Database
  readonly columns: readonly string[]
}

/**
 * Columns of the tables about relationships and households that name a customer. Nothing in them changes
 * when two become one: who reads them asks for the families of those named.
 */
export const customerReferences: readonly CustomerReference[] = [
  { table: 'relationship', columns: ['customer_id', 'other_id'] },
  { table: 'household_member', columns: ['customer_id'] },
  { table: 'customer_label', columns: ['customer_id'] },
]
