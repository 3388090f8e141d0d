import type { LocalDate, Policy } from '@crm/core'
import { sql } from 'kysely'
import type { ApprovalKind } from '../kit/approval-kind.ts'
import { beyondSight } from '../kit/row-security.ts'

/** What a change of policies holds. */
export interface PolicyChange {
  readonly policies: readonly Policy[]
  readonly fromOn: LocalDate
}

const policyChange: ApprovalKind = {
  async apply(session, { content, makerId }) {
    const { policies, fromOn } = content as PolicyChange
    // Behind row-level security nobody writes policies of their own accord, agreed to or not.
    await beyondSight(session, () =>
      sql`insert into policy_set
          (bank_id, version, from_on, policies, proposed_by, approved_by, at)
        select ${session.bankId}, coalesce(max(version), 0) + 1, ${fromOn}::date,
          ${JSON.stringify(policies)}::jsonb, ${makerId}, ${session.caller.staffId},
          ${session.ports.now()}::timestamptz
        from policy_set where bank_id = ${session.bankId}`.execute(session.db),
    )
    session.changed({
      room: 'access',
      deed: 'policies',
      subjectKind: 'access',
      subjectId: session.bankId,
    })
  },
}

/** How what comes with the product is carried out. */
export const shippedKinds: Readonly<Record<string, ApprovalKind>> = {
  'policy.change': policyChange,
}
