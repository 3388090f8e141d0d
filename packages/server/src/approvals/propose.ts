import {
  type Approval,
  ApprovalId,
  approvalErrors,
  authorityFor,
  type BranchId,
  type Reason,
} from '@crm/core'
import { canonical, sha256 } from '../kit/digest.ts'
import type { WriteSession } from '../kit/session.ts'
import { approvalStore, contentPlace } from './store.ts'

/** What a room asks others to agree to. */
export interface Proposal {
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
  /** The office whose heads decide; the maker's own when left out. */
  readonly branchId?: BranchId
  readonly reason: Reason
  /** JSON: exactly what will be done. */
  readonly content: unknown
  readonly amountFen?: number
}

/**
 * Ask for agreement: the request waits, and what it holds is done only by the last agreement to exactly
 * this. For rooms: their endpoints propose, this one decides.
 *
 * @throws `approval.kind_unknown`, `approval.no_authority`
 */
export async function propose(session: WriteSession, proposal: Proposal): Promise<Approval> {
  const { kind, content, amountFen } = proposal
  if (!session.approvals.kinds[kind]) throw approvalErrors.kindUnknown(kind)
  authorityFor(session.approvals.authority, kind, amountFen)
  const id = ApprovalId.parse(session.ports.newId('apv'))
  const text = canonical(content)
  await session.db
    .insertInto('approval')
    .values({
      bank_id: session.bankId,
      approval_id: id,
      kind,
      subject_kind: proposal.subjectKind,
      subject_id: proposal.subjectId,
      branch_id: proposal.branchId ?? session.caller.branchId,
      maker_branch_id: session.caller.branchId,
      reason: JSON.stringify(proposal.reason),
      content: session.keys.sealField(contentPlace(id), text),
      content_hash: await sha256(text),
      amount_fen: amountFen ?? null,
      maker_id: session.caller.staffId,
      maker_person_id: session.caller.personId,
      made_at: session.ports.now(),
    })
    .execute()
  session.changed({
    room: 'approvals',
    deed: 'propose',
    subjectKind: 'approval',
    subjectId: id,
  })
  return approvalStore(session).get(id)
}
