import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { Json } from './json.ts'

/** The tables that every room stands on. */
export interface KitTables {
  bank: {
    bank_id: string
    name: string
    currency: string
    business_date: string
    time_zone: Generated<string>
    created_at: Generated<string>
  }
  idempotency_key: {
    bank_id: string
    actor_id: string
    route: string
    key: string
    fingerprint: string
    /** Null while the first request runs. */
    status: number | null
    body: ColumnType<unknown, string | null | undefined, string | null>
    version: number | null
    created_at: Generated<string>
  }
  /** Written once: the store refuses to change or delete a row. */
  audit_event: {
    bank_id: string
    event_id: string
    at: string
    actor_id: string
    person_id: string
    roles: Json<readonly string[]>
    action: string
    object_kind: string
    object_id: string
    customer_id: string | null
    field_names: Json<readonly string[]>
    /** Whose data a list held; `customer_id` is set where one customer was opened. */
    customer_ids: ColumnType<readonly string[], string | undefined, never>
    purpose: string
    decision: string
    policy_id: string
    result: string
    request_id: string
    /** Its place in the order of becoming visible; see `audit/seal.ts`. */
    epoch: Generated<number>
    tx_id: Generated<string>
    seq: GeneratedAlways<number>
    session_id: Generated<string>
    address: Generated<string>
    before_mark: Generated<string>
    after_mark: Generated<string>
    /** Keyed; empty only in a store without keys. */
    mark: Generated<string>
  }
  audit_seal: {
    bank_id: string
    n: number
    at: string
    last_epoch: number
    last_tx: string
    last_seq: number
    rows: number
    marks: string
    root: string
    previous: string
    seal: string
    key_id: string
    algorithm: string
    signature: string
    /** True once its rows were deleted at the end of their time. */
    expired: Generated<boolean>
  }
  security_alert: {
    bank_id: string
    alert_id: string
    kind: string
    actor_id: string
    day: string
    facts: Json<Readonly<Record<string, unknown>>>
    at: string
  }
  outbox_event: {
    bank_id: string
    seq: GeneratedAlways<number>
    /** The writing transaction, as text: it may be larger than a number can hold. */
    tx_id: Generated<string>
    room: string
    deed: string
    subject_kind: string
    subject_id: string
    customer_id: string | null
    branch_id: Generated<string>
    manager_id: Generated<string>
    at: Generated<string>
  }
  /** How far one reader of the outbox has come, and who may read for it just now. */
  outbox_consumer: {
    bank_id: string
    consumer: string
    position: Generated<string>
    /** Goes up with every lease; whoever works under an older one has lost it. */
    fence: Generated<number>
    lease_until: Generated<string>
  }
  /** Events that failed, or stand behind one of the same customer that did. */
  outbox_retry: {
    bank_id: string
    consumer: string
    tx_id: string
    seq: number
    /** The customer, or the thing itself where there is no customer: kept in order. */
    order_key: string
    tries: Generated<number>
    /** `waiting` or `dead`. */
    status: Generated<string>
    next_at: string
    /** The code of the last failure, never its message. */
    failure: Generated<string>
  }
  schema_migration: {
    id: string
    checksum: string
    applied_at: Generated<string>
  }
}
