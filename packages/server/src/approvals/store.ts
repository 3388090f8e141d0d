import {
  type Approval,
  type ApprovalId,
  approvalErrors,
  authorityFor,
  type Decision,
  hiddenNouns,
  type Page,
} from '@crm/core'
import { type Selectable, type SqlBool, sql } from 'kysely'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import { withoutNulls } from '../kit/row.ts'
import type { ReadSession } from '../kit/session.ts'
import type { ApprovalTables } from './tables.ts'

type Row = Selectable<ApprovalTables['approval']>

/** Where the content of a request lies sealed. */
export const contentPlace = (id: string) => ({ table: 'approval', column: 'content', rowId: id })

/** Requests, as far as the caller may see them: their own, and those of offices within theirs. */
export const approvalStore = (session: ReadSession) => ({
  /** Newest first; what waits for the caller leaves out their own and what they have decided. */
  async list(
    box: 'waiting' | 'mine' | 'all',
    limit: number,
    cursor?: string,
  ): Promise<Page<Approval>> {
    const after = readCursor(session, cursor, 'instant', 'text')
    const { caller } = session
    const rows = await this.inSight()
      .$if(box === 'mine', (query) => query.where('maker_id', '=', caller.staffId))
      .$if(box === 'waiting', (query) =>
        query
          .where('status', '=', 'pending')
          .where('maker_person_id', '!=', caller.personId)
          .where(
            sql<SqlBool>`not exists (select 1 from approval_decision as d
              where d.bank_id = approval.bank_id and d.approval_id = approval.approval_id
                and d.person_id = ${caller.personId})`,
          ),
      )
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(made_at, approval_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`,
        ),
      )
      .orderBy('made_at', 'desc')
      .orderBy('approval_id', 'desc')
      .limit(limit + 1)
      .execute()
    const decisions = await this.decisionsOf(rows.map(({ approval_id }) => approval_id))
    return pageOf(
      rows,
      limit,
      (row) => this.toApproval(row, decisions.get(row.approval_id) ?? []),
      (row) => cursorOf(session, row.made_at, row.approval_id),
    )
  },

  /** One request. @throws `approval.not_found`, also where there is one out of sight. */
  async get(id: ApprovalId): Promise<Approval> {
    const row = await this.inSight().where('approval_id', '=', id).executeTakeFirst()
    if (!row) throw approvalErrors.notFound(id)
    const decisions = await this.decisionsOf([id])
    return this.toApproval(row, decisions.get(id) ?? [])
  },

  inSight() {
    const { staffId, branchIds } = session.caller
    const hidden = hiddenNouns(session.caller)
    return session.db
      .selectFrom('approval')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .$if(hidden.length > 0, (query) => query.where('subject_kind', 'not in', hidden))
      .where((eb) =>
        eb.or([
          eb('maker_id', '=', staffId),
          eb('branch_id', 'in', branchIds.length > 0 ? [...branchIds] : ['']),
        ]),
      )
  },

  async decisionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, Decision[]>> {
    const found = new Map<string, Decision[]>()
    if (ids.length === 0) return found
    const rows = await session.db
      .selectFrom('approval_decision')
      .selectAll()
      .where('bank_id', '=', session.bankId)
      .where('approval_id', 'in', ids)
      .orderBy('at')
      .orderBy('person_id')
      .execute()
    for (const row of rows) {
      const decision = withoutNulls({
        staffId: row.staff_id,
        onBehalfOf: row.on_behalf_of,
        decision: row.decision,
        remark: row.remark,
        at: row.at,
      }) as Decision
      found.set(row.approval_id, [...(found.get(row.approval_id) ?? []), decision])
    }
    return found
  },

  toApproval(row: Row, decisions: readonly Decision[]): Approval {
    const content = session.keys.openField(contentPlace(row.approval_id), row.content)
    const amountFen = row.amount_fen ?? undefined
    const line = authorityFor(session.approvals.authority, row.kind, amountFen)
    return {
      id: row.approval_id as ApprovalId,
      version: row.version,
      kind: row.kind,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      branchId: row.branch_id,
      reason: row.reason,
      content: JSON.parse(content),
      contentHash: row.content_hash,
      ...(amountFen !== undefined && { amountFen }),
      makerId: row.maker_id,
      makerPersonId: row.maker_person_id,
      madeAt: row.made_at,
      status: row.status,
      decisions: [...decisions],
      needs: { approvers: line.approvers, roles: [...line.roles] },
    } as Approval
  },
})
