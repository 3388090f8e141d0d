import * as z from 'zod/mini'
import { addDays } from '../kit/days.ts'
import { because, Instant, LocalDate, type Reason } from '../kit/index.ts'
import type { Licence } from './licence.ts'
import { StaffId } from './staff.ts'

/** One named person who counts against the licence. */
export const Seat = z.strictObject({
  staffId: StaffId,
  name: z.string(),
  takenAt: Instant,
  lastSeenOn: LocalDate,
})
export interface Seat extends z.infer<typeof Seat> {}

/** Whether one more person may take a seat. */
export interface SeatDecision {
  /** `soft`: yes, but beyond what was bought. */
  readonly decision: 'ok' | 'soft' | 'refused'
  readonly reason: Reason
}

/** Without use, a seat is free again after so many days. */
export const SEAT_IDLE_DAYS = 90

/** The last day of use that still keeps a seat: who was not seen since has lost it. */
export const seatsSince = (asOf: LocalDate): LocalDate => addDays(asOf, -SEAT_IDLE_DAYS)

/** How many people may hold a seat at most, the overrun included; a broken seat is none. */
export const mostSeats = ({ seats }: Pick<Licence, 'seats'>): number =>
  seats.named + Math.floor((seats.named * seats.overrunPercent) / 100)

/** May somebody who holds no seat take one, when so many are taken by others? */
export function seatDecision(seatsTaken: number, licence: Pick<Licence, 'seats'>): SeatDecision {
  const most = mostSeats(licence)
  const facts = { taken: seatsTaken, named: licence.seats.named, most }
  if (seatsTaken < licence.seats.named)
    return { decision: 'ok', reason: because('seat.free', facts) }
  if (seatsTaken < most) return { decision: 'soft', reason: because('seat.overrun', facts) }
  return { decision: 'refused', reason: because('seat.refused', facts) }
}
