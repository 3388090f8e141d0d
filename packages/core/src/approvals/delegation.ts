import * as z from 'zod/mini'
import { StaffId } from '../access/index.ts'
import { id, LocalDate } from '../kit/index.ts'
import { approvalErrors } from './errors.ts'

export const DelegationId = id('dlg', 'DelegationId')
export type DelegationId = z.infer<typeof DelegationId>

/** Somebody decides in another's place for a time: a holiday, an illness. */
export const Delegation = z.strictObject({
  id: DelegationId,
  fromId: StaffId,
  toId: StaffId,
  fromOn: LocalDate,
  /** The last day of it. */
  toOn: LocalDate,
})
export interface Delegation extends z.infer<typeof Delegation> {}

/** Those in force on a day. */
export const delegationsOn = (
  delegations: readonly Delegation[],
  day: LocalDate,
): readonly Delegation[] => delegations.filter(({ fromOn, toOn }) => fromOn <= day && day <= toOn)

const overlap = (a: Delegation, b: Delegation): boolean => a.fromOn <= b.toOn && b.fromOn <= a.toOn

/**
 * Hold a new delegation to the others: it begins before it ends, is to somebody else, and makes no
 * circle with those that run at the same time. What was received cannot be passed on, so authority is
 * never further than one step from who holds it.
 *
 * @throws `approval.delegation_unsound`
 */
export function checkDelegation(fresh: Delegation, others: readonly Delegation[]): Delegation {
  const refuse = (why: string) => approvalErrors.delegationUnsound(why)
  if (fresh.toOn < fresh.fromOn) throw refuse('it ends before it begins')
  if (fresh.fromId === fresh.toId) throw refuse('it is to oneself')
  const near = others.filter((other) => overlap(other, fresh))
  const reached = new Set<string>([fresh.toId])
  for (let grown = true; grown; ) {
    grown = false
    for (const { fromId, toId } of near) {
      if (!reached.has(fromId) || reached.has(toId)) continue
      reached.add(toId)
      grown = true
    }
  }
  if (reached.has(fresh.fromId)) throw refuse('it makes a circle')
  if (near.some(({ toId }) => toId === fresh.fromId)) throw refuse('what was received is passed on')
  if (near.some(({ fromId }) => fromId === fresh.toId))
    throw refuse('who receives it has passed on their own')
  if (near.some(({ fromId }) => fromId === fresh.fromId)) throw refuse('there is one already')
  return fresh
}
