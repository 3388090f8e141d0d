import {
  type Customer,
  CustomerId,
  checkFields,
  customerErrors,
  DESK,
  type GoldenFields,
  type Said,
  type WrittenFields,
  wordAfterEdit,
} from '@crm/core'
import { sql } from 'kysely'
import { beyondSight } from '../kit/row-security.ts'
import type { WriteSession } from '../kit/session.ts'
import { makingOf, sayAtDesk, tellOf } from './desk-word.ts'
import { familyOf } from './families.ts'
import { hear } from './golden.ts'
import { rulesOf } from './source-rows.ts'
import { customerStore } from './store.ts'

/** What somebody wrote, as it is kept. @throws `customer.fields_invalid` with every fault */
async function readWritten(
  session: WriteSession,
  written: WrittenFields,
  kind: Customer['kind'],
): Promise<Said> {
  const { today } = await rulesOf(session.db, session.bankId)
  const { fields, faults } = checkFields(written, kind, today)
  if (faults.length > 0) throw customerErrors.fieldsInvalid(faults)
  return fields
}

/**
 * Nobody else at the bank may have this number already. Any answer tells whether the bank knows it: that
 * is counted as a search for it is.
 *
 * @throws `customer.number_taken`, with whose it is where the asker sees them
 */
async function expectFree(session: WriteSession, { idNumber }: Said, own?: string): Promise<void> {
  if (idNumber === undefined || idNumber === null) return
  session.guard.takeExactSearch(session.whose)
  const holder = await beyondSight(session, () =>
    session.db
      .selectFrom('customer')
      .select('customer_id')
      .where('bank_id', '=', session.bankId)
      .where(
        'id_number_index',
        '=',
        sql<string>`any(${session.keys.lookups('idNumber', idNumber)}::text[])`,
      )
      .where(sql<string>`coalesce(merged_into, customer_id)`, '<>', own ?? '')
      .limit(1)
      .executeTakeFirst(),
  )
  if (!holder) return
  const [seen] = await customerStore(session).getMany([CustomerId.parse(holder.customer_id)])
  throw customerErrors.numberTaken(seen?.id)
}

/** Write a customer down for the first time, at the office and in the book of who does. */
export async function createCustomer(
  session: WriteSession,
  body: WrittenFields & { readonly kind: Customer['kind']; readonly confirmed: boolean },
): Promise<Customer> {
  const { kind, confirmed, ...written } = body
  const fields = await readWritten(session, written, kind)
  await expectFree(session, fields)
  const { caller } = session
  const id = CustomerId.parse(session.ports.newId('cus'))
  await beyondSight(session, async () => {
    const { today } = await rulesOf(session.db, session.bankId)
    const managed = caller.roles.includes('relationship-manager')
    const said: Said = {
      birthdayCalendar: 'unknown',
      ...fields,
      kind,
      branchId: caller.branchId,
      ...(managed && { managerId: caller.staffId }),
      openedOn: today,
      status: 'active',
    }
    const word = wordAfterEdit({ said: {}, since: {}, confirmed: [] }, said, confirmed, today)
    await hear(makingOf(session, 'create'), [
      { customerId: id, source: DESK, sourceKey: id, ...word },
    ])
  })
  const made = await customerStore(session).get(id)
  tellOf(session, made, 'create')
  return made
}

/** Write over what is known of a customer. */
export async function editCustomer(
  session: WriteSession,
  id: CustomerId,
  { confirmed, ...written }: WrittenFields & { readonly confirmed: boolean },
): Promise<Customer> {
  const customer = await customerStore(session).get(id)
  session.expectVersion(customer)
  const fields = await readWritten(session, written, customer.kind)
  if (fields.idNumber !== customer.idNumber) await expectFree(session, fields, customer.id)
  return sayAtDesk(session, customer, 'edit', ({ desk, today }) => ({
    word: wordAfterEdit(desk, fields, confirmed, today),
    fields: meantBy(fields),
  }))
}

/** Where nobody says by which calendar a birthday is kept, it is unknown; what is taken away is not there. */
const meantBy = (fields: Said): Partial<GoldenFields> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      field === 'birthdayCalendar' && value === 'unknown' ? [] : [[field, value ?? undefined]],
    ),
  )

/** Close a customer who has nothing left with the bank; nothing is deleted. */
export async function closeCustomer(session: WriteSession, id: CustomerId): Promise<Customer> {
  const customer = await customerStore(session).get(id)
  session.expectVersion(customer)
  const { ids } = await familyOf(session, customer.id)
  const open = await beyondSight(session, () => hasOpen(session, ids))
  if (open) throw customerErrors.relationshipOpen(customer.id)
  return sayAtDesk(session, customer, 'close', ({ desk, today }) => ({
    word: wordAfterEdit(desk, { status: 'closed' }, false, today),
    fields: { status: 'closed' },
  }))
}

/** Do they still have an account, share one, or hold anything? */
async function hasOpen({ db, bankId }: WriteSession, family: readonly string[]): Promise<boolean> {
  const ids = [...family]
  const { rows } = await sql<{ open: boolean }>`
    select exists (select 1 from account as a
        where a.bank_id = ${bankId} and a.customer_id = any(${ids}::text[]) and a.closed_on is null
          and a.status <> 'closed')
      or exists (select 1 from account_holder as h
        join account as a on a.bank_id = h.bank_id and a.account_id = h.account_id
        where h.bank_id = ${bankId} and h.customer_id = any(${ids}::text[])
          and h.role = 'owner'
          and a.closed_on is null and a.status <> 'closed')
      or exists (select 1 from holding as o
        where o.bank_id = ${bankId} and o.customer_id = any(${ids}::text[]) and o.status <> 'closed') as open
  `.execute(db)
  return rows[0]?.open ?? false
}
