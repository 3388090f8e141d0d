import type { Generated } from 'kysely'

/** Where wrapped keys are. None of it opens anything without the key service. */
export interface KeyTables {
  data_key: {
    bank_id: string
    key_id: string
    purpose: string
    version: number
    suite: string
    master_key_id: string
    wrapped: string
    status: Generated<string>
    created_at: Generated<string>
  }
  customer_key: {
    bank_id: string
    customer_id: string
    /** The customer's own key, sealed under the data key for customers. */
    wrapped: string
  }
}
