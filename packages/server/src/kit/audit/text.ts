/** A row of the audit as it is marked and sealed: every field that was written with it. */
export interface AuditRow {
  readonly bank_id: string
  readonly event_id: string
  readonly at: string
  readonly actor_id: string
  readonly person_id: string
  readonly roles: readonly string[]
  readonly action: string
  readonly object_kind: string
  readonly object_id: string
  readonly customer_id: string | null
  readonly field_names: readonly string[]
  readonly purpose: string
  readonly decision: string
  readonly policy_id: string
  readonly result: string
  readonly request_id: string
  readonly session_id: string
  readonly address: string
  readonly before_mark: string
  readonly after_mark: string
  /** Whose data a list held. */
  readonly customer_ids: readonly string[]
}

/** The fields, in the order in which they are marked. New ones are added at the end. */
export const auditFields = [
  'bank_id',
  'event_id',
  'at',
  'actor_id',
  'person_id',
  'roles',
  'action',
  'object_kind',
  'object_id',
  'customer_id',
  'field_names',
  'purpose',
  'decision',
  'policy_id',
  'result',
  'request_id',
  'session_id',
  'address',
  'before_mark',
  'after_mark',
  'customer_ids',
] as const satisfies readonly (keyof AuditRow)[]

/** A row that lists nobody has the text it had before rows could: its mark stays good. */
const before = auditFields.slice(0, -1)

/** One text for one row, the same wherever it is read back. */
export const auditText = (row: AuditRow): string => {
  const fields = row.customer_ids?.length > 0 ? auditFields : before
  return JSON.stringify(fields.map((field) => row[field]))
}
