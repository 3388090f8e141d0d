import { type Customer, type CustomerId, customerErrors, type Page } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { customerColumns, toCustomer } from './row.ts'
import { readSearchText, type SearchText, TAIL } from './search-text.ts'

const never = sql<SqlBool>`false`
const prefix = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

interface Matching {
  readonly where: RawBuilder<SqlBool>
  readonly rank: RawBuilder<number>
}

const always = sql<number>`0::int`
const named = (text: string): RawBuilder<SqlBool> => sql<SqlBool>`customer.name = ${text}`

/** Phones, ID and account numbers are found whole, through their blind indexes, or by their last four. */
function matchingNumber(
  session: ReadSession,
  number: string,
  begins: RawBuilder<SqlBool>,
): Matching {
  const { keys } = session
  const among = (column: string, values: readonly string[]) =>
    sql<SqlBool>`${sql.ref(column)} = any(${values}::text[])`
  const isTail = number.length === TAIL
  // Whoever knows nothing of accounts does not find out by an account's number whose it is.
  const account = sees(session, 'account')
    ? sql<SqlBool>`exists (select 1 from account_holder as h
        join account as a on a.bank_id = h.bank_id and a.account_id = h.account_id
        where h.bank_id = customer.bank_id and h.customer_id = customer.customer_id
          and (${among('a.number_index', keys.lookups('accountNumber', number))}
            or ${isTail ? among('a.number_tail', keys.tailLookups('accountNumber', number)) : never}))`
    : never
  const exact = sql<SqlBool>`(${among('customer.phone_index', keys.lookups('phone', number))}
    or ${among('customer.id_number_index', keys.lookups('idNumber', number))})`
  const tail = isTail ? among('customer.phone_tail', keys.tailLookups('phone', number)) : never
  return {
    where: sql<SqlBool>`(${exact} or ${tail} or ${begins} or ${account})`,
    rank: sql<number>`case when ${exact} then 0 else 1 end`,
  }
}

const sees = (session: ReadSession, resource: string): boolean =>
  session.scope(resource).allow.length > 0

/**
 * Which rows a search means, and how near each is: 0 is the thing itself. A name that the caller gets
 * masked is found whole or not at all: letter by letter, a search would spell it out.
 */
function matching(session: ReadSession, { text, letters, number }: SearchText): Matching {
  const name = sql.ref('customer.name')
  const byName = session.mayUse('customer', 'name', 'filter')
  const begins = byName ? sql<SqlBool>`${name} like ${prefix(text)}` : named(text)
  if (number !== undefined) return matchingNumber(session, number, begins)
  const byId = sql<SqlBool>`customer.customer_id = ${text}`
  if (!byName) return { where: sql<SqlBool>`(${named(text)} or ${byId})`, rank: always }
  if (letters !== undefined)
    return {
      where: sql<SqlBool>`(customer.name_pinyin like ${prefix(letters)}
        or customer.name_initials like ${prefix(letters)}
        or lower(${name}) like ${prefix(text.toLowerCase())} or ${byId})`,
      rank: sql<number>`case when customer.name_pinyin = ${letters} then 0
        when customer.name_initials = ${letters} then 1
        when customer.name_pinyin like ${prefix(letters)} then 2 else 3 end`,
    }
  const village = session.mayUse('customer', 'village', 'filter')
    ? sql<SqlBool>`customer.village = ${text}`
    : never
  return {
    where: sql<SqlBool>`(position(${text} in ${name}) > 0 or ${village} or ${byId})`,
    rank: sql<number>`case when ${named(text)} then 0 when ${begins} then 1 else 2 end`,
  }
}

/** Customers, as far as the caller of the session may see them. */
export const customerStore = (session: ReadSession) => ({
  /** The customers that a search means, nearest first, then by name where the caller may know it. */
  async search(typed: string, limit: number, cursor?: string): Promise<Page<Customer>> {
    const search = readSearchText(typed)
    const { where, rank } = matching(session, search)
    const after = readCursor(session, cursor, 'small', 'text', 'text')
    const name = session.mayUse('customer', 'name', 'sort')
      ? sql<string>`customer.name collate "C"`
      : sql<string>`''::text`
    const rows = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .select(rank.as('rank'))
      .select(name.as('sorted'))
      .where(customerInSight(session, 'customer'))
      .$if(search.text !== '', (query) => query.where(where))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`((${rank}), ${name}, customer.customer_id) >
            (${Number(after?.[0])}, ${after?.[1]}, ${after?.[2]})`,
        ),
      )
      .orderBy(rank)
      .orderBy(name)
      .orderBy('customer.customer_id')
      .limit(limit + 1)
      .execute()
    return pageOf(
      rows,
      limit,
      (row) => toCustomer(session.keys, row),
      (row) => cursorOf(session, row.rank, row.sorted, row.customer_id),
    )
  },

  /** One customer. @throws `customer.not_found`, also where there is one out of sight. */
  async get(id: CustomerId): Promise<Customer> {
    const [found] = await this.getMany([id])
    if (!found) throw customerErrors.notFound(id)
    return found
  },

  /** Those of the customers that are in sight, in the order asked. */
  async getMany(ids: readonly CustomerId[]): Promise<readonly Customer[]> {
    const rows = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .where(customerInSight(session, 'customer'))
      .where('customer.customer_id', 'in', ids)
      .execute()
    const byId = new Map(rows.map((row) => [row.customer_id, toCustomer(session.keys, row)]))
    return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
  },
})
