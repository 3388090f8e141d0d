import type { LocalDate, Reason } from '../../kit/index.ts'
import { because } from '../../kit/index.ts'
import { holdsOn, isKin, isMutual, overlap, type Tie } from './tie.ts'

/** What the rules have to know of a party. */
export interface Party {
  readonly kind: 'person' | 'firm'
  readonly bornOn?: LocalDate | undefined
}

/** The two parties of a relationship; who is no customer is a person or firm by what they are said to be. */
export interface Parties {
  readonly from: Party
  readonly to: Party
}

const WHOLE = 10_000
const ofFirms: ReadonlySet<string> = new Set(['owner', 'controller', 'legal-representative'])
const ofPersons: ReadonlySet<string> = new Set(['legal-representative', 'controller'])
const guarantees: ReadonlySet<string> = new Set(['guarantor', 'joint-liability'])

const touches = (tie: Tie, a: string, b: string): boolean =>
  (tie.from === a && tie.to === b) || (tie.from === b && tie.to === a)

const isSame = (a: Tie, b: Tie): boolean =>
  a.kind === b.kind &&
  (isMutual(a.kind) ? touches(a, b.from, b.to) : a.from === b.from && a.to === b.to)

/** Whether two kinships of the same two people can both be true; a `relative` says nothing more. */
const contradicts = (a: Tie, b: Tie): boolean =>
  isKin(a.kind) &&
  isKin(b.kind) &&
  a.kind !== 'relative' &&
  b.kind !== 'relative' &&
  touches(a, b.from, b.to)

/**
 * What is wrong with a new relationship beside those there are: nothing, or every reason against it.
 * `around` holds those of either party, and of all forebears where it is one of parents.
 */
export function checkRelationship(
  tie: Tie,
  parties: Parties,
  around: readonly Tie[],
): readonly Reason[] {
  const others = around.filter((one) => one.id !== tie.id && overlap(one, tie))
  return [
    ...faultsOfShape(tie, parties),
    ...faultsBeside(tie, others),
    ...faultsOfShares(tie, others),
  ]
}

function faultsOfShape(tie: Tie, { from, to }: Parties): readonly Reason[] {
  const { kind, fromOn, toOn, shareBp, amountFen } = tie
  const faults: Reason[] = []
  if (tie.from === tie.to) faults.push(because('relationship.self'))
  if (fromOn !== undefined && toOn !== undefined && toOn <= fromOn)
    faults.push(because('relationship.days_reversed', { fromOn, toOn }))
  if (isKin(kind) && (from.kind === 'firm' || to.kind === 'firm'))
    faults.push(because('relationship.kin_of_firm'))
  if (ofFirms.has(kind) && to.kind !== 'firm') faults.push(because('relationship.needs_firm'))
  if (ofPersons.has(kind) && from.kind !== 'person')
    faults.push(because('relationship.needs_person'))
  if (kind === 'owner' && shareBp === undefined) faults.push(because('relationship.share_missing'))
  if (kind !== 'owner' && shareBp !== undefined) faults.push(because('relationship.share_unasked'))
  if (!guarantees.has(kind) && amountFen !== undefined)
    faults.push(because('relationship.amount_unasked'))
  const older = kind === 'parent' || kind === 'grandparent'
  if (older && from.bornOn !== undefined && to.bornOn !== undefined && from.bornOn >= to.bornOn)
    faults.push(because('relationship.parent_younger'))
  return faults
}

function faultsBeside(tie: Tie, others: readonly Tie[]): readonly Reason[] {
  const faults: Reason[] = []
  if (others.some((one) => isSame(one, tie))) faults.push(because('relationship.duplicate'))
  else if (others.some((one) => contradicts(one, tie)))
    faults.push(because('relationship.contradicts'))
  const marries = (one: Tie) =>
    one.kind === 'spouse' &&
    !touches(one, tie.from, tie.to) &&
    [one.from, one.to].some((end) => end === tie.from || end === tie.to)
  if (tie.kind === 'spouse' && others.some(marries))
    faults.push(because('relationship.second_spouse'))
  if (tie.kind === 'legal-representative' && others.some((one) => represents(one, tie)))
    faults.push(because('relationship.second_representative'))
  if (tie.kind === 'parent' && isForebear(tie.to, tie.from, others))
    faults.push(because('relationship.own_forebear'))
  return faults
}

const represents = (one: Tie, tie: Tie): boolean =>
  one.kind === 'legal-representative' && one.to === tie.to && one.from !== tie.from

/** Is somebody a parent, a parent's parent, and so on, of another? */
function isForebear(elder: string, of: string, ties: readonly Tie[]): boolean {
  const parents = new Map<string, string[]>()
  for (const { kind, from, to } of ties)
    if (kind === 'parent') parents.set(to, [...(parents.get(to) ?? []), from])
  const seen = new Set([of])
  const open = [of]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const parent of parents.get(one) ?? []) {
      if (parent === elder) return true
      if (!seen.has(parent)) open.push(parent)
      seen.add(parent)
    }
  return false
}

/** On no day do the owners of a firm have more than the whole of it. */
function faultsOfShares(tie: Tie, others: readonly Tie[]): readonly Reason[] {
  if (tie.kind !== 'owner' || tie.shareBp === undefined) return []
  const owners = others.filter(({ kind, to }) => kind === 'owner' && to === tie.to)
  const first = '0001-01-01' as LocalDate
  const begins = [tie, ...owners]
    .map(({ fromOn }) => fromOn ?? first)
    .filter((day) => holdsOn(tie, day))
  const worst = Math.max(
    ...begins.map((day) =>
      owners
        .filter((one) => holdsOn(one, day))
        .reduce((sum, { shareBp = 0 }) => sum + shareBp, tie.shareBp ?? 0),
    ),
  )
  return worst > WHOLE ? [because('relationship.shares_exceed', { sumBp: worst })] : []
}
