import { type Customer, type CustomerId, customerErrors, type Page } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import type { BankKeys } from '../kit/keys/bank-keys.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { customerColumns, toCustomer } from './row.ts'
import { readSearchText, type SearchText } from './search-text.ts'

const never = sql<SqlBool>`false`
const prefix = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`

/** Which rows a search means, and how near each is: 0 is the thing itself. */
function matching(
  keys: BankKeys,
  { text, letters, number }: SearchText,
): {
  where: RawBuilder<SqlBool>
  rank: RawBuilder<number>
} {
  const name = sql.ref('customer.name')
  const begins = sql<SqlBool>`${name} like ${prefix(text)}`
  if (number !== undefined) {
    const among = (column: string, values: readonly string[]) =>
      sql<SqlBool>`${sql.ref(column)} = any(${values}::text[])`
    const isTail = number.length === 4
    const account = sql<SqlBool>`exists (select 1 from account_holder as h
      join account as a on a.bank_id = h.bank_id and a.account_id = h.account_id
      where h.bank_id = customer.bank_id and h.customer_id = customer.customer_id
        and (${among('a.number_index', keys.lookups('accountNumber', number))}
          or ${isTail ? among('a.number_tail', keys.tailLookups('accountNumber', number)) : never}))`
    const exact = sql<SqlBool>`(${among('customer.phone_index', keys.lookups('phone', number))}
      or ${among('customer.id_number_index', keys.lookups('idNumber', number))})`
    const tail = isTail ? among('customer.phone_tail', keys.tailLookups('phone', number)) : never
    return {
      where: sql<SqlBool>`(${exact} or ${tail} or ${begins} or ${account})`,
      rank: sql<number>`case when ${exact} then 0 else 1 end`,
    }
  }
  if (letters !== undefined)
    return {
      where: sql<SqlBool>`(customer.name_pinyin like ${prefix(letters)}
        or customer.name_initials like ${prefix(letters)}
        or lower(${name}) like ${prefix(text.toLowerCase())}
        or customer.customer_id = ${text})`,
      rank: sql<number>`case when customer.name_pinyin = ${letters} then 0
        when customer.name_initials = ${letters} then 1
        when customer.name_pinyin like ${prefix(letters)} then 2 else 3 end`,
    }
  return {
    where: sql<SqlBool>`(position(${text} in ${name}) > 0 or customer.village = ${text}
      or customer.customer_id = ${text})`,
    rank: sql<number>`case when ${name} = ${text} then 0 when ${begins} then 1 else 2 end`,
  }
}

/** Customers, as far as the caller of the session may see them. */
export const customerStore = (session: ReadSession) => ({
  /** The customers that a search means, nearest first, then by name. */
  async search(typed: string, limit: number, cursor?: string): Promise<Page<Customer>> {
    const search = readSearchText(typed)
    const { where, rank } = matching(session.keys, search)
    const after = readCursor(cursor, 'small', 'text', 'text')
    const name = sql<string>`customer.name collate "C"`
    const rows = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .select(rank.as('rank'))
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
      (row) => cursorOf(row.rank, row.name, row.customer_id),
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
