// A kind of request with an effect that can be counted: an exception to a rate.
import type { AuthorityLine } from '@crm/core'
import type { ApprovalKind } from '@crm/server'

/** What one request asks for, in fen. */
export const ASKED_FEN = 3_000

/** Who may agree: one branch manager, within a day's limit that is counted in one row. */
export const authority: readonly AuthorityLine[] = [
  { kind: 'rate.exception', roles: ['branch-manager'], approvers: 1, branchDayFen: 1e12 },
]

/** The effect: one row that names the request. Twice is twice. */
export const approvalKinds: Readonly<Record<string, ApprovalKind>> = {
  'rate.exception': {
    apply: async ({ db, bankId, ports }, { id }) => {
      const person_id = ports.newId('x')
      const row = { bank_id: bankId, subject_id: `done:${id}`, person_id, reason: '' }
      await db.insertInto('recusal').values(row).execute()
    },
  },
}
