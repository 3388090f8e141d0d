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
}
