import { type Caller, may, type Owner, ownersOn, type StaffId } from '../access/index.ts'
import { because, type LocalDate, type Reason } from '../kit/index.ts'
import type { Share } from './ownership.ts'

const WHOLE = 10_000

/** Whose book a customer was in from a day on, until the next; absent: nobody's. */
export interface BookPlace {
  readonly fromOn: LocalDate
  readonly managerId?: StaffId
}

/**
 * Everybody who looked after a customer, day by day: by their shares where any were made, on every other
 * day wholly by the manager whose book the customer was in. On days of nobody's book there is nobody.
 */
export function ownersByDay(
  places: readonly BookPlace[],
  shares: readonly Owner[],
): readonly Owner[] {
  const turns = [...places].sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  const held = turns.flatMap(({ fromOn, managerId }, at) => {
    if (managerId === undefined) return []
    return freeSpans(fromOn, turns[at + 1]?.fromOn, shares).map(
      (span): Owner => ({ staffId: managerId, shareBp: WHOLE, ...span }),
    )
  })
  return joined([...shares, ...held])
}

type Span = Pick<Owner, 'fromOn' | 'toOn'>
const isBefore = (day: LocalDate, end: LocalDate | undefined): boolean =>
  end === undefined || day < end

/** The parts of a time in which nobody has a share. */
function freeSpans(
  fromOn: LocalDate,
  toOn: LocalDate | undefined,
  shares: readonly Owner[],
): readonly Span[] {
  const days = [fromOn, ...shares.flatMap((one) => [one.fromOn, ...(one.toOn ? [one.toOn] : [])])]
  const cuts = [...new Set(days)].filter((day) => day >= fromOn && isBefore(day, toOn)).sort()
  return cuts.flatMap((from, at): Span[] => {
    const end = cuts[at + 1] ?? toOn
    if (ownersOn(shares, from).length > 0) return []
    return [{ fromOn: from, ...(end !== undefined && { toOn: end }) }]
  })
}

/** One row for what goes on unchanged from one turn to the next. */
function joined(owners: readonly Owner[]): readonly Owner[] {
  const sorted = [...owners].sort((a, b) =>
    a.fromOn < b.fromOn ? -1 : a.fromOn > b.fromOn ? 1 : 0,
  )
  const out: Owner[] = []
  for (const owner of sorted) {
    const at = out.findIndex(
      ({ staffId, shareBp, toOn }) =>
        staffId === owner.staffId && shareBp === owner.shareBp && toOn === owner.fromOn,
    )
    if (at < 0) out.push(owner)
    else {
      const { toOn: _ended, ...before } = out[at]!
      out[at] = { ...before, ...(owner.toOn !== undefined && { toOn: owner.toOn }) }
    }
  }
  return out
}

/** The shares of a day. */
export const sharesOn = (owners: readonly Owner[], day: LocalDate): readonly Share[] =>
  ownersOn(owners, day).map(({ staffId, shareBp }) => ({ staffId, shareBp }))

/**
 * From a day on these have it, whatever was to be then and after; the days before stay as they were.
 * Twice on one day, the last counts.
 */
export function shareOut(
  owners: readonly Owner[],
  shares: readonly Share[],
  fromOn: LocalDate,
): readonly Owner[] {
  const before = owners
    .filter((owner) => owner.fromOn < fromOn)
    .map((owner) => (isBefore(fromOn, owner.toOn) ? { ...owner, toOn: fromOn } : owner))
  return [...before, ...shares.map((share) => ({ ...share, fromOn }))]
}

/** Who has the customer in their book: who has most; of several with as much, who had it already. */
export function mainOwner(shares: readonly Share[], before?: StaffId): StaffId | undefined {
  const most = Math.max(0, ...shares.map(({ shareBp }) => shareBp))
  const first = shares.filter(({ shareBp }) => shareBp === most)
  return (first.find(({ staffId }) => staffId === before) ?? first[0])?.staffId
}

/** One person's share goes to another, who may have one already; nobody's customer goes wholly. */
export function passOn(
  shares: readonly Share[],
  fromId: StaffId | undefined,
  toId: StaffId,
): readonly Share[] {
  if (shares.length === 0) return [{ staffId: toId, shareBp: WHOLE }]
  const given = shares.find(({ staffId }) => staffId === fromId)
  if (!given || fromId === toId) return shares
  const shareBp = given.shareBp + (shares.find(({ staffId }) => staffId === toId)?.shareBp ?? 0)
  return shares.flatMap((share) => {
    if (share.staffId === toId) return []
    return share.staffId === fromId ? [{ staffId: toId, shareBp }] : [share]
  })
}

/** What has to be known to tell whether a change of owners is the caller's own to make. */
export interface ShareFacts {
  readonly caller: Pick<Caller, 'staffId' | 'branchIds' | 'roles'>
  /** Whose share is given; absent of a customer whom nobody looks after. */
  readonly giverId?: StaffId | undefined
  /** The customer's office, and the offices of those who are to have shares. */
  readonly branchIds: readonly string[]
}

/**
 * Why others have to agree first: somebody else's customer, or an office that is not the caller's. What is
 * their own people give away themselves; a head of branch moves those of the branch.
 */
export function asksAgreement({ caller, giverId, branchIds }: ShareFacts): Reason | undefined {
  const away = branchIds.find((id) => !(caller.branchIds as readonly string[]).includes(id))
  if (away !== undefined) return because('ownership.other_office', { branch: away })
  if (giverId === caller.staffId || may(caller, 'ownership:assign')) return undefined
  return because('ownership.not_yours', { giver: giverId ?? '' })
}
