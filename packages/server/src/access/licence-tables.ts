/** The tables of the licence. */
export interface LicenceTables {
  /** A seat is held while it is not freed and was used of late; the row stays, for the meter. */
  licence_seat: {
    bank_id: string
    staff_id: string
    taken_at: string
    last_seen_on: string
    freed_at: string | null
    freed_by: string | null
  }
  /** The latest moment ever seen, under the newest licence there has been. */
  licence_clock: { bank_id: string; seen_at: string; licence_id: string; issued_on: string }
  /** `seats`: people who worked on that day. `calls.<room>`: calls of that room. */
  licence_meter: { bank_id: string; day: string; subject: string; amount: number }
}
