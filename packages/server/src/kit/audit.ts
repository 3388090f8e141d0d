import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { ReadSession } from './session.ts'

/** What one call did or saw. */
export interface Entry {
  /** `room.method`. */
  readonly action: string
  readonly objectKind: string
  readonly objectId: string
  readonly fieldNames: readonly string[]
  readonly decision: 'allowed' | 'denied'
  readonly result: string
  readonly requestId: string
}

/** Put a call on record: who, what, which fields, and how it ended. Never a value. */
export async function record(
  db: Kysely<Database>,
  session: Pick<ReadSession, 'bankId' | 'caller' | 'ports'>,
  entry: Entry,
): Promise<void> {
  const { caller, ports } = session
  await db
    .insertInto('audit_event')
    .values({
      bank_id: session.bankId,
      event_id: ports.newId('aud'),
      at: ports.now(),
      actor_id: caller.staffId,
      person_id: caller.personId,
      roles: JSON.stringify(caller.roles),
      action: entry.action,
      object_kind: entry.objectKind,
      object_id: entry.objectId,
      customer_id: entry.objectId.startsWith('cus_') ? entry.objectId : null,
      field_names: JSON.stringify(entry.fieldNames),
      purpose: '',
      decision: entry.decision,
      policy_id: '',
      result: entry.result,
      request_id: entry.requestId,
    })
    .execute()
}
