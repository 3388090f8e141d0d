import type { Reason } from '@crm/core'
import type { Generated } from 'kysely'
import type { Json } from '../kit/store/json.ts'

/** The tables of the `reminders` room. */
export interface ReminderTables {
  reminder: {
    bank_id: string
    customer_id: string
    reminder_id: string
    version: Generated<number>
    branch_id: string
    manager_id: Generated<string>
    kind: string
    subject: string
    occurrence: string
    due_on: string
    show_on: string
    reason: Json<Reason>
    stake_fen: Generated<number>
    status: Generated<string>
    closed_by: string | null
    closed_at: string | null
  }
}
