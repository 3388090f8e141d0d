import { type Kysely, sql } from 'kysely'
import type { Database } from '../../database.ts'

/** Whose day it is. */
export interface Who {
  readonly bankId: string
  readonly staffId: string
  readonly day: string
}

/**
 * Take one of so many a day; in the transaction of what it is for, so that what fails takes none. Any
 * number at once never take more than there are.
 *
 * @returns how many are used with this one; nothing when all were
 */
export async function takeDaily(
  db: Kysely<Database>,
  { bankId, staffId, day }: Who,
  kind: string,
  most: number,
): Promise<number | undefined> {
  if (most < 1) return undefined
  const { rows } = await sql<{ count: number }>`
    insert into daily_count as held (bank_id, staff_id, day, kind, count)
    values (${bankId}, ${staffId}, ${day}, ${kind}, 1)
    on conflict (bank_id, staff_id, day, kind) do update set count = held.count + 1
      where held.count < ${most}::int
    returning count`.execute(db)
  return rows[0]?.count
}

const MOST_KNOWN = 5_000

const keyOf = ({ bankId, staffId, day }: Who): string => `${bankId}|${staffId}|${day}`

/** Counts the different customers whose data somebody was given on a day. */
export class RowBudget {
  readonly #known = new Map<string, Set<string>>()

  /**
   * Count these customers against a day's budget: all of them, or none where they do not fit. Those
   * counted before cost nothing, and no query. Calls of one person wait for one another, so that many
   * at once get no more than one after another.
   *
   * They wait in the database, each with a connection of its own. To wait here for somebody who waits
   * for a connection, and hold one meanwhile, would be to wait for ever.
   *
   * `also` is asked before new ones are counted, with a way to those of the day; it throws where they
   * are too many by a rule of its own. It must ask the connection it is given: an embedded store has one.
   *
   * @returns false where they do not fit
   */
  async charge(
    db: Kysely<Database>,
    who: Who,
    customerIds: Iterable<string>,
    most: number,
    also?: (
      tx: Kysely<Database>,
      fresh: readonly string[],
      shown: () => Promise<readonly string[]>,
    ) => Promise<void>,
  ): Promise<boolean> {
    const key = keyOf(who)
    const ids = [...new Set(customerIds)]
    const fresh = ids.filter((id) => !this.#known.get(key)?.has(id))
    if (fresh.length === 0) return true
    const count = async (tx: Kysely<Database>): Promise<boolean> => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
      await also?.(tx, fresh, () => shownTo(tx, who))
      return keep(tx, who, fresh, most)
    }
    return db.isTransaction ? count(db) : db.transaction().execute(count)
  }

  /**
   * These are counted for good, and cost nothing from now on. To be said once the transaction that charged
   * them has ended: what it counted is gone if it fails in the end.
   */
  counted(who: Who, ids: Iterable<string>): void {
    const key = keyOf(who)
    if (this.#known.size > MOST_KNOWN) this.#known.clear()
    const seen = this.#known.get(key) ?? new Set<string>()
    for (const id of ids) seen.add(id)
    this.#known.set(key, seen)
  }
}

/** Whose data somebody was given on a day. */
async function shownTo(db: Kysely<Database>, { bankId, staffId, day }: Who): Promise<string[]> {
  const rows = await db
    .selectFrom('disclosed_customer')
    .select('customer_id')
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', staffId)
    .where('day', '=', day)
    .execute()
  return rows.map(({ customer_id }) => customer_id)
}

async function keep(
  db: Kysely<Database>,
  { bankId, staffId, day }: Who,
  ids: readonly string[],
  most: number,
): Promise<boolean> {
  const { rows } = await sql<{ fits: boolean }>`
    with held as (
      select customer_id from disclosed_customer
      where bank_id = ${bankId} and staff_id = ${staffId} and day = ${day}::date
    ), fresh as (
      select id from unnest(${ids}::text[]) as id where id not in (select customer_id from held)
    ), verdict as (
      select (select count(*) from held) + (select count(*) from fresh) <= ${most}::int as fits
    ), kept as (
      insert into disclosed_customer (bank_id, staff_id, day, customer_id)
      select ${bankId}, ${staffId}, ${day}::date, id from fresh
      where (select fits from verdict)
      on conflict do nothing
    )
    select fits from verdict`.execute(db)
  return rows[0]?.fits ?? false
}
