import {
  type Customer,
  type CustomerId,
  kitErrors,
  type LocalDate,
  type Page,
  type Reminder,
  type ReminderId,
  reminderErrors,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { familyOf, isAmong, namedIn } from '../customers/index.ts'
import { customerColumns, toCustomer } from '../customers/row.ts'
import { customerStore } from '../customers/store.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'
import { reminderColumns, toReminder } from './row.ts'

/** A reminder beside the customer it is for. */
export interface Due {
  readonly reminder: Reminder
  readonly customer: Customer
}

/** What falls due within so many days, or has, comes before what is merely large. */
const PRESSING_DAYS = 7

/** Who stands for the merged ones of a list. */
async function survivorsOf(
  session: ReadSession,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  if (ids.length === 0) return new Map()
  const found = await customerStore(session).getMany(ids as readonly CustomerId[])
  return new Map(found.map((one) => [one.id, one]))
}

/** Reminders, as far as the caller of the session may see them. */
export const reminderStore = (session: ReadSession) => ({
  /** Open reminders to act on by a day: what presses first, then most at stake, then soonest. */
  async due(asOf: LocalDate, limit: number, cursor?: string): Promise<Page<Due>> {
    const after = readCursor(session, cursor, 'small', 'number', 'day', 'text')
    const later = sql<number>`(reminder.due_on > ${asOf}::date + ${PRESSING_DAYS}::int)::int`
    const rows = await session.db
      .selectFrom('reminder')
      .innerJoin('customer', (join) =>
        join
          .onRef('customer.bank_id', '=', 'reminder.bank_id')
          .onRef('customer.customer_id', '=', 'reminder.customer_id'),
      )
      .select(customerColumns)
      .select(reminderColumns)
      .select(ownKey('reminder'))
      .select(later.as('later'))
      .select(['reminder.version as reminder_version', 'customer.version as customer_version'])
      .select(['customer.manager_id as customer_manager', 'customer.branch_id as customer_branch'])
      .select('customer.merged_into')
      .select(['customer.kind as customer_kind', 'customer.status as customer_status'])
      .where('reminder.status', '=', 'open')
      .where('reminder.show_on', '<=', asOf)
      // What was about somebody merged is the survivor's; what was about themselves is no more.
      .where(
        sql<SqlBool>`(customer.merged_into is null or reminder.subject <> reminder.customer_id)`,
      )
      .where(inSight(session, 'reminder', 'reminder'))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(${later}, -reminder.stake_fen, reminder.due_on, reminder.reminder_id) >
            (${Number(after?.[0])}, ${Number(after?.[1])}::bigint, ${after?.[2]}::date, ${after?.[3]})`,
        ),
      )
      .orderBy(later)
      .orderBy('reminder.stake_fen', 'desc')
      .orderBy('reminder.due_on')
      .orderBy('reminder.reminder_id')
      .limit(limit + 1)
      .execute()
    const survivors = await survivorsOf(
      session,
      rows.flatMap(({ merged_into }) => merged_into ?? []),
    )
    const toDue = (row: (typeof rows)[number]): Due => {
      const reminder = toReminder({ ...row, version: row.reminder_version })
      const survivor = survivors.get(row.merged_into ?? '')
      if (survivor)
        return { reminder: { ...reminder, customerId: survivor.id }, customer: survivor }
      return {
        reminder,
        customer: toCustomer(session.keys, {
          ...row,
          version: row.customer_version,
          manager_id: row.customer_manager,
          branch_id: row.customer_branch,
          kind: row.customer_kind,
          status: row.customer_status,
        }),
      }
    }
    return pageOf(rows, limit, toDue, (row) =>
      cursorOf(session, row.later, -row.stake_fen, row.due_on, row.reminder_id),
    )
  },

  /** Open reminders of one customer, soonest first. */
  async openOf(customerId: CustomerId, limit: number): Promise<readonly Reminder[]> {
    const family = await familyOf(session, customerId)
    const rows = await session.db
      .selectFrom('reminder')
      .select(reminderColumns)
      .where(isAmong('reminder.customer_id', family))
      .where(sql<SqlBool>`reminder.subject <> all(${family.ids.slice(1)}::text[])`)
      .where('reminder.status', '=', 'open')
      .where('reminder.show_on', '<=', session.today)
      .where(inSight(session, 'reminder', 'reminder'))
      .orderBy('reminder.due_on')
      .orderBy('reminder.reminder_id')
      .limit(limit)
      .execute()
    return rows.map((row) => {
      const reminder = toReminder(row)
      return { ...reminder, customerId: namedIn(family, reminder.customerId) }
    })
  },

  /** One reminder. @throws `reminder.not_found`, also where there is one out of sight. */
  async get(id: ReminderId): Promise<Reminder> {
    const row = await session.db
      .selectFrom('reminder')
      .select(reminderColumns)
      .where('reminder.reminder_id', '=', id)
      .where(inSight(session, 'reminder', 'reminder'))
      .executeTakeFirst()
    if (!row) throw reminderErrors.notFound(id)
    return toReminder(row)
  },
})

/**
 * Save how a reminder was closed or opened again; the version goes up by one.
 *
 * @throws `write.version_stale` when somebody saved it in between
 */
export async function saveReminder(session: WriteSession, reminder: Reminder): Promise<Reminder> {
  const { id, customerId, version } = reminder
  const saved = await session.db
    .updateTable('reminder')
    .set({
      status: reminder.status,
      closed_by: reminder.closedBy ?? null,
      closed_at: reminder.closedAt ?? null,
      version: version + 1,
    })
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customerId)
    .where('reminder_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw kitErrors.versionStale(id, version, version + 1)
  return { ...reminder, version: version + 1 }
}
