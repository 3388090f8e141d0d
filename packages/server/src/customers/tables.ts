import type { Share } from '@crm/core'
import type { Generated, GeneratedAlways } from 'kysely'
import type { Json } from '../kit/store/json.ts'

/** The tables of the `customers` room. */
export interface CustomerTables {
  customer: {
    bank_id: string
    customer_id: string
    version: Generated<number>
    kind: string
    name: string
    name_pinyin: Generated<string>
    name_initials: Generated<string>
    name_sound: Generated<string>
    /** Kept by the database. */
    name_reversed: GeneratedAlways<string>
    gender: string | null
    born_on: string | null
    birthday_calendar: Generated<string>
    /** Sealed, as `phone` and `address` are; looked up by its index. */
    id_number: string | null
    id_number_index: string | null
    phone: string | null
    phone_index: string | null
    phone_tail: string | null
    village: string | null
    address: string | null
    branch_id: string
    manager_id: Generated<string>
    opened_on: string
    status: Generated<string>
    source: string
    source_key: string
    row_hash: Generated<string>
    updated_at: Generated<string>
    /** Kept, and nothing else done with it; only the retention officer finds it. */
    restricted: Generated<boolean>
    erase_after: string | null
    /** The bank's day from which on it is as it is, and what made it so. */
    since_on: Generated<string>
    cause: Generated<string>
    by_source: Generated<string>
    by_staff_id: Generated<string>
    /** Who stands for them; null where they do so themselves. */
    merged_into: string | null
    /** Where they belong by themselves, while they stand where the survivor does. */
    apart_branch_id: string | null
    apart_manager_id: string | null
  }
  /** What each source said, before anything is made of it. */
  customer_source: {
    bank_id: string
    customer_id: string
    record_id: string
    source: string
    source_key: string
    /** The fields as JSON, sealed. */
    said: string
    /** Days by field. */
    since: Readonly<Record<string, string>>
    confirmed: readonly string[]
    row_hash: Generated<string>
    received_at: Generated<string>
  }
  /** Which source says something else than what survived. */
  customer_conflict: {
    bank_id: string
    customer_id: string
    record_id: string
    field: string
    source: string
    against: string
    since_on: string | null
  }
  /** The bank's own rules of survivorship; the shipped ones where there is no row. */
  survivorship: {
    bank_id: string
    rules: unknown
  }
  /** Golden records that were; the one that is stands in `customer`. */
  customer_version: {
    bank_id: string
    customer_id: string
    version_id: string
    version: number
    from_on: string
    at: string
    cause: string
    by_source: string
    by_staff_id: string
    /** The record as JSON, sealed. */
    record: string
  }
  /** Written once. */
  consent_record: {
    bank_id: string
    customer_id: string
    consent_id: string
    purpose: string
    channel: string
    act: string
    text_version: number
    text_hash: string
    method: string
    proof_ref: string
    guardian_id: string | null
    valid_until: string | null
    by_staff_id: string
    at: string
  }
  /** Written once. */
  ownership_change: {
    bank_id: string
    customer_id: string
    change_id: string
    on_day: string
    deed: string
    from_shares: Json<readonly Share[]>
    to_shares: Json<readonly Share[]>
    reason: string
    by_staff_id: string
    at: string
  }
  consent_text: {
    bank_id: string
    purpose: string
    version: number
    zh: string
    en: string
    from_on: string
  }
}
