import type { Generated } from 'kysely'

/** The tables of tags and lists. */
export interface LabelTables {
  label: {
    bank_id: string
    label_id: string
    version: Generated<number>
    kind: string
    name: string
    shared: boolean
    made_by: string
    branch_id: string
    made_at: string
  }
  customer_label: {
    bank_id: string
    customer_id: string
    label_id: string
    put_by: string
    put_at: string
  }
  /** What was changed at once, so that all of it can be taken back. */
  label_change: {
    bank_id: string
    change_id: string
    label_id: string
    deed: string
    customer_ids: readonly string[]
    by_staff_id: string
    at: string
    undone: Generated<boolean>
  }
}
