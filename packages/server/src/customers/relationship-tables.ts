import type { ColumnType, Generated } from 'kysely'

/** The tables of who is what to whom, and who lives together. */
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
  /** A household by itself: it names nobody. */
  household: {
    bank_id: string
    household_id: string
    version: Generated<number>
    cause: string
    formed_on: string | null
    split_from: string | null
    ended_on: string | null
    joined_into: string | null
    /** How many belong to it, from which day on: days and counts in their order. */
    sizes: ColumnType<readonly (readonly [string | null, number])[], string, string>
  }
  household_member: {
    bank_id: string
    customer_id: string
    membership_id: string
    household_id: string
    role: string
    from_on: string | null
    to_on: string | null
    /** The number of the household register, sealed under the member's own key. */
    number: string | null
    source: string
    source_key: Generated<string>
    row_hash: Generated<string>
    reason: string | null
    added_by: string | null
    added_at: string
    end_reason: string | null
    ended_by: string | null
  }
}
