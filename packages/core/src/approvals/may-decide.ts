import type { Caller, Role } from '../access/index.ts'
import { because, type Reason } from '../kit/index.ts'
import type { Approval } from './approval.ts'
import type { AuthorityLine } from './authority.ts'
import type { Delegation } from './delegation.ts'

/** What has to be known to let somebody decide; all of it read in the transaction that saves. */
export interface DecisionFacts {
  readonly decider: Pick<Caller, 'staffId' | 'personId' | 'branchIds' | 'roles'>
  /** Natural persons who have decided already. */
  readonly decidedBy: readonly string[]
  /** In force today, with the persons on both sides and the roles of who delegated. */
  readonly delegations: readonly (Pick<Delegation, 'fromId' | 'toId'> & {
    readonly fromPersonId: string
    readonly fromRoles: readonly Role[]
    readonly toPersonId: string
  })[]
  /** Natural persons who must keep out of this subject: relatives, owners, guarantors. */
  readonly recused: readonly string[]
  /** The office of who made it: nobody decides for an office above their own. */
  readonly makerBranchId: string
  /** The authority over the request with all that the same maker asked for the same subject in 24 h. */
  readonly authority: AuthorityLine
}

/** May they decide, and if not why. */
export interface Verdict {
  readonly may: boolean
  /** Every reason against it. */
  readonly reasons: readonly Reason[]
  /** Whose authority they use, where it is not their own. */
  readonly onBehalfOf?: string
}

/**
 * Four eyes of two persons, whatever accounts, delegations and roles they have: never the maker, never
 * who acts for the maker, nobody twice, nobody from below, nobody with an interest, and only with
 * authority over the whole amount.
 */
export function mayDecide(approval: Approval, facts: DecisionFacts): Verdict {
  const { decider, delegations, authority } = facts
  const reasons: Reason[] = []
  const no = (code: string, more: Reason['facts'] = {}) => void reasons.push(because(code, more))

  if (approval.status !== 'pending') no('approval.not_pending', { status: approval.status })
  if (decider.personId === approval.makerPersonId) no('approval.own_request')
  if (isTied(approval, facts)) no('approval.acts_for_maker')
  if (facts.decidedBy.includes(decider.personId)) no('approval.decided_before')
  if (facts.recused.includes(decider.personId)) no('approval.recused')
  const within = (branchId: string) => (decider.branchIds as readonly string[]).includes(branchId)
  if (!within(approval.branchId)) no('approval.other_office', { branch: approval.branchId })
  if (!within(facts.makerBranchId)) no('approval.from_below', { branch: facts.makerBranchId })

  const has = (roles: readonly Role[]) => authority.roles.some((role) => roles.includes(role))
  const lent = delegations.find(
    ({ toId, fromRoles, fromPersonId }) =>
      toId === decider.staffId &&
      has(fromRoles) &&
      fromPersonId !== approval.makerPersonId &&
      !facts.recused.includes(fromPersonId) &&
      !facts.decidedBy.includes(fromPersonId),
  )
  if (!has(decider.roles) && !lent)
    no('approval.no_authority', { kind: approval.kind, roles: authority.roles.join(' ') })
  return {
    may: reasons.length === 0,
    reasons,
    ...(!has(decider.roles) && lent && { onBehalfOf: lent.fromId }),
  }
}

/** Does either of the two persons act in the other's place, from whichever of their accounts? */
const isTied = (
  { makerPersonId }: Approval,
  { decider: { personId }, delegations }: DecisionFacts,
): boolean =>
  delegations.some(
    ({ fromPersonId: from, toPersonId: to }) =>
      (to === personId && from === makerPersonId) || (to === makerPersonId && from === personId),
  )
