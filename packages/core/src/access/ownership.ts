import * as z from 'zod/mini'
import { LocalDate } from '../kit/index.ts'
import { accessErrors } from './errors.ts'
import { StaffId } from './staff.ts'

/** Somebody's share in looking after a customer, for a time. */
export const Owner = z.strictObject({
  staffId: StaffId,
  /** In basis points: 10,000 is the whole. */
  shareBp: z.int().check(z.minimum(1), z.maximum(10_000)),
  fromOn: LocalDate,
  /** The first day on which it is no longer theirs; absent while it goes on. */
  toOn: z.optional(LocalDate),
})
export interface Owner extends z.infer<typeof Owner> {}

const WHOLE = 10_000

/** Who looks after the customer on a day. */
export const ownersOn = (owners: readonly Owner[], day: LocalDate): readonly Owner[] =>
  owners.filter(({ fromOn, toOn }) => fromOn <= day && (toOn === undefined || day < toOn))

/**
 * Hold shares to what they must be: on every day on which anybody has one, they add up to the whole,
 * and nobody has two.
 *
 * @throws `access.shares_unsound` naming the day and the sum
 */
export function checkOwners(owners: readonly Owner[]): readonly Owner[] {
  for (const { fromOn, toOn } of owners)
    if (toOn !== undefined && toOn <= fromOn) throw accessErrors.sharesUnsound(fromOn, 0)
  // Shares change only on these days; what holds on each of them holds on all between.
  const days = new Set(owners.flatMap(({ fromOn, toOn }) => (toOn ? [fromOn, toOn] : [fromOn])))
  for (const day of [...days].sort()) {
    const now = ownersOn(owners, day)
    if (now.length === 0) continue
    const sum = now.reduce((total, { shareBp }) => total + shareBp, 0)
    const people = new Set(now.map(({ staffId }) => staffId))
    if (sum !== WHOLE || people.size !== now.length) throw accessErrors.sharesUnsound(day, sum)
  }
  return owners
}
