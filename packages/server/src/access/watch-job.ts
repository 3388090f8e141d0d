import {
  type BankId,
  type Instant,
  judgeShift,
  type LocalDate,
  type SecurityAlert,
  type Shift,
  type StaffId,
  type WatchSettings,
} from '@crm/core'
import { sql } from 'kysely'
import type { Store } from '../kit/store/store.ts'

/** What the watch is asked. */
export interface WatchJob {
  readonly bankId: BankId
  /** The day to look at; today's is looked at again and again as it grows. */
  readonly day: LocalDate
  readonly now: Instant
  readonly settings?: WatchSettings
  /** When branches are open, in hours of the bank's own clock. */
  readonly open?: { readonly from: number; readonly to: number }
  /** Customers the bank watches over: those whom everybody knows, and its own people. */
  readonly watched?: readonly string[]
  /** Told of each alert that is new: the bank's SIEM, a screen, a phone. */
  readonly onAlert?: (alert: SecurityAlert) => Promise<void> | void
}

/** Days whose shifts are compared. */
const PEER_DAYS = 30
/** A month of a whole bank is read. */
const DEADLINE_MS = 60_000

/**
 * Count who read whom from the audit, compare each shift with its peers, and keep what stands out. Run
 * it every minute for today and once more at night. The same suspicion of a day is told once.
 *
 * @returns the alerts that are new
 */
export const watchAudit = async (store: Store, job: WatchJob): Promise<readonly SecurityAlert[]> =>
  (await watchDay(store, job)).alerts

/**
 * The same, with the shifts of the days before for the next look. Whoever has them from the last look
 * gives them back as `before`: then the day alone is read, not a month of the whole bank.
 */
export async function watchDay(
  store: Store,
  job: WatchJob,
  before?: readonly Shift[],
): Promise<{ readonly alerts: readonly SecurityAlert[]; readonly before: readonly Shift[] }> {
  const read = await readShifts(store, job, before ? 0 : PEER_DAYS)
  const shifts = [...(before ?? []), ...read]
  const fresh: SecurityAlert[] = []
  for (const shift of shifts) {
    if (shift.day !== job.day) continue
    const peers = shifts.filter((other) => other.role === shift.role && other !== shift)
    for (const { kind, reasons } of judgeShift(shift, peers, job.settings)) {
      const alert: SecurityAlert = {
        id: `sec_${job.day.replaceAll('-', '')}_${shift.staffId}_${kind}`,
        kind,
        staffId: shift.staffId as StaffId,
        day: job.day,
        reasons: [...reasons],
        at: job.now,
      }
      if (!(await keep(store, job.bankId, alert))) continue
      await job.onAlert?.(alert)
      fresh.push(alert)
    }
  }
  return { alerts: fresh, before: shifts.filter((shift) => shift.day < job.day) }
}

async function keep(store: Store, bankId: BankId, alert: SecurityAlert): Promise<boolean> {
  const kept = await store.db
    .insertInto('security_alert')
    .values({
      bank_id: bankId,
      alert_id: alert.id,
      kind: alert.kind,
      actor_id: alert.staffId,
      day: alert.day,
      facts: JSON.stringify(alert.reasons),
      at: alert.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return kept.numInsertedOrUpdatedRows === 1n
}

/**
 * One row for each person and day. Whom a list showed counts among those seen; only who was opened can be
 * somebody's curiosity. A customer is related to who read them when they are in that
 * person's book, when money moved on an account of theirs that day or the next, or when the person closed
 * something of theirs; and, while the day's files are not in, when the person said what for.
 */
async function readShifts(
  store: Store,
  { bankId, day, open = { from: 7, to: 20 }, watched = [] }: WatchJob,
  daysBefore: number,
): Promise<Shift[]> {
  const query = sql<ShiftRow>`
    with reads as (
      select e.actor_id, seen.customer_id, seen.opened, e.roles ->> 0 as role, e.purpose,
        (e.at at time zone b.time_zone) as local
      from audit_event as e
      join bank as b on b.bank_id = e.bank_id
      cross join lateral (
        select e.customer_id, true as opened where e.customer_id is not null
        union all
        select listed, false from jsonb_array_elements_text(e.customer_ids) as listed
      ) as seen
      where e.bank_id = ${bankId} and e.decision = 'allowed'
        and e.actor_id <> 'system' and jsonb_array_length(e.field_names) > 0
        and e.at >= (${day}::date - ${daysBefore}::int)::timestamp at time zone b.time_zone
        and e.at < (${day}::date + 1)::timestamp at time zone b.time_zone
    ), pairs as (
      select actor_id, local::date as day, customer_id, min(role) as role, min(local) as first,
        bool_or(purpose <> '') as told, bool_or(opened) as opened, count(*) filter (where opened and (
          extract(hour from local) < ${open.from} or extract(hour from local) >= ${open.to})
        )::int as off_hours
      from reads group by actor_id, local::date, customer_id
    ), judged as (
      select p.*, p.day <= b.business_date as settled, c.village,
        left(c.name, 1) = left(s.name, 1) as same_name, (
        c.manager_id = p.actor_id
        or exists (select 1 from movement as m where m.bank_id = ${bankId}
          and m.customer_id = p.customer_id and m.booked_on between p.day and p.day + 1)
        or exists (select 1 from reminder as r where r.bank_id = ${bankId}
          and r.customer_id = p.customer_id and r.closed_by = p.actor_id)
        or (p.told and p.day > b.business_date)
      ) as related
      from pairs as p
      join bank as b on b.bank_id = ${bankId}
      left join customer as c on c.bank_id = ${bankId} and c.customer_id = p.customer_id
      left join staff as s on s.bank_id = ${bankId} and s.staff_id = p.actor_id
    ), strange as (
      select actor_id, day, same_name, off_hours,
        count(*) over (partition by actor_id, day order by first
          range between interval '30 minutes' preceding and current row) as in_a_row,
        case when village is null then 1
          else count(*) over (partition by actor_id, day, village) end as same_place,
        ${lookedBefore(bankId, day)} as again, customer_id = any(${watched}::text[]) as watched
      from judged as p where opened and related is not true
    ), traces as (
      select actor_id, day, count(*)::int as unrelated, max(in_a_row)::int as in_a_row,
        count(*) filter (where same_name)::int as same_name, max(same_place)::int as same_place,
        count(*) filter (where again)::int as again, count(*) filter (where watched)::int as watched,
        count(*) filter (where off_hours > 0)::int as at_night
      from strange group by actor_id, day
    ), whole as (
      select actor_id, day, min(role) as role, bool_and(settled) as settled,
        count(*)::int as customers, sum(off_hours)::int as off_hours
      from judged group by actor_id, day
    )
    select w.*, t.unrelated, t.in_a_row, t.same_name, t.same_place, t.again, t.watched, t.at_night
    from whole as w left join traces as t on t.actor_id = w.actor_id and t.day = w.day
    order by w.actor_id, w.day`
  const { rows } = await store.transaction((tx) => query.execute(tx), { deadline: DEADLINE_MS })
  return rows.map((row) => ({
    staffId: row.actor_id,
    role: row.role,
    day: row.day as LocalDate,
    settled: row.settled,
    customers: row.customers,
    offHours: row.off_hours,
    traces: {
      unrelated: row.unrelated ?? 0,
      inARow: row.in_a_row ?? 0,
      sameName: row.same_name ?? 0,
      samePlace: row.same_place ?? 0,
      again: row.again ?? 0,
      watched: row.watched ?? 0,
      atNight: row.at_night ?? 0,
    },
  }))
}

/**
 * Did they open the customer on an earlier day, and had nothing to do with them then either? Whose book
 * the customer is in and whose tasks they were is asked of the later day already.
 */
const lookedBefore = (bankId: string, day: LocalDate) => sql`exists (
  select 1 from (
    select (e.at at time zone b.time_zone)::date as day, bool_or(e.purpose <> '') as told,
      b.business_date
    from audit_event as e join bank as b on b.bank_id = e.bank_id
    where e.bank_id = ${bankId} and e.customer_id = p.customer_id and e.actor_id = p.actor_id
      and e.decision = 'allowed' and jsonb_array_length(e.field_names) > 0
      and e.at >= (${day}::date - ${PEER_DAYS}::int)::timestamp at time zone b.time_zone
      and e.at < p.day::timestamp at time zone b.time_zone
    group by 1, 3
  ) as was
  where not (was.told and was.day > was.business_date)
    and not exists (select 1 from movement as m where m.bank_id = ${bankId}
      and m.customer_id = p.customer_id and m.booked_on between was.day and was.day + 1))`

type Counted = number | null

interface ShiftRow {
  readonly actor_id: string
  readonly role: string
  readonly day: string
  readonly settled: boolean
  readonly customers: number
  readonly off_hours: number
  readonly unrelated: Counted
  readonly in_a_row: Counted
  readonly same_name: Counted
  readonly same_place: Counted
  readonly again: Counted
  readonly watched: Counted
  readonly at_night: Counted
}
