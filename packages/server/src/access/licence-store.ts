import {
  type Instant,
  type Licence,
  type LocalDate,
  type Page,
  type Seat,
  type SeatDecision,
  type StaffId,
  seatDecision,
  seatsSince,
} from '@crm/core'
import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import type { ReadSession, WriteSession } from '../kit/session.ts'

/** The latest moment a bank's servers have seen, and the day that it was there. */
export interface ClockReading {
  readonly seenAt: Instant
  readonly day: LocalDate
}

/**
 * Put a moment on record and read the latest there has been. A licence of a later issue starts anew:
 * that is how a vendor helps a bank whose clock once ran far ahead.
 */
export async function readClock(
  tx: Transaction<Database>,
  { bankId, id, issuedOn }: Licence,
  now: Instant,
): Promise<ClockReading> {
  const { rows } = await sql<{ seen_at: string }>`
    insert into licence_clock as held (bank_id, seen_at, licence_id, issued_on)
    values (${bankId}, ${now}::timestamptz, ${id}, ${issuedOn}::date)
    on conflict (bank_id) do update set
      seen_at = case when excluded.issued_on > held.issued_on then excluded.seen_at
        else greatest(held.seen_at, excluded.seen_at) end,
      licence_id = case when excluded.issued_on > held.issued_on then excluded.licence_id
        else held.licence_id end,
      issued_on = greatest(held.issued_on, excluded.issued_on)
    returning seen_at`.execute(tx)
  const seenAt = rows[0]!.seen_at as Instant
  return { seenAt, day: await dayAt(tx, bankId, seenAt) }
}

/** The calendar day that it is at a bank at a moment. */
export async function dayAt(db: Kysely<Database>, bankId: string, at: Instant): Promise<LocalDate> {
  const { day } = await db
    .selectFrom('bank')
    .select(sql<string>`(${at}::timestamptz at time zone bank.time_zone)::date`.as('day'))
    .where('bank_id', '=', bankId)
    .executeTakeFirstOrThrow()
  return day as LocalDate
}

/** Add to the meter of a day. */
export async function addToMeter(
  tx: Transaction<Database>,
  bankId: string,
  day: LocalDate,
  amounts: Readonly<Record<string, number>>,
): Promise<void> {
  const rows = Object.entries(amounts).map(([subject, amount]) => ({
    bank_id: bankId,
    day,
    subject,
    amount,
  }))
  if (rows.length === 0) return
  await tx
    .insertInto('licence_meter')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['bank_id', 'day', 'subject']).doUpdateSet({
        amount: sql<number>`licence_meter.amount + excluded.amount`,
      }),
    )
    .execute()
}

/** What is asked when somebody comes for the first time, or again after a minute. */
export interface SeatAsked {
  readonly staffId: StaffId
  readonly day: LocalDate
  readonly now: Instant
}

const heldSeats = (db: Kysely<Database>, bankId: string, day: LocalDate) =>
  db
    .selectFrom('licence_seat')
    .where('licence_seat.bank_id', '=', bankId)
    .where('freed_at', 'is', null)
    .where('last_seen_on', '>=', seatsSince(day))

/** Does this person hold a seat, and was it used today already? Reads only. */
export async function holdsSeatToday(
  db: Kysely<Database>,
  bankId: string,
  { staffId, day }: SeatAsked,
): Promise<boolean> {
  const found = await heldSeats(db, bankId, day)
    .select('last_seen_on')
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  return found !== undefined && found.last_seen_on >= day
}

/** How many people hold a seat. */
export async function countSeats(
  db: Kysely<Database>,
  bankId: string,
  day: LocalDate,
): Promise<number> {
  const { taken } = await heldSeats(db, bankId, day)
    .select((of) => of.fn.countAll<number>().as('taken'))
    .executeTakeFirstOrThrow()
  return Number(taken)
}

/**
 * Take a seat, or use the one that is held. One at a time for a bank, by a lock on the row of its
 * clock: fifty people who come at once cannot take more than there are.
 */
export async function takeSeat(
  tx: Transaction<Database>,
  licence: Licence,
  { staffId, day, now }: SeatAsked,
): Promise<SeatDecision> {
  const { bankId } = licence
  await tx
    .selectFrom('licence_clock')
    .select('seen_at')
    .where('bank_id', '=', bankId)
    .forUpdate()
    .execute()
  const row = await tx
    .selectFrom('licence_seat')
    .select(['last_seen_on', 'freed_at'])
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  const taken = await countSeats(tx, bankId, day)
  const isHeld = row !== undefined && !row.freed_at && row.last_seen_on >= seatsSince(day)
  const decided = seatDecision(isHeld ? taken - 1 : taken, licence)
  if (!isHeld && decided.decision === 'refused') return decided
  await tx
    .insertInto('licence_seat')
    .values({ bank_id: bankId, staff_id: staffId, taken_at: now, last_seen_on: day })
    .onConflict((conflict) =>
      conflict.columns(['bank_id', 'staff_id']).doUpdateSet({
        last_seen_on: day,
        ...(!isHeld && { taken_at: now, freed_at: null, freed_by: null }),
      }),
    )
    .execute()
  // Counted once a day, also for who lost the seat meanwhile and took another.
  if (row === undefined || row.last_seen_on < day) await addToMeter(tx, bankId, day, { seats: 1 })
  // Who holds a seat keeps it, when a smaller licence comes.
  return decided.decision === 'refused' ? { ...decided, decision: 'soft' } : decided
}

const seatColumns = [
  'licence_seat.staff_id',
  'licence_seat.taken_at',
  'licence_seat.last_seen_on',
] as const

const toSeat = (row: {
  staff_id: string
  name: string | null
  taken_at: string
  last_seen_on: string
}): Seat => ({
  staffId: row.staff_id as StaffId,
  name: row.name ?? row.staff_id,
  takenAt: row.taken_at as Instant,
  lastSeenOn: row.last_seen_on as LocalDate,
})

const seatsWithNames = (session: ReadSession, day: LocalDate) =>
  heldSeats(session.db, session.bankId, day)
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.bank_id', '=', 'licence_seat.bank_id')
        .onRef('staff.staff_id', '=', 'licence_seat.staff_id'),
    )
    .select(seatColumns)
    .select('staff.name')

/** Who holds a seat, who was longest away first: the seats to free are at the top. */
export async function listSeats(
  session: ReadSession,
  limit: number,
  cursor?: string,
): Promise<Page<Seat>> {
  const after = readCursor(session, cursor, 'day', 'text')
  const day = await dayAt(session.db, session.bankId, session.ports.now())
  const rows = await seatsWithNames(session, day)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(licence_seat.last_seen_on, licence_seat.staff_id) >
          (${after?.[0]}::date, ${after?.[1]})`,
      ),
    )
    .orderBy('licence_seat.last_seen_on')
    .orderBy('licence_seat.staff_id')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, toSeat, (row) => cursorOf(session, row.last_seen_on, row.staff_id))
}

/** Free a seat; who is at work takes one again with the next call. Nothing, where none is held. */
export async function freeSeat(session: WriteSession, staffId: StaffId): Promise<Seat | undefined> {
  const { db, bankId, ports, caller } = session
  const now = ports.now()
  const day = await dayAt(db, bankId, now)
  const row = await seatsWithNames(session, day)
    .where('licence_seat.staff_id', '=', staffId)
    .executeTakeFirst()
  if (!row) return undefined
  const freed = await db
    .updateTable('licence_seat')
    .set({ freed_at: now, freed_by: caller.staffId })
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', staffId)
    .where('freed_at', 'is', null)
    .executeTakeFirst()
  return freed.numUpdatedRows === 1n ? toSeat(row) : undefined
}
