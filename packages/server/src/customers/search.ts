import type { Customer, Page } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { nameKeys } from './name-keys.ts'
import { type CustomerRow, customerColumns, toCustomer } from './row.ts'
import { readSearchText } from './search-text.ts'
import { everybody, type Tier, tiersOf } from './search-tiers.ts'

/** Where a page ended: in which tier, by what it was sorted, and whose it was. */
type Place = readonly [tier: number, sorted: string, id: string]
type FoundRow = CustomerRow & { readonly tier: number; readonly sorted: string }

/**
 * The customers that a search means. Each way of meaning somebody is a tier of its own, read in the
 * order of its own index; a customer who is meant in several ways stands in the nearest. The dear tiers
 * (slips of the finger, dialects) are asked only when the others leave room on the page.
 */
export async function searchCustomers(
  session: ReadSession,
  typed: string,
  limit: number,
  cursor?: string,
): Promise<Page<Customer>> {
  const search = readSearchText(typed)
  const sound = search.letters === undefined ? nameKeys(search.text).sound : ''
  const tiers = search.text === '' ? [everybody(session)] : tiersOf(session, search, sound)
  const keys = readCursor(session, cursor, 'small', 'text', 'text')
  const after: Place | undefined = keys && [Number(keys[0]), keys[1]!, keys[2]!]
  const rows: FoundRow[] = []
  for (const isLast of [false, true]) {
    const room = limit + 1 - rows.length
    if (room > 0) rows.push(...(await readTiers(session, tiers, isLast, room, after)))
  }
  return pageOf(
    rows,
    limit,
    (row) => toCustomer(session.keys, row),
    (row) => cursorOf(session, row.tier, row.sorted, row.customer_id),
  )
}

/** One part of the tiers, in one statement: each is read off its index, and no further than the page. */
async function readTiers(
  session: ReadSession,
  tiers: readonly Tier[],
  isLast: boolean,
  room: number,
  after: Place | undefined,
): Promise<FoundRow[]> {
  const parts = tiers.flatMap(({ where, order, last = false }, at): RawBuilder<FoundRow>[] => {
    if (last !== isLast || (after !== undefined && at < after[0])) return []
    const nearer = tiers.slice(0, at).map((tier) => tier.where)
    return [
      sql<FoundRow>`(select ${columns}, ${ownKey('customer')}, ${at}::int as tier,
        ${order} as sorted from customer
        where ${customerInSight(session, 'customer')} and ${where}
        ${nearer.length === 0 ? sql`` : sql`and not coalesce(${sql.join(nearer, sql` or `)}, false)`}
        ${at === after?.[0] ? beyond(order, after) : sql``}
        order by ${order}, customer.customer_id collate "C" limit ${room})`,
    ]
  })
  if (parts.length === 0) return []
  const { rows } = await sql<FoundRow>`select * from (${sql.join(parts, sql` union all `)}) as found
    order by tier, sorted collate "C", customer_id collate "C" limit ${room}`.execute(session.db)
  return rows
}

const columns = sql.join(customerColumns.map((name) => sql.ref(name)))

const beyond = (order: RawBuilder<string>, [, sorted, id]: Place) =>
  sql<SqlBool>`and (${order}, customer.customer_id collate "C") > (${sorted}, ${id})`
