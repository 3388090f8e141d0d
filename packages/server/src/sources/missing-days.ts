import { addDays, type LocalDate, type RecordKind, type Source } from '@crm/core'
import { sql } from 'kysely'
import type { Store } from '../kit/store/store.ts'

/** A business day that no file is on record for. */
export interface MissingDay {
  /** The name's pattern in the mapping. */
  readonly file: string
  readonly records: RecordKind
  readonly day: LocalDate
}

/**
 * The business days between a source's first and its last that a file did not come for, in whole. A file
 * that was refused did not come. Nothing is read into a day that is missing: what the day before told stands.
 */
export async function missingDays(
  { db }: Store,
  { name, bank, files }: Source,
): Promise<readonly MissingDay[]> {
  const { rows } = await sql<{ layout: string; day: LocalDate }>`
    select layout, day from delivery
    where bank_id = ${bank.id} and source = ${name} and status = 'done' and day is not null
    group by layout, day, revision having count(distinct part) >= max(parts)
    order by day`.execute(db)
  const first = rows[0]?.day
  const last = rows.at(-1)?.day
  if (first === undefined || last === undefined) return []
  const came = new Set(rows.map(({ layout, day }) => `${layout}|${day}`))
  const began = new Map(rows.toReversed().map(({ layout, day }) => [layout, day]))
  return files.flatMap(({ file, records, comes = 'daily' }) => {
    const from = began.get(file)
    if (from === undefined) return []
    return daysFrom(from, last)
      .filter((day) => (comes === 'daily' || !isWeekend(day)) && !came.has(`${file}|${day}`))
      .map((day) => ({ file, records, day }))
  })
}

function daysFrom(first: LocalDate, last: LocalDate): LocalDate[] {
  const days: LocalDate[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

const isWeekend = (day: LocalDate): boolean =>
  [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
