/** Which calls from outside came. */
export interface NetworkTables {
  /** Each webhook that was taken, so that a repeated one has no second effect. */
  webhook_seen: {
    bank_id: string
    source: string
    event_id: string
    seen_at: string
  }
}
