import {
  type Customer,
  type CustomerId,
  type Label,
  type LabelId,
  type LabelLine,
  labelErrors,
  type Page,
} from '@crm/core'
import { type Selectable, type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familyOf, isAmong } from './families.ts'
import type { LabelTables } from './label-tables.ts'
import { customerColumns, toCustomer } from './row.ts'
import { customerStore } from './store.ts'

const toLabel = (row: Omit<Selectable<LabelTables['label']>, 'branch_id' | 'made_at'>): Label =>
  ({
    id: row.label_id,
    version: row.version,
    kind: row.kind,
    name: row.name,
    shared: row.shared,
    madeBy: row.made_by,
  }) as Label

const columns = [
  'label.bank_id',
  'label.label_id',
  'label.version',
  'label.kind',
  'label.name',
  'label.shared',
  'label.made_by',
] as const

/** Labels as far as the caller may see them: the bank's tags, their own lists, those of their office. */
export const labelStore = (session: ReadSession) => ({
  visible() {
    return session.db
      .selectFrom('label')
      .select(columns)
      .where('label.bank_id', '=', session.bankId)
      .where((eb) =>
        eb.or([
          eb('label.kind', '=', 'tag'),
          eb('label.made_by', '=', session.caller.staffId),
          eb.and([
            eb('label.shared', '=', true),
            eb('label.branch_id', '=', session.caller.branchId),
          ]),
        ]),
      )
  },

  /** One label. @throws `label.not_found`, also where it is somebody else's */
  async get(id: LabelId | string): Promise<Label> {
    const row = await this.visible().where('label.label_id', '=', id).executeTakeFirst()
    if (!row) throw labelErrors.notFound(id)
    return toLabel(row)
  },

  /** All of them by name, with how many customers in sight are under each. */
  async list(): Promise<readonly LabelLine[]> {
    const rows = await this.visible()
      .select(
        sql<number>`(select count(distinct customer.customer_id)::int from customer_label as l
          join customer as put on put.bank_id = l.bank_id and put.customer_id = l.customer_id
          join customer on customer.bank_id = put.bank_id
            and customer.customer_id = coalesce(put.merged_into, put.customer_id)
          where l.bank_id = label.bank_id and l.label_id = label.label_id
            and ${customerInSight(session, 'customer')})`.as('customers'),
      )
      .orderBy('label.kind', 'desc')
      .orderBy('label.name')
      .orderBy('label.label_id')
      .execute()
    return rows.map((row) => ({ label: toLabel(row), customers: row.customers }))
  },

  /** What a customer is under. @throws `customer.not_found` */
  async of(customerId: CustomerId): Promise<readonly Label[]> {
    await customerStore(session).get(customerId)
    const family = await familyOf(session, customerId)
    const rows = await this.visible()
      .distinct()
      .innerJoin('customer_label', (join) =>
        join
          .onRef('customer_label.bank_id', '=', 'label.bank_id')
          .onRef('customer_label.label_id', '=', 'label.label_id'),
      )
      .where(isAmong('customer_label.customer_id', family))
      .orderBy('label.kind', 'desc')
      .orderBy('label.name')
      .execute()
    return rows.map(toLabel)
  },

  /** The customers in sight under a label. @throws `label.not_found`, `page.cursor_invalid` */
  async customers(id: LabelId, limit: number, cursor?: string): Promise<Page<Customer>> {
    await this.get(id)
    const after = readCursor(session, cursor, 'text')
    const rows = await session.db
      .selectFrom('customer_label')
      .innerJoin('customer as put', (join) =>
        join
          .onRef('put.bank_id', '=', 'customer_label.bank_id')
          .onRef('put.customer_id', '=', 'customer_label.customer_id'),
      )
      .innerJoin('customer', (join) =>
        join
          .onRef('customer.bank_id', '=', 'put.bank_id')
          .on('customer.customer_id', '=', sql<string>`coalesce(put.merged_into, put.customer_id)`),
      )
      .distinct()
      .select(customerColumns)
      .select(ownKey('customer'))
      .where('customer_label.bank_id', '=', session.bankId)
      .where('customer_label.label_id', '=', id)
      .where(customerInSight(session, 'customer'))
      .$if(after !== undefined, (query) =>
        query.where(sql<SqlBool>`customer.customer_id > ${after?.[0]}`),
      )
      .orderBy('customer.customer_id')
      .limit(limit + 1)
      .execute()
    return pageOf(
      rows,
      limit,
      (row) => toCustomer(session.keys, row),
      (row) => cursorOf(session, row.customer_id),
    )
  },
})
