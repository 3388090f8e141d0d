import type { BankId, Instant, LocalDate } from '@crm/core'
import { sql } from 'kysely'
import { type Repeated, repeat } from '../kit/repeat.ts'
import type { Store } from '../kit/store/store.ts'
import { type WatchJob, watchAudit } from './watch-job.ts'

/** How a watch goes on by itself. */
export interface WatchOptions extends Omit<WatchJob, 'bankId' | 'day' | 'now'> {
  readonly store: Store
  readonly now: () => Instant
  /** How often it looks, in milliseconds; every half minute unless told otherwise. */
  readonly everyMs?: number
  readonly onFault?: (error: unknown) => void
}

/**
 * Watch every bank's audit until stopped: the day that runs, again and again, and once more the days
 * whose movements have come in since. Several processes may watch: each suspicion is told once.
 */
export function startWatch(options: WatchOptions): Repeated {
  const { store, now, everyMs = 30_000, onFault = () => undefined, ...how } = options
  const settled = new Map<string, string>()
  const round = async () => {
    const at = now()
    const { rows } = await sql<{ bank_id: string; today: string; booked: string; before: string }>`
      select bank_id, (${at}::timestamptz at time zone time_zone)::date as today,
        business_date as booked, business_date - 1 as before
      from bank`.execute(store.db)
    for (const { bank_id, today, booked, before } of rows) {
      const days = settled.get(bank_id) === booked ? [today] : [before, booked, today]
      for (const day of new Set(days))
        await watchAudit(store, {
          ...how,
          bankId: bank_id as BankId,
          day: day as LocalDate,
          now: at,
        })
      settled.set(bank_id, booked)
    }
  }
  return repeat(round, { everyMs, onFault })
}
