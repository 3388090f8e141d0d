import { CompiledQuery, type Kysely } from 'kysely'
import type { Database } from '../../database.ts'
import type { BankKeys } from '../keys/bank-keys.ts'
import type { ReadSession } from '../session.ts'
import { type AuditRow, auditFields, auditText } from './text.ts'

/** What one call did or saw. */
export interface Entry {
  /** `room.method`. */
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  readonly fieldNames: readonly string[]
  /** Whose data an answer held that is about several. */
  readonly customerIds?: ReadonlySet<string>
  readonly decision: 'allowed' | 'denied'
  readonly result: string
  readonly requestId: string
  /** The policies that gave the caller sight of the resource. */
  readonly policyId?: string
  /** Why, as the caller said: a code or words of theirs. */
  readonly purpose?: string
  /** Keyed marks of the record before and after, to prove later what it was. */
  readonly beforeMark?: string
  readonly afterMark?: string
}

/** Who asks, and from where. */
export type Recorder = Pick<ReadSession, 'bankId' | 'caller' | 'ports' | 'keys' | 'origin'>

/** A row's mark under the audit key: nobody without the key can write or change a row unnoticed. */
export const markOf = (keys: BankKeys, row: AuditRow): string =>
  keys.seals ? keys.mark('audit', auditText(row)) : ''

/** Put a call on record: who, what, which fields, and how it ended. Never a value. */
export const record = (db: Kysely<Database>, session: Recorder, entry: Entry): Promise<void> =>
  writeAuditRow(db, session.keys, rowOf(session, entry))

/** The row that stands for a call. */
export function rowOf(session: Recorder, entry: Entry): AuditRow {
  const { caller, ports, origin } = session
  return {
    bank_id: session.bankId,
    event_id: ports.newId('aud'),
    at: ports.now(),
    actor_id: caller.staffId,
    person_id: caller.personId,
    roles: caller.roles,
    action: entry.action,
    object_kind: entry.objectKind,
    object_id: entry.objectId,
    customer_id: entry.objectId.startsWith('cus_') ? entry.objectId : null,
    field_names: entry.fieldNames,
    purpose: entry.purpose ?? origin.purpose,
    decision: entry.decision,
    policy_id: entry.policyId ?? '',
    result: entry.result,
    request_id: entry.requestId,
    session_id: caller.sessionId ?? '',
    address: origin.address,
    before_mark: entry.beforeMark ?? '',
    after_mark: entry.afterMark ?? '',
    customer_ids: listed(entry),
  }
}

/** Everybody in the answer beside the one it is about. */
const listed = ({ customerIds, objectId }: Entry): string[] =>
  [...(customerIds ?? [])].filter((id) => id !== objectId).sort()

/** Columns that are not text. */
const typed: Readonly<Record<string, string>> = {
  at: 'timestamptz',
  roles: 'jsonb',
  field_names: 'jsonb',
  customer_ids: 'jsonb',
}

const columns = [...auditFields, 'mark']

/** Any number of rows by one statement, always the same: its plan is made once. */
const insertAudit = `insert into audit_event (${columns.join(', ')})
  select ${columns.map((name) => `r.${name}`).join(', ')} from json_to_recordset($1::json)
    as r(${columns.map((name) => `${name} ${typed[name] ?? 'text'}`).join(', ')})`

/** A row of the audit with its mark. */
export interface MarkedRow extends AuditRow {
  readonly mark: string
}

/** Write rows that are marked already. */
export async function insertAuditRows(
  db: Kysely<Database>,
  rows: readonly MarkedRow[],
): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(insertAudit, [JSON.stringify(rows)]))
}

/** Write a row with its mark; for what the system does on its own as well. */
export const writeAuditRow = (db: Kysely<Database>, keys: BankKeys, row: AuditRow): Promise<void> =>
  insertAuditRows(db, [{ ...row, mark: markOf(keys, row) }])

/** Put on record what the system did of itself: an import, a job, the end of a retention time. */
export const recordSystem = (
  db: Kysely<Database>,
  keys: BankKeys,
  deed: Pick<AuditRow, 'event_id' | 'at' | 'action' | 'object_kind' | 'object_id' | 'result'> &
    Partial<Pick<AuditRow, 'customer_id' | 'purpose'>>,
): Promise<void> =>
  writeAuditRow(db, keys, {
    bank_id: keys.bankId,
    actor_id: 'system',
    person_id: 'system',
    roles: [],
    customer_id: null,
    field_names: [],
    purpose: '',
    decision: 'allowed',
    policy_id: '',
    request_id: '',
    session_id: '',
    address: '',
    before_mark: '',
    after_mark: '',
    customer_ids: [],
    ...deed,
  })
