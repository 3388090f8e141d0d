import type { LocalDate, Reason } from '../../kit/index.ts'
import { because } from '../../kit/index.ts'
import { overlap } from '../relationships/tie.ts'
import type { HouseholdMember, HouseholdRole } from './household.ts'

/** That somebody belongs to a household, as its rules read it. */
export type Membership = Pick<HouseholdMember, 'role' | 'fromOn' | 'toOn'> & {
  readonly householdId: string
  readonly customerId: string
}

/** Who is to belong to each household from a day on; a household that nobody belongs to has ended. */
export type WantedHouseholds = ReadonlyMap<string, ReadonlyMap<string, HouseholdRole>>

/** What is about to be made of households. */
export interface HouseholdPlan {
  readonly on: LocalDate
  readonly wanted: WantedHouseholds
  /** Every membership there ever was, of these households and of everybody who is to belong to them. */
  readonly memberships: readonly Membership[]
  /** Who of them is a firm. */
  readonly firms: ReadonlySet<string>
}

/** Which memberships end on the day, begin on it, or had only begun on it and never were. */
export interface HouseholdChange {
  readonly ended: readonly Membership[]
  readonly begun: readonly Membership[]
  readonly dropped: readonly Membership[]
}

/** The change that brings a plan about, and every reason against it; where there are any, nothing is to be done. */
export function planHousehold(plan: HouseholdPlan): {
  readonly change: HouseholdChange
  readonly faults: readonly Reason[]
} {
  const change = changeOf(plan)
  return { change, faults: faultsOf(plan, change) }
}

const isOpen = ({ toOn }: Membership): boolean => toOn === undefined

function changeOf({ on, wanted, memberships }: HouseholdPlan): HouseholdChange {
  const open = memberships.filter((one) => isOpen(one) && wanted.has(one.householdId))
  const stays = ({ householdId, customerId, role }: Membership) =>
    wanted.get(householdId)?.get(customerId) === role
  const kept = new Set(
    open.filter(stays).map(({ householdId, customerId }) => `${householdId} ${customerId}`),
  )
  const leaving = open.filter((one) => !stays(one))
  const begun = [...wanted].flatMap(([householdId, members]) =>
    [...members]
      .filter(([customerId]) => !kept.has(`${householdId} ${customerId}`))
      .map(([customerId, role]): Membership => ({ householdId, customerId, role, fromOn: on })),
  )
  return {
    ended: leaving.filter(({ fromOn }) => fromOn !== on).map((one) => ({ ...one, toOn: on })),
    dropped: leaving.filter(({ fromOn }) => fromOn === on),
    begun,
  }
}

/** Memberships as they are once a change is made. */
export function applyHouseholdChange(
  memberships: readonly Membership[],
  { ended, begun, dropped }: HouseholdChange,
): readonly Membership[] {
  const isSame = (a: Membership, b: Membership) =>
    a.householdId === b.householdId && a.customerId === b.customerId && a.fromOn === b.fromOn
  return [
    ...memberships
      .filter((one) => !(isOpen(one) && dropped.some((gone) => isSame(gone, one))))
      .map((one) => (isOpen(one) && ended.find((over) => isSame(over, one))) || one),
    ...begun,
  ]
}

function faultsOf(
  { on, wanted, memberships, firms }: HouseholdPlan,
  change: HouseholdChange,
): readonly Reason[] {
  const faults: Reason[] = []
  const groups = [...wanted.values()].filter((members) => members.size > 0)
  if (groups.some((members) => [...members.keys()].some((one) => firms.has(one))))
    faults.push(because('household.firm'))
  const heads = (members: ReadonlyMap<string, HouseholdRole>) =>
    [...members.values()].filter((role) => role === 'head').length
  // What a source told without a head may go on without one.
  const isHeadless = (householdId: string) => {
    const now = memberships.filter((one) => isOpen(one) && one.householdId === householdId)
    return now.length > 0 && now.every(({ role }) => role !== 'head')
  }
  const unled = [...wanted].some(
    ([id, members]) =>
      members.size > 0 && heads(members) !== 1 && !(heads(members) === 0 && isHeadless(id)),
  )
  if (unled) faults.push(because('household.one_head'))
  const isLater = ({ householdId, fromOn, toOn }: Membership) =>
    wanted.has(householdId) &&
    ((fromOn !== undefined && fromOn > on) || (toOn !== undefined && toOn > on))
  if (memberships.some(isLater)) faults.push(because('household.later_history', { on }))
  const after = applyHouseholdChange(memberships, change)
  const twice = change.begun.some(
    (one) =>
      after.filter((other) => other.customerId === one.customerId && overlap(one, other)).length >
      1,
  )
  if (twice) faults.push(because('household.in_another'))
  return faults
}
