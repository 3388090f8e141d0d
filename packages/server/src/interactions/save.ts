import { type Interaction, kitErrors } from '@crm/core'
import { customerKeys } from '../kit/keys/customer-keys.ts'
import { type SealedTable, sealRow } from '../kit/keys/sealed-table.ts'
import type { WriteSession } from '../kit/session.ts'
import { sealedAddendum, sealedInteraction } from './sealed.ts'

async function sealed<Row extends { readonly customer_id: string }>(
  session: WriteSession,
  table: SealedTable,
  row: Row,
): Promise<Row> {
  const own = await customerKeys(session.db, session.keys, [row.customer_id])
  return sealRow(session.keys, own.get(row.customer_id), table, row) as Row
}

const rowOf = (session: WriteSession, made: Interaction) => ({
  bank_id: session.bankId,
  customer_id: made.customerId,
  interaction_id: made.id,
  version: made.version,
  status: made.status,
  kind: made.kind,
  purpose: made.purpose,
  result: made.result,
  happened_at: made.happenedAt,
  summary: made.summary,
  next_step: made.nextStep?.text ?? null,
  next_on: made.nextStep?.on ?? null,
  participants: JSON.stringify(made.participants),
  attachments: JSON.stringify(made.attachments),
  follows_id: made.follows ?? null,
  staff_id: made.staffId,
  submitted_at: made.submittedAt ?? null,
})

/** Keep a new interaction. */
export async function createInteraction(session: WriteSession, made: Interaction): Promise<void> {
  const row = await sealed(session, sealedInteraction, rowOf(session, made))
  await session.db.insertInto('interaction').values(row).execute()
}

/** Save a draft as it is now; the version goes up by one. @throws `write.version_stale` */
export async function saveInteraction(
  session: WriteSession,
  draft: Interaction,
): Promise<Interaction> {
  const { id, version, customerId } = draft
  const saved = { ...draft, version: version + 1 }
  const row = await sealed(session, sealedInteraction, rowOf(session, saved))
  const done = await session.db
    .updateTable('interaction')
    .set(row)
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customerId)
    .where('interaction_id', '=', id)
    .where('version', '=', version)
    .where('status', '=', 'draft')
    .executeTakeFirst()
  if (done.numUpdatedRows !== 1n) throw kitErrors.versionStale(id, version, version + 1)
  return saved
}

/** Throw a draft away. @throws `write.version_stale` */
export async function discardInteraction(session: WriteSession, draft: Interaction): Promise<void> {
  const { id, version, customerId } = draft
  const done = await session.db
    .deleteFrom('interaction')
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customerId)
    .where('interaction_id', '=', id)
    .where('version', '=', version)
    .where('status', '=', 'draft')
    .executeTakeFirst()
  if (done.numDeletedRows !== 1n) throw kitErrors.versionStale(id, version, version + 1)
}

/** Add to what was submitted. */
export async function addAddendum(
  session: WriteSession,
  { id, customerId }: Interaction,
  text: string,
): Promise<void> {
  const row = await sealed(session, sealedAddendum, {
    bank_id: session.bankId,
    customer_id: customerId,
    addendum_id: session.ports.newId('add'),
    interaction_id: id,
    text,
    staff_id: session.caller.staffId,
    at: session.ports.now(),
  })
  await session.db.insertInto('interaction_addendum').values(row).execute()
}
