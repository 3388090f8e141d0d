import {
  type Criteria,
  type CustomerId,
  customerErrors,
  customerFields,
  kitErrors,
  type LocalDate,
  type Page,
  type Segment,
  type SegmentId,
  segmentErrors,
} from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { familyOf } from '../customers/index.ts'
import { customerColumns, toCustomer } from '../customers/row.ts'
import { criteriaToSql } from '../kit/criteria-sql.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { ownKey } from '../kit/keys/own-key.ts'
import { scopeToSql, standsAlone } from '../kit/scope-sql.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'
import { isUniqueViolation } from '../kit/store/sql-error.ts'
import { fieldColumns } from './columns.ts'
import { crowdSize } from './crowd.ts'
import type { SegmentTables } from './tables.ts'

type Row = Omit<SegmentTables['segment'], 'version' | 'updated_at'> & {
  version: number
  updated_at: string
}

const toSegment = (row: Row): Segment =>
  ({
    id: row.segment_id,
    version: row.version,
    name: row.name,
    criteria: row.criteria,
    updatedAt: row.updated_at,
  }) as Segment

/** Customers of the bank with their facts, as `c` and `f`, as far as the caller may count them. */
const counted = (session: ReadSession): RawBuilder<unknown> => sql`
  from customer as c
  left join customer_facts as f on f.bank_id = c.bank_id and f.customer_id = c.customer_id
  where c.bank_id = ${session.bankId} and not c.restricted and ${standsAlone('c')}
    and ${scopeToSql(session.scope('facts'), 'c', session.today)}`

/** Segments and what their criteria find. */
export const segmentStore = (session: ReadSession) => ({
  /** Segments by name. */
  async list(limit: number, cursor?: string): Promise<Page<Segment>> {
    const after = readCursor(session, cursor, 'text')
    const name = sql<string>`name collate "C"`
    const rows = await session.db
      .selectFrom('segment')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .$if(after !== undefined, (query) => query.where(sql<SqlBool>`${name} > ${after?.[0]}`))
      .orderBy(name)
      .limit(limit + 1)
      .execute()
    return pageOf(rows, limit, toSegment, (row) => cursorOf(session, row.name))
  },

  /** One segment. @throws `segment.not_found` */
  async get(id: SegmentId): Promise<Segment> {
    const row = await session.db
      .selectFrom('segment')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .where('segment_id', '=', id)
      .executeTakeFirst()
    if (!row) throw segmentErrors.notFound(id)
    return toSegment(row)
  },

  /** About how many, for who may count customers and not see them; nothing where they are few. */
  crowd: (criteria: Criteria, asOf: LocalDate): Promise<number | undefined> =>
    crowdSize(session, counted(session), criteria, asOf),

  /** How many customers a criteria finds among those the caller may count. */
  async count(criteria: Criteria, asOf: LocalDate): Promise<number> {
    const met = criteriaToSql(criteria, fieldColumns(asOf), customerFields)
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count ${counted(session)} and ${met}`.execute(session.db)
    return rows[0]?.count ?? 0
  },

  /** A few of the customers it finds, by id. */
  async sample(criteria: Criteria, asOf: LocalDate, most: number) {
    const met = criteriaToSql(criteria, fieldColumns(asOf), customerFields)
    const { rows } = await sql<{ id: string }>`
      select c.customer_id as id ${counted(session)} and ${met}
      order by c.customer_id limit ${most}`.execute(session.db)
    if (rows.length === 0) return []
    const found = await session.db
      .selectFrom('customer')
      .select(customerColumns)
      .select(ownKey('customer'))
      .where('bank_id', '=', session.bankId)
      .where('restricted', '=', false)
      .where(scopeToSql(session.scope('customer'), 'customer', session.today))
      .where(
        'customer_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('customer_id')
      .execute()
    return found.map((row) => toCustomer(session.keys, row))
  },

  /** What the catalogue says of one customer. @throws `customer.not_found` */
  async facts(asked: CustomerId, asOf: LocalDate): Promise<Record<string, unknown>> {
    const columns = Object.entries(fieldColumns(asOf)).map(
      ([field, column]) => sql`${column} as ${sql.ref(field)}`,
    )
    const of = async (id: CustomerId) => {
      const { rows } = await sql<Record<string, unknown>>`
        select ${sql.join(columns)} ${counted(session)} and c.customer_id = ${id}`.execute(
        session.db,
      )
      return rows[0]
    }
    const row = (await of(asked)) ?? (await of((await familyOf(session, asked)).id))
    if (!row) throw customerErrors.notFound(asked)
    return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
  },
})

/** Save a new segment. @throws `segment.name_taken` */
export async function createSegment(session: WriteSession, segment: Segment): Promise<Segment> {
  const made = await session.db
    .insertInto('segment')
    .values({
      bank_id: session.bankId,
      segment_id: segment.id,
      name: segment.name,
      criteria: JSON.stringify(segment.criteria),
      created_by: session.caller.staffId,
      updated_at: segment.updatedAt,
    })
    .onConflict((conflict) => conflict.columns(['bank_id', 'name']).doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows !== 1n) throw segmentErrors.nameTaken(segment.name)
  return segment
}

/** Save a changed segment; the version goes up by one. @throws `segment.name_taken`, `write.version_stale` */
export async function updateSegment(session: WriteSession, segment: Segment): Promise<Segment> {
  const { id, version } = segment
  const saved = await session.db
    .updateTable('segment')
    .set({
      name: segment.name,
      criteria: JSON.stringify(segment.criteria),
      updated_at: segment.updatedAt,
      version: version + 1,
    })
    .where('bank_id', '=', session.bankId)
    .where('segment_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? segmentErrors.nameTaken(segment.name) : error
    })
  if (saved.numUpdatedRows !== 1n) throw kitErrors.versionStale(id, version, version + 1)
  return { ...segment, version: version + 1 }
}
