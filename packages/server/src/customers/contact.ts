import {
  because,
  type ConsentChannel,
  type ConsentPurpose,
  type ConsentRecord,
  type Customer,
  type CustomerId,
  consentFor,
  type Instant,
  type LocalDate,
  type Reason,
  reasonsNotToContact,
} from '@crm/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { consentRecordOf, consentTextsOn } from './consent-rows.ts'
import { familiesAmong } from './families.ts'

/** What is about to be sent, and what the asker alone knows. */
export interface ContactAsked {
  readonly bankId: string
  readonly customerIds: readonly CustomerId[]
  readonly channel: ConsentChannel
  /** Marketing, unless something else is sent. */
  readonly purpose?: ConsentPurpose
  /** Asked once the customers are held: what was said while one waited for them counts. */
  readonly now: () => Instant
  readonly today: LocalDate
  /** Who has a complaint open. */
  readonly complaintOpen?: ReadonlySet<CustomerId>
}

/**
 * Why each of these customers must not be contacted; an empty list where nothing stands against it. To be
 * asked in the transaction that sends: it holds the customers until the end, so that a withdrawal, a
 * restriction or a death notice stands either before the sending, and stops it, or after.
 */
export async function reasonsAgainstContact(
  tx: Transaction<Database>,
  asked: ContactAsked,
): Promise<ReadonlyMap<CustomerId, readonly Reason[]>> {
  const { bankId, channel, purpose = 'marketing', today, complaintOpen } = asked
  const families = await familiesAmong(tx, bankId, asked.customerIds)
  const customers = await holdCustomers(tx, bankId, [
    ...new Set(asked.customerIds.map((id) => families.rootOf(id))),
  ])
  const at = { instant: asked.now(), day: today }
  const texts = await consentTextsOn(tx, bankId, today)
  const rows = await tx
    .selectFrom('consent_record')
    .selectAll()
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', [...families.everybody(asked.customerIds), ''])
    .where('purpose', '=', purpose)
    .execute()
  const records = rows.map(consentRecordOf)
  const reasonsFor = (id: CustomerId): readonly Reason[] => {
    const root = families.rootOf(id)
    const row = customers.get(root)
    if (!row) return [because('contact.closed')]
    const own = records.filter(({ customerId }) => families.rootOf(customerId) === root)
    const consent = consentFor(own, { purpose, channel }, texts, at)
    const deciding = own.find((record) => record.id === consent.recordId)
    const facts = {
      customer: {
        status: row.status as Customer['status'],
        kind: row.kind as Customer['kind'],
        ...(row.born_on !== null && { bornOn: row.born_on as LocalDate }),
      },
      restricted: row.restricted,
      guardianAgreed: consent.open && deciding?.guardianId !== undefined,
      complaintOpen: complaintOpen?.has(id) ?? false,
    }
    return reasonsNotToContact(consent, facts, today)
  }
  return new Map(asked.customerIds.map((id) => [id, reasonsFor(id)]))
}

/** Hold these customers' rows until the transaction ends, always in one order. */
async function holdCustomers(db: Kysely<Database>, bankId: string, ids: readonly string[]) {
  const rows = await db
    .selectFrom('customer')
    .select(['customer_id', 'status', 'kind', 'born_on', 'restricted'])
    .where('bank_id', '=', bankId)
    .where('customer_id', 'in', [...ids, ''])
    .orderBy('customer_id')
    .forNoKeyUpdate()
    .execute()
  return new Map(rows.map((row) => [row.customer_id, row]))
}

/** Put one act into the ledger, in turn with whatever is being sent to the same customer. */
export async function appendConsent(
  db: Kysely<Database>,
  bankId: string,
  record: ConsentRecord,
): Promise<void> {
  const families = await familiesAmong(db, bankId, [record.customerId])
  await holdCustomers(db, bankId, [families.rootOf(record.customerId)])
  await db
    .insertInto('consent_record')
    .values({
      bank_id: bankId,
      customer_id: record.customerId,
      consent_id: record.id,
      purpose: record.purpose,
      channel: record.channel,
      act: record.act,
      text_version: record.textVersion,
      text_hash: record.textHash,
      method: record.method,
      proof_ref: record.proofRef,
      guardian_id: record.guardianId ?? null,
      valid_until: record.validUntil ?? null,
      by_staff_id: record.byStaffId,
      at: record.at,
    })
    .execute()
}
