import type { Generated } from 'kysely'

/** The tables of who is what to whom. */
export interface RelationshipTables {
  /** One row at either end, but for somebody who is no customer. */
  relationship: {
    bank_id: string
    customer_id: string
    relationship_id: string
    version: Generated<number>
    other_id: string | null
    /** Sealed under the customer's own key. */
    other_name: string | null
    other_kind: string | null
    /** What the other is to the customer. */
    role: string
    share_bp: number | null
    amount_fen: number | null
    from_on: string | null
    to_on: string | null
    source: string
    source_key: Generated<string>
    row_hash: Generated<string>
    reason: string | null
    added_by: string | null
    added_at: string
    end_reason: string | null
    ended_by: string | null
    /** What was last done and may be taken back: `add`, `end`, or nothing. */
    undoable: Generated<string>
    /** It was taken back: kept, and never told. */
    withdrawn: Generated<boolean>
  }
}
