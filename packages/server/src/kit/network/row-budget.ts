import type { Instant, LocalDate } from '@crm/core'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'
import type { Store } from '../store/store.ts'
import { limitDefaults } from './limits.ts'

/** Whose budget it is. */
export interface BudgetHolder {
  readonly bankId: string
  readonly staffId: string
}

/** How far a person has gone through their customers of the day. */
export interface Disclosed {
  /** Different customers asked for today, those of this call included. */
  readonly distinctToday: number
  /** More than the budget: show none of this call. */
  readonly over: boolean
}

/** How long the counters are kept, in days: long enough to look into an alarm. */
export const KEEP_COUNTERS_DAYS = 90

/**
 * The day of a moment where the bank is. Budgets go by the calendar, not by the accounting day: that
 * one stands still while a day's closing is late.
 */
export function calendarDay(now: Instant, timeZone = 'Asia/Shanghai'): LocalDate {
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  // Sweden writes a day as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', parts).format(new Date(now)) as LocalDate
}

/**
 * Count customers whom a person is about to be shown; call it before they are shown, in one batch for
 * a whole page. A customer counts once a day. What goes over the budget is counted too, so that
 * everything is refused from there on until the next day, however the calls are spread over processes.
 *
 * Two plain statements, each of one shard: the rows first, then the count, so that of several calls at
 * once the last to count has seen the rows of all. Give it the store's own `db`: rows of a transaction
 * that goes on are not seen by the others, and are lost when it is undone.
 */
export async function countDisclosed(
  db: Kysely<Database>,
  { bankId, staffId }: BudgetHolder,
  day: LocalDate,
  customerIds: readonly string[],
  budget: number = limitDefaults.customersOfUserADay,
): Promise<Disclosed> {
  // In one order, so that two pages at once never wait for each other.
  const ids = [...new Set(customerIds)].sort()
  if (ids.length > 0)
    await sql`
      insert into disclosed_customer (bank_id, staff_id, day, customer_id)
      select ${bankId}, ${staffId}, ${day}::date, customer_id
      from unnest(${ids}::text[]) as customer_id
      on conflict do nothing`.execute(db)
  const { distinctToday } = await db
    .selectFrom('disclosed_customer')
    .select((eb) => eb.fn.countAll<number>().as('distinctToday'))
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', staffId)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return { distinctToday, over: distinctToday > budget }
}

/**
 * Use one up of something that is rationed by the day, `unmask` for one. One statement: however many
 * ask at once, from however many processes, no more than `cap` are given out.
 *
 * @returns false when the day's ration is used up; nothing is counted then
 */
export async function takeDaily(
  db: Kysely<Database>,
  { bankId, staffId }: BudgetHolder,
  day: LocalDate,
  kind: string,
  cap: number,
): Promise<boolean> {
  if (cap < 1) return false
  const taken = await db
    .insertInto('disclosure_count')
    .values({ bank_id: bankId, staff_id: staffId, day, kind, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['bank_id', 'staff_id', 'day', 'kind'])
        .doUpdateSet({ count: sql`disclosure_count.count + 1` })
        .where('disclosure_count.count', '<', cap),
    )
    .executeTakeFirst()
  return taken.numInsertedOrUpdatedRows === 1n
}

/**
 * Night work: forget counters of days long past.
 *
 * @returns how many rows were forgotten
 */
export async function forgetOldCounters(
  store: Store,
  today: LocalDate,
  days: number = KEEP_COUNTERS_DAYS,
): Promise<number> {
  const oldest = sql<string>`${today}::date - ${days}::int`
  return store.transaction(async (tx) => {
    const counts = await tx
      .deleteFrom('disclosure_count')
      .where('day', '<', oldest)
      .executeTakeFirst()
    const customers = await tx
      .deleteFrom('disclosed_customer')
      .where('day', '<', oldest)
      .executeTakeFirst()
    return Number(counts.numDeletedRows + customers.numDeletedRows)
  })
}
