/** Shares as they were before somebody was merged, to be given back. */
export interface SharesBefore {
  readonly staff_id: string
  readonly from_on: string
  readonly to_on: string | null
  readonly share_bp: number
}

/** The table of who was held to be whom. */
export interface MergeTables {
  customer_merge: {
    bank_id: string
    /** Who was merged: the row lies with them. */
    customer_id: string
    merge_id: string
    /** Who stood for both. */
    into_id: string
    at: string
    by_staff_id: string
    reason: string
    evidence: string | null
    owners: unknown
    undone_at: string | null
    undone_by: string | null
    undone_reason: string | null
  }
}
