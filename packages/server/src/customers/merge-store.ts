import { type CustomerId, type CustomerMerge, mergeErrors, type Page } from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familyOf } from './families.ts'
import { toMerge } from './merge-rows.ts'
import { customerStore } from './store.ts'

/** Who was held to be whom, as far as the caller of the session may see them. */
export const mergeStore = (session: ReadSession) => ({
  /** @throws `merge.not_found` */
  async get(id: string): Promise<CustomerMerge> {
    const row = await session.db
      .selectFrom('customer_merge')
      .selectAll()
      .where(inSight(session, 'customer', 'customer_merge'))
      .where('merge_id', '=', id)
      .executeTakeFirst()
    if (!row) throw mergeErrors.notFound(id)
    return toMerge(row)
  },

  /** All that anybody of a customer's family was merged into, newest first. @throws `customer.not_found` */
  async of(id: CustomerId, limit: number, cursor?: string): Promise<Page<CustomerMerge>> {
    const after = readCursor(session, cursor, 'instant', 'text')
    const customer = await customerStore(session).get(id)
    const { ids } = await familyOf(session, customer.id)
    const anyOf = sql`any(${[...ids]}::text[])`
    const rows = await session.db
      .selectFrom('customer_merge')
      .selectAll()
      .where(inSight(session, 'customer', 'customer_merge'))
      .where(sql<SqlBool>`(customer_id = ${anyOf} or into_id = ${anyOf})`)
      .$if(after !== undefined, (query) =>
        query.where(sql<SqlBool>`(at, merge_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
      )
      .orderBy('at', 'desc')
      .orderBy('merge_id', 'desc')
      .limit(limit + 1)
      .execute()
    return pageOf(rows, limit, toMerge, (row) => cursorOf(session, row.at, row.merge_id))
  },
})
