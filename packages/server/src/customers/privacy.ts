import {
  type ConsentRecord,
  type ConsentState,
  type Customer,
  type CustomerId,
  consentStates,
  customerErrors,
  type LocalDate,
  type PersonFile,
  retentionEnd,
} from '@crm/core'
import { sql } from 'kysely'
import { followSurvivors } from '../access/store.ts'
import { type OpenRow, openRow } from '../kit/keys/sealed-table.ts'
import { beyondSight } from '../kit/row-security.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'
import { consentRecordOf, consentTextsOn } from './consent-rows.ts'
import { appendConsent } from './contact.ts'
import { familyOf, isAmong } from './families.ts'
import { personTables } from './person-tables.ts'
import { customerStore } from './store.ts'

/** How many acts a ledger shows; what holds is worked out from all of them. */
const SHOWN = 200

/** What a customer agreed to, and what that opens today. */
export async function consentsOf(
  session: ReadSession,
  customerId: CustomerId,
): Promise<{
  readonly states: readonly ConsentState[]
  readonly records: readonly ConsentRecord[]
}> {
  await customerStore(session).get(customerId)
  const family = await familyOf(session, customerId)
  const rows = await session.db
    .selectFrom('consent_record')
    .selectAll()
    .where('bank_id', '=', session.bankId)
    .where(isAmong('consent_record.customer_id', family))
    .orderBy('at', 'desc')
    .orderBy('consent_id', 'desc')
    .execute()
  const records = rows.map((row) => ({ ...consentRecordOf(row), customerId: family.id }))
  const at = { instant: session.ports.now(), day: session.today }
  const states = consentStates(
    records,
    await consentTextsOn(session.db, session.bankId, session.today),
    at,
  )
  return { states, records: records.slice(0, SHOWN) }
}

/** Put one act into the ledger. */
export async function recordConsent(session: WriteSession, record: ConsentRecord): Promise<void> {
  const customer = await customerStore(session).get(record.customerId)
  await appendConsent(session.db, session.bankId, { ...record, customerId: customer.id })
  tell(session, customer, 'consent')
}

const tell = (session: WriteSession, { id, branchId, managerId }: Customer, deed: string): void =>
  session.changed({
    room: 'customers',
    deed,
    subjectKind: 'customer',
    subjectId: id,
    customer: { id, branchId, managerId },
  })

const ours = new Set([
  'bank_id',
  'row_hash',
  'own_key',
  'name_pinyin',
  'name_initials',
  'name_sound',
  'name_reversed',
])
const isOurs = (column: string): boolean => ours.has(column) || /_(index|tail|hash)$/.test(column)

/**
 * Everything the bank keeps about a person, table by table, in full: it is theirs (PIPL, article 45).
 * Who asked for it and why is on record.
 */
export async function personFile(
  session: WriteSession,
  customerId: CustomerId,
  reason: string,
): Promise<PersonFile> {
  await customerStore(session).get(customerId)
  const { id, ids } = await familyOf(session, customerId)
  // Who answers for keeping reads little of a customer; the person gets all of it.
  const tables = await beyondSight(session, () => rowsAbout(session, ids))
  session.onRecord({ fieldNames: ['*'], objectId: id, purpose: reason })
  return { customerId: id, takenAt: session.ports.now(), tables }
}

async function rowsAbout(session: WriteSession, ids: readonly string[]) {
  const tables: Record<string, Record<string, unknown>[]> = {}
  for (const { table, inFile, sealed } of personTables) {
    if (inFile === 'no') continue
    const { rows } = await sql<OpenRow>`
      select t.*, own.wrapped as own_key from ${sql.table(table)} as t
      left join customer_key as own
        on own.bank_id = t.bank_id and own.customer_id = t.customer_id
      where t.bank_id = ${session.bankId} and t.customer_id = any(${[...ids]}::text[])`.execute(
      session.db,
    )
    tables[table] = rows.map((row) => {
      const open = sealed ? openRow(session.keys, sealed, row) : row
      const own = Object.entries(open).filter(([name, value]) => value !== null && !isOurs(name))
      return Object.fromEntries(own)
    })
  }
  return tables
}

/** From now on nothing is done with a customer's data but keeping them; or again everything. */
export async function setRestricted(
  session: WriteSession,
  customerId: CustomerId,
  restricted: boolean,
  reason: string,
): Promise<void> {
  const customer = await customerStore(session).get(customerId)
  await session.db
    .updateTable('customer')
    .set({ restricted, version: customer.version + 1 })
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customer.id)
    .execute()
  await beyondSight(session, () => followSurvivors(session.db, session.bankId, [customer.id]))
  session.onRecord({ objectId: customer.id, purpose: reason })
  tell(session, customer, restricted ? 'restrict' : 'lift')
}

/** What came of a wish to be forgotten. */
export interface Erasure {
  readonly outcome: 'restricted' | 'shredded'
  readonly eraseAfter?: LocalDate
}

/**
 * Forget a customer as far as the law lets the bank: what only served care and marketing goes at once,
 * the rest is kept away from everybody until its time has run, and then the customer's own key is
 * destroyed, which ends it in every copy there is.
 *
 * @throws `customer.relationship_open`
 */
export async function erase(
  session: WriteSession,
  customerId: CustomerId,
  reason: string,
): Promise<Erasure> {
  const customer = await customerStore(session).get(customerId)
  // A relationship is open whether or not who erases may see what it consists of.
  const { eraseAfter, isDue } = await beyondSight(session, () => forget(session, customer))
  session.onRecord({ objectId: customer.id, purpose: reason })
  tell(session, customer, isDue ? 'shred' : 'erase')
  return { outcome: isDue ? 'shredded' : 'restricted', eraseAfter }
}

/**
 * Open is who has an account, shares one, or holds anything: a loan, a policy, a wealth product. The time
 * for keeping runs from the last of all these; what ended before it would have matured, from today at most.
 */
async function forget(session: WriteSession, customer: Customer) {
  const { id: customerId } = customer
  const { ids } = await familyOf(session, customerId)
  const all = [...ids]
  const { rows } = await sql<{ open: boolean; closed: LocalDate | null; moved: LocalDate | null }>`
    with theirs as (
      select own.bank_id, own.customer_id, own.account_id, own.closed_on from account as own
      where own.bank_id = ${session.bankId} and own.customer_id = any(${all}::text[])
      union
      select joint.bank_id, joint.customer_id, joint.account_id, joint.closed_on
      from account_holder as h
      join account as joint on joint.bank_id = h.bank_id and joint.account_id = h.account_id
      where h.bank_id = ${session.bankId} and h.customer_id = any(${all}::text[])
        and h.role = 'owner'
    ), held as (
      select status, greatest(opened_on, case when matures_on < ${session.today}::date
        then matures_on when matures_on is not null then ${session.today}::date end) as until
      from holding where bank_id = ${session.bankId} and customer_id = any(${all}::text[])
    )
    select exists (select 1 from theirs where closed_on is null)
        or exists (select 1 from held where status <> 'closed') as open,
      greatest((select max(closed_on) from theirs), (select max(until) from held)) as closed,
      (select max(m.booked_on) from movement as m join theirs as t on t.bank_id = m.bank_id
        and t.customer_id = m.customer_id and t.account_id = m.account_id) as moved`.execute(
    session.db,
  )
  const facts = rows[0]
  const end = retentionEnd({
    openedOn: customer.openedOn,
    open: facts?.open ?? false,
    ...(facts?.closed && { lastClosedOn: facts.closed }),
    ...(facts?.moved && { lastMovementOn: facts.moved }),
  })
  if (end.eraseAfter === undefined) throw customerErrors.relationshipOpen(customerId)
  const isDue = end.eraseAfter <= session.today
  const gone = personTables.filter(({ erased }) => erased === 'now' || (isDue && erased === 'end'))
  for (const { table } of gone) {
    // The row itself and the proof of consent stay as empty shells: numbers must go on adding up.
    if (table === 'customer' || table === 'consent_record') continue
    await sql`delete from ${sql.table(table)}
      where bank_id = ${session.bankId} and customer_id = any(${all}::text[])`.execute(session.db)
  }
  await session.db
    .updateTable('customer')
    .set({
      restricted: true,
      erase_after: end.eraseAfter,
      version: customer.version + 1,
      ...(isDue && {
        name: '已删除',
        name_pinyin: '',
        name_initials: '',
        name_sound: '',
        born_on: null,
        gender: null,
        village: null,
        id_number: null,
        id_number_index: null,
        phone: null,
        phone_index: null,
        phone_tail: null,
        address: null,
      }),
    })
    .where('bank_id', '=', session.bankId)
    .where(isAmong('customer.customer_id', { ids }))
    .execute()
  return { eraseAfter: end.eraseAfter, isDue }
}
