import type { Role } from '../access/index.ts'
import { approvalErrors } from './errors.ts'

/** Who may agree to what, up to how much. */
export interface AuthorityLine {
  readonly kind: string
  /** The largest amount this line covers, in fen; absent: any. */
  readonly upToFen?: number
  readonly roles: readonly Role[]
  /** Different people who have to agree. */
  readonly approvers: number
  /** What one office may agree to in a day altogether, in fen; absent: no limit. */
  readonly branchDayFen?: number
}

/** The matrix that comes with the product; a bank gives its own. Lines of one kind by rising amount. */
export const authorityDefaults: readonly AuthorityLine[] = [
  { kind: 'policy.change', roles: ['security-admin', 'audit-admin'], approvers: 1 },
  { kind: 'customer.export', roles: ['approver', 'branch-manager'], approvers: 1 },
  { kind: 'customer.transfer', roles: ['branch-manager', 'approver'], approvers: 1 },
  { kind: 'rate.exception', upToFen: 50_000_000, roles: ['branch-manager'], approvers: 1 },
  {
    kind: 'rate.exception',
    upToFen: 500_000_000,
    roles: ['branch-manager', 'approver'],
    approvers: 2,
    branchDayFen: 1_000_000_000,
  },
]

/**
 * The line that covers a request: the first of its kind that is large enough.
 *
 * @throws `approval.no_authority` where nobody may agree to so much
 */
export function authorityFor(
  matrix: readonly AuthorityLine[],
  kind: string,
  amountFen = 0,
): AuthorityLine {
  const line = matrix.find(
    (one) => one.kind === kind && (one.upToFen === undefined || amountFen <= one.upToFen),
  )
  if (!line) throw approvalErrors.noAuthority(kind, amountFen)
  return line
}
