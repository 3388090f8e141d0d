import type { BankId, Instant, LocalDate, Shift } from '@crm/core'
import { sql } from 'kysely'
import { type Repeated, repeat } from '../kit/repeat.ts'
import type { Store } from '../kit/store/store.ts'
import { type WatchJob, watchDay } from './watch-job.ts'

/** How a watch goes on by itself. */
export interface WatchOptions extends Omit<WatchJob, 'bankId' | 'day' | 'now'> {
  readonly store: Store
  readonly now: () => Instant
  /** How often it looks, in milliseconds; every half minute unless told otherwise. */
  readonly everyMs?: number
  readonly onFault?: (error: unknown) => void
}

/** What was seen of the days before the one that runs. */
interface Seen {
  readonly today: string
  readonly booked: string
  readonly before: readonly Shift[]
}

/**
 * Watch every bank's audit until stopped: the day that runs, again and again, and once more the days
 * whose movements have come in since. Several processes may watch: each suspicion is told once.
 */
export function startWatch(options: WatchOptions): Repeated {
  const { store, now, everyMs = 30_000, onFault = () => undefined, ...how } = options
  const seen = new Map<string, Seen>()
  const look = (bankId: string, day: string, at: Instant, before?: readonly Shift[]) =>
    watchDay(store, { ...how, bankId: bankId as BankId, day: day as LocalDate, now: at }, before)
  const round = async () => {
    const at = now()
    const { rows } = await sql<{ bank_id: string; today: string; booked: string; before: string }>`
      select bank_id, (${at}::timestamptz at time zone time_zone)::date as today,
        business_date as booked, business_date - 1 as before
      from bank`.execute(store.db)
    for (const { bank_id, today, booked, before } of rows) {
      const known = seen.get(bank_id)
      if (known?.today === today && known.booked === booked) {
        await look(bank_id, today, at, known.before)
        continue
      }
      // Another day has begun, or movements have come in: what is known of the days before is old.
      seen.delete(bank_id)
      if (known?.booked !== booked)
        for (const day of new Set([before, booked])) if (day !== today) await look(bank_id, day, at)
      const fresh = await look(bank_id, today, at)
      seen.set(bank_id, { today, booked, before: fresh.before })
    }
  }
  return repeat(round, { everyMs, onFault })
}
