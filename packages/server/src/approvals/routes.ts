import {
  accessErrors,
  approvalContract,
  approvalErrors,
  because,
  checkDelegation,
  checkPolicies,
  type Delegation,
  DelegationId,
  type LocalDate,
  type StaffId,
} from '@crm/core'
import { answer } from '../kit/answer.ts'
import { policyColumns } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { decide } from './decide.ts'
import { propose } from './propose.ts'
import { approvalStore } from './store.ts'

async function delegations(session: ReadSession): Promise<Delegation[]> {
  const rows = await session.db
    .selectFrom('delegation')
    .selectAll()
    .where('bank_id', '=', session.bankId)
    .where('to_on', '>=', session.today)
    .orderBy('from_on')
    .orderBy('delegation_id')
    .execute()
  return rows.map((row) => ({
    id: row.delegation_id as DelegationId,
    fromId: row.from_id as StaffId,
    toId: row.to_id as StaffId,
    fromOn: row.from_on as LocalDate,
    toOn: row.to_on as LocalDate,
  }))
}

/** Answers `/approvals`. */
export const approvalRoom = answer('approvals', approvalContract, {
  list: ({ session, query }) => approvalStore(session).list(query.box, query.limit, query.cursor),

  get: ({ session, params }) => approvalStore(session).get(params.id),

  decide: ({ session, params, body }) => decide(session, params.id, body),

  async withdraw({ session, params }) {
    const approval = await approvalStore(session).get(params.id)
    session.expectVersion(approval)
    if (approval.makerId !== session.caller.staffId) throw approvalErrors.notFound(params.id)
    const saved = await session.db
      .updateTable('approval')
      .set({ status: 'withdrawn', version: approval.version + 1 })
      .where('bank_id', '=', session.bankId)
      .where('approval_id', '=', params.id)
      .where('status', '=', 'pending')
      .where('version', '=', approval.version)
      .executeTakeFirst()
    if (saved.numUpdatedRows !== 1n) throw approvalErrors.alreadyDecided(params.id)
    session.changed({
      room: 'approvals',
      deed: 'withdraw',
      subjectKind: 'approval',
      subjectId: params.id,
    })
    return approvalStore(session).get(params.id)
  },

  async proposePolicies({ session, body }) {
    checkPolicies(body.policies, policyColumns)
    return propose(session, {
      kind: 'policy.change',
      subjectKind: 'policy',
      subjectId: 'bank',
      reason: because('policy.change', { policies: body.policies.length }),
      content: body,
    })
  },

  listDelegations: async ({ session }) => ({ items: await delegations(session) }),

  async delegate({ session, body }) {
    const known = await session.db
      .selectFrom('staff')
      .select('staff_id')
      .where('bank_id', '=', session.bankId)
      .where('staff_id', '=', body.toId)
      .where('active', '=', true)
      .executeTakeFirst()
    if (!known) throw accessErrors.staffNotFound(body.toId)
    const fresh = {
      id: DelegationId.parse(session.ports.newId('dlg')),
      fromId: session.caller.staffId,
      ...body,
    }
    // One at a time: two that are made at once must not close a circle between them.
    await session.db
      .selectFrom('bank')
      .select('bank_id')
      .where('bank_id', '=', session.bankId)
      .forUpdate()
      .execute()
    checkDelegation(fresh, await delegations(session))
    await session.db
      .insertInto('delegation')
      .values({
        bank_id: session.bankId,
        delegation_id: fresh.id,
        from_id: fresh.fromId,
        to_id: fresh.toId,
        from_on: fresh.fromOn,
        to_on: fresh.toOn,
      })
      .execute()
    return fresh
  },

  async endDelegation({ session, params }) {
    const ended = await session.db
      .deleteFrom('delegation')
      .where('bank_id', '=', session.bankId)
      .where('delegation_id', '=', params.id)
      .where('from_id', '=', session.caller.staffId)
      .executeTakeFirst()
    if (ended.numDeletedRows !== 1n) throw approvalErrors.delegationNotFound(params.id)
    return { id: params.id }
  },
})
