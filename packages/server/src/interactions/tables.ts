import type { Generated } from 'kysely'

/** The tables of the `interactions` room. */
export interface InteractionTables {
  interaction: {
    bank_id: string
    customer_id: string
    interaction_id: string
    version: Generated<number>
    status: string
    kind: string
    purpose: string
    result: string
    happened_at: string
    /** Sealed, as `next_step`, `participants` and `attachments` are; the last two are JSON. */
    summary: string | null
    next_step: string | null
    next_on: string | null
    participants: string | null
    attachments: string | null
    follows_id: string | null
    staff_id: string
    submitted_at: string | null
  }
  /** Written once. */
  interaction_addendum: {
    bank_id: string
    customer_id: string
    addendum_id: string
    interaction_id: string
    /** Sealed. */
    text: string | null
    staff_id: string
    at: string
  }
}
