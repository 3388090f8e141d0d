import { type Delivery, type Rejection, sourceContract, sourceErrors } from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { answer } from '../kit/answer.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { withoutNulls } from '../kit/row.ts'
import { openFound } from './ledger.ts'

/** Answers `/sources`. */
export const sourceRoom = answer('sources', sourceContract, {
  async listDeliveries({ session, query }) {
    const after = readCursor(session, query.cursor, 'instant', 'text')
    const rows = await session.db
      .selectFrom('delivery')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .$if(query.source !== undefined, (found) => found.where('source', '=', query.source ?? ''))
      .$if(after !== undefined, (found) =>
        found.where(
          sql<SqlBool>`(started_at, delivery_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`,
        ),
      )
      .orderBy('started_at', 'desc')
      .orderBy('delivery_id', 'desc')
      .limit(query.limit + 1)
      .execute()
    const toDelivery = (row: (typeof rows)[number]) =>
      withoutNulls({
        id: row.delivery_id,
        source: row.source,
        records: row.records,
        file: row.file,
        sha256: row.sha256,
        encoding: row.encoding,
        lines: row.lines,
        accepted: row.accepted,
        unchanged: row.unchanged,
        rejected: row.rejected,
        status: row.status,
        why: row.reason === null ? undefined : { code: row.reason, facts: row.facts ?? {} },
        day: row.day,
        revision: row.revision || undefined,
        corrects: row.corrects,
        attempt: row.attempt > 1 ? row.attempt : undefined,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
      }) as Delivery
    return pageOf(rows, query.limit, toDelivery, (row) =>
      cursorOf(session, row.started_at, row.delivery_id),
    )
  },

  async listRejections({ session, params, query }) {
    const delivery = await session.db
      .selectFrom('delivery')
      .select('delivery_id')
      .where('bank_id', '=', session.bankId)
      .where('delivery_id', '=', params.id)
      .executeTakeFirst()
    if (!delivery) throw sourceErrors.deliveryNotFound(params.id)
    const after = readCursor(session, query.cursor, 'small')
    const rows = await session.db
      .selectFrom('rejection')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .where('delivery_id', '=', params.id)
      .where('line', '>', Number(after?.[0] ?? 0))
      .orderBy('line')
      .limit(query.limit + 1)
      .execute()
    const toRejection = (row: (typeof rows)[number]) =>
      withoutNulls({
        deliveryId: row.delivery_id,
        line: row.line,
        column: row.column_name,
        code: row.code,
        found: openFound(session.keys, row),
      }) as Rejection
    return pageOf(rows, query.limit, toRejection, (row) => cursorOf(session, row.line))
  },
})
