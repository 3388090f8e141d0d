/** The tables of the limits: what was shown to whom today, and which calls from outside came. */
export interface NetworkTables {
  /** How often one person did something that is rationed by the day: unmasked a number, exported. */
  disclosure_count: {
    bank_id: string
    staff_id: string
    day: string
    kind: string
    count: number
  }
  /** Each customer whom one person was shown on one day. */
  disclosed_customer: {
    bank_id: string
    staff_id: string
    day: string
    customer_id: string
  }
  /** Each webhook that was taken, so that a repeated one has no second effect. */
  webhook_seen: {
    bank_id: string
    source: string
    event_id: string
    seen_at: string
  }
}
