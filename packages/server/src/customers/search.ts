import type { Customer, Page } from '@crm/core'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
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
 * order of its own index; a customer who is meant in several ways stands in the nearest. What may have
 * been meant (slips of the finger, dialects) is looked for where nobody is meant by what was typed.
 */
export async function searchCustomers(
  session: ReadSession,
  typed: string,
  limit: number,
  cursor?: string,
  tiers: readonly Tier[] = tiersFor(session, typed),
): Promise<Page<Customer>> {
  const keys = readCursor(session, cursor, 'small', 'text', 'text')
  const after: Place | undefined = keys && [Number(keys[0]), keys[1]!, keys[2]!]
  const room = limit + 1
  const isLast = after !== undefined && tiers[after[0]]?.last === true
  let rows = await readTiers(session, tiers, isLast, room, after)
  if (rows.length === 0 && after === undefined) rows = await readTiers(session, tiers, true, room)
  return pageOf(
    rows,
    limit,
    (row) => toCustomer(session.keys, row),
    (row) => cursorOf(session, row.tier, row.sorted, row.customer_id),
  )
}

function tiersFor(session: ReadSession, typed: string): readonly Tier[] {
  const search = readSearchText(typed)
  if (search.text === '') return [everybody(session)]
  return tiersOf(session, search, search.letters === undefined ? nameKeys(search.text).sound : '')
}

/** One part of the tiers, in one statement: each is read off its index, and no further than the page. */
async function readTiers(
  session: ReadSession,
  tiers: readonly Tier[],
  isLast: boolean,
  room: number,
  after?: Place,
): Promise<FoundRow[]> {
  const ways = waysToSee(session)
  const parts = tiers.flatMap(({ where, order, last = false }, at): RawBuilder<FoundRow>[] => {
    if (last !== isLast || (after !== undefined && at < after[0])) return []
    const nearer = tiers.slice(0, at).map((tier) => tier.where)
    return ways.map(
      (way) => sql<FoundRow>`(select ${columns}, ${ownKey('customer')}, ${at}::int as tier,
        ${order} as sorted from customer
        where ${way} and ${where}
        ${nearer.length === 0 ? sql`` : sql`and not coalesce(${sql.join(nearer, sql` or `)}, false)`}
        ${at === after?.[0] ? beyond(order, after) : sql``}
        order by ${order}, customer.customer_id collate "C" limit ${room})`,
    )
  })
  if (parts.length === 0) return []
  // Who is seen in two ways is found in both, and shown once.
  const once = sql`distinct on (tier, sorted collate "C", customer_id collate "C")`
  const { rows } = await sql<FoundRow>`select ${ways.length > 1 ? once : sql``} *
    from (${sql.join(parts, sql` union all `)}) as found
    order by tier, sorted collate "C", customer_id collate "C" limit ${room}`.execute(session.db)
  return rows
}

/**
 * The ways in which the caller sees customers, each a part of its own: a manager's book is read off the
 * index of managers and the unowned off the branch's. As one condition with `or` none of them would be, and
 * a page of one's own book would cost the whole bank.
 */
function waysToSee(session: ReadSession): readonly Expression<SqlBool>[] {
  const { allow, deny } = session.scope('customer')
  if (allow.length < 2) return [customerInSight(session, 'customer')]
  return allow.map((terms) => customerInSight(session, 'customer', { allow: [terms], deny }))
}

const columns = sql.join(customerColumns.map((name) => sql.ref(name)))

const beyond = (order: RawBuilder<string>, [, sorted, id]: Place) =>
  sql<SqlBool>`and (${order}, customer.customer_id collate "C") > (${sorted}, ${id})`
