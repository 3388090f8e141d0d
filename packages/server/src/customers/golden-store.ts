import {
  type Customer,
  type CustomerId,
  type CustomerProvenance,
  type GoldenField,
  type Instant,
  type Page,
  type SourceConflict,
  type SourceRecordView,
  survive,
  wordOfMerged,
} from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { withoutNulls } from '../kit/row.ts'
import { customerInSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { familyOf } from './families.ts'
import { fieldsOf } from './golden-row.ts'
import { customerColumns, toCustomer } from './row.ts'
import { openRecord, recordsOf, rulesOf, type StoredRecord } from './source-rows.ts'
import { customerStore } from './store.ts'

/** Golden records as what they are made of, as far as the caller of the session may see the customer. */
export const goldenStore = (session: ReadSession) => ({
  /** Where each value comes from, why it survived, and what every source said. @throws `customer.not_found` */
  async provenance(id: CustomerId): Promise<CustomerProvenance> {
    const { db, keys, bankId } = session
    const customer = await customerStore(session).get(id)
    const { ids } = await familyOf(session, customer.id)
    const kept = await recordsOf(db, keys, bankId, ids)
    const own = kept.filter(({ customerId }) => customerId === customer.id)
    const merged = kept.filter(({ customerId }) => customerId !== customer.id)
    const records = [
      ...(own.length > 0 ? own : [await inherited(session, customer)]),
      ...merged.map(wordOfMerged),
    ]
    const { rules } = await rulesOf(db, bankId)
    const fields = survive(records, rules).provenance.map(({ source, sourceKey, ...from }) => ({
      ...from,
      from: records.findIndex((one) => one.source === source && one.sourceKey === sourceKey),
    }))
    return { customer, fields, sources: records.map(viewOf) }
  },

  /** Customers of whom a source says something else than what survived. */
  async conflicts(source: string, limit: number, cursor?: string): Promise<Page<SourceConflict>> {
    const after = readCursor(session, cursor, 'text', 'text')
    const rows = await session.db
      .selectFrom('customer')
      .innerJoin('customer_source', (join) =>
        join.onRef('customer_source.bank_id', '=', 'customer.bank_id').on(
          sql<SqlBool>`(customer_source.customer_id = customer.customer_id
              or customer_source.customer_id in (select m.customer_id from customer as m
                where m.bank_id = customer.bank_id and m.merged_into = customer.customer_id))`,
        ),
      )
      .select(customerColumns)
      .select(ownKey('customer'))
      .select('customer_source.customer_id as said_of')
      .select(
        sql<string | null>`(select k.wrapped from customer_key as k
          where k.bank_id = customer.bank_id and k.customer_id = customer_source.customer_id)`.as(
          'said_key',
        ),
      )
      .select(['customer_source.record_id', 'customer_source.said', 'customer_source.since'])
      .select(['customer_source.source as said_by', 'customer_source.source_key'])
      .select(['customer_source.confirmed', 'customer_source.row_hash'])
      .select('customer_source.received_at')
      .select(
        sql<readonly string[]>`(select array_agg(c.field order by c.field)
          from customer_conflict as c where c.bank_id = customer.bank_id
            and c.customer_id = customer.customer_id
            and c.record_id = customer_source.record_id)`.as('fields'),
      )
      .where(customerInSight(session, 'customer'))
      .where('customer_source.source', '=', source)
      .where(
        sql<SqlBool>`exists (select 1 from customer_conflict as c
          where c.bank_id = customer.bank_id and c.source = ${source}
            and c.customer_id = customer.customer_id
            and c.record_id = customer_source.record_id)`,
      )
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(customer.customer_id, customer_source.record_id)
            > (${after?.[0]}, ${after?.[1]})`,
        ),
      )
      .orderBy('customer.customer_id')
      .orderBy('customer_source.record_id')
      .limit(limit + 1)
      .execute()
    const toConflict = (row: (typeof rows)[number]): SourceConflict => ({
      customer: toCustomer(session.keys, row),
      said: viewOf(
        openRecord(session.keys, {
          ...row,
          bank_id: session.bankId,
          source: row.said_by,
          customer_id: row.said_of,
          own_key: row.said_key,
        }),
      ),
      fields: row.fields as readonly GoldenField[],
    })
    return pageOf(rows, limit, toConflict, (row) =>
      cursorOf(session, row.customer_id, row.record_id),
    )
  },
})

/** Whom no source was kept of: what their golden record came from when it was the only word. */
async function inherited(session: ReadSession, customer: Customer): Promise<StoredRecord> {
  const row = await session.db
    .selectFrom('customer')
    .select(['source', 'source_key', 'updated_at'])
    .where('bank_id', '=', session.bankId)
    .where('customer_id', '=', customer.id)
    .executeTakeFirstOrThrow()
  return {
    customerId: customer.id,
    recordId: '',
    source: row.source,
    sourceKey: row.source_key,
    said: fieldsOf(customer),
    since: {},
    confirmed: [],
    receivedAt: row.updated_at,
    mark: '',
  }
}

/** A source record as its view has it: what it says, and of what it says that there is none. */
function viewOf(record: StoredRecord): SourceRecordView {
  const none = Object.entries(record.said).flatMap(([field, value]) =>
    value === null ? [field] : [],
  )
  return {
    ...withoutNulls(record.said),
    customerId: record.customerId as CustomerId,
    source: record.source,
    sourceKey: record.sourceKey,
    receivedAt: record.receivedAt as Instant,
    since: record.since as Record<string, never>,
    confirmed: record.confirmed,
    none,
  }
}
