import type { Policy } from '@crm/core'
import type { Generated } from 'kysely'
import type { Json } from '../kit/store/json.ts'

/** The tables of the `access` room. */
export interface AccessTables {
  branch: {
    bank_id: string
    branch_id: string
    parent_id: string | null
    name: string
    attributes: Generated<Record<string, unknown>>
  }
  branch_path: { bank_id: string; ancestor_id: string; descendant_id: string }
  staff: {
    bank_id: string
    staff_id: string
    person_id: string
    name: string
    branch_id: string
    roles: Json<readonly string[]>
    active: Generated<boolean>
  }
  /** What somebody was from a day on, until the next row. */
  staff_history: {
    bank_id: string
    staff_id: string
    from_on: string
    branch_id: string
    roles: Json<readonly string[]>
    active: boolean
  }
  /** Who shares a customer, in basis points, and for how long. */
  customer_owner: {
    bank_id: string
    customer_id: string
    staff_id: string
    from_on: string
    to_on: string | null
    share_bp: number
  }
  /** Where a customer belonged from a day on, until the next row. */
  customer_place: {
    bank_id: string
    customer_id: string
    from_on: string
    branch_id: string
    manager_id: string
  }
  policy_set: {
    bank_id: string
    version: number
    from_on: string
    policies: Json<readonly Policy[]>
    proposed_by: string
    approved_by: string
    at: string
  }
  denied_session: {
    bank_id: string
    session_id: string
    until_at: string
    reason: Generated<string>
  }
}
