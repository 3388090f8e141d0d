import type { Reason } from '@crm/core'
import type { Generated } from 'kysely'
import type { Json } from '../kit/store/json.ts'

/** The tables of the `approvals` room. */
export interface ApprovalTables {
  approval: {
    bank_id: string
    approval_id: string
    version: Generated<number>
    kind: string
    subject_kind: string
    subject_id: string
    branch_id: string
    maker_branch_id: string
    reason: Json<Reason>
    /** Sealed JSON: what will be done may be about customers. */
    content: string
    content_hash: string
    amount_fen: number | null
    maker_id: string
    maker_person_id: string
    made_at: string
    status: Generated<string>
  }
  /** One word a person. */
  approval_decision: {
    bank_id: string
    approval_id: string
    person_id: string
    staff_id: string
    on_behalf_of: string | null
    on_behalf_person_id: Generated<string>
    decision: string
    remark: string
    at: string
  }
  approval_limit: {
    bank_id: string
    branch_id: string
    kind: string
    day: string
    used_fen: number
  }
  delegation: {
    bank_id: string
    delegation_id: string
    from_id: string
    to_id: string
    from_on: string
    to_on: string
  }
  recusal: {
    bank_id: string
    subject_id: string
    person_id: string
    reason: string
  }
}
