import { type AuditEvent, accessContract, entitlementsOf, type Me } from '@crm/core'
import { type SqlBool, sql } from 'kysely'
import { answer } from '../kit/answer.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'

/** Answers `/access`. */
export const accessRoom = answer('access', accessContract, {
  async me({ session }) {
    const { caller } = session
    const found = await session.db
      .selectFrom('bank')
      .innerJoin('branch', 'branch.bank_id', 'bank.bank_id')
      .select(['bank.name', 'bank.currency', 'bank.business_date', 'branch.name as branch_name'])
      .where('bank.bank_id', '=', session.bankId)
      .where('branch.branch_id', '=', caller.branchId)
      .executeTakeFirstOrThrow()
    return {
      staffId: caller.staffId,
      name: caller.name,
      branchId: caller.branchId,
      branchName: found.branch_name,
      roles: [...caller.roles],
      entitlements: [...entitlementsOf(caller.roles)],
      modules: [...session.modules],
      bank: {
        id: session.bankId,
        name: found.name,
        currency: found.currency,
        businessDate: found.business_date,
      },
    } as Me
  },

  async listAudit({ session, query }) {
    const after = readCursor(query.cursor, 'instant', 'text')
    const rows = await session.db
      .selectFrom('audit_event')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .$if(query.objectId !== undefined, (found) =>
        found.where('object_id', '=', query.objectId ?? ''),
      )
      .$if(after !== undefined, (found) =>
        found.where(sql<SqlBool>`(at, event_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
      )
      .orderBy('at', 'desc')
      .orderBy('event_id', 'desc')
      .limit(query.limit + 1)
      .execute()
    const toEvent = (row: (typeof rows)[number]) =>
      ({
        id: row.event_id,
        at: row.at,
        actorId: row.actor_id,
        roles: row.roles,
        action: row.action,
        objectKind: row.object_kind,
        objectId: row.object_id,
        fieldNames: row.field_names,
        decision: row.decision,
        result: row.result,
        requestId: row.request_id,
      }) as AuditEvent
    return pageOf(rows, query.limit, toEvent, (row) => cursorOf(row.at, row.event_id))
  },
})
