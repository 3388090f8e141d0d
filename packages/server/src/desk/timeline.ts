import {
  addDays,
  type Caller,
  type CustomerId,
  type LocalDate,
  may,
  type Page,
  type TimelineEntry,
  TimelineKind,
} from '@crm/core'
import { customerStore } from '../customers/store.ts'
import { cursorOf, pageOf, readCursor } from '../kit/cursor.ts'
import type { ReadSession } from '../kit/session.ts'
import {
  changesIn,
  consentsIn,
  interactionsIn,
  movementsIn,
  remindersIn,
} from './timeline-parts.ts'

/** Where an entry stands in its own room's order within a day: the later, the larger. */
export interface Step {
  readonly on: LocalDate
  readonly sub: string
  readonly entry: Omit<TimelineEntry, 'kind' | 'on'>
}

/** The part of one room's history that a page may still take from. */
export interface Span {
  readonly from?: LocalDate | undefined
  readonly to: LocalDate
  /** Of this very place and before, exclusive: what the last page ended with was this room's. */
  readonly below?: { readonly on: LocalDate; readonly sub: string; readonly id: string } | undefined
  readonly limit: number
}

/** One room's history of a customer, the latest first. */
type Part = (session: ReadSession, id: CustomerId, span: Span) => Promise<readonly Step[]>

/** Rooms in the order of `TimelineKind`, each with what one needs to read there. */
const parts: Readonly<Record<TimelineKind, { needs: string; room?: string; read: Part }>> = {
  interaction: { needs: 'interaction:read', room: 'interactions', read: interactionsIn },
  reminder: { needs: 'reminder:read', room: 'reminders', read: remindersIn },
  consent: { needs: 'consent:read', read: consentsIn },
  change: { needs: 'customer:read', read: changesIn },
  movement: { needs: 'holding:read', read: movementsIn },
}
const kinds = TimelineKind.options

export interface TimelineQuery {
  readonly kind?: TimelineKind | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/**
 * Everything that was said and done with a customer, the latest first. Every room reads its own history
 * off its own index, a page of it at most; what is left out is what the caller may not read in that room.
 *
 * @throws `customer.not_found`, `page.cursor_invalid`
 */
export async function timelineOf(
  session: ReadSession,
  id: CustomerId,
  { kind: only, from, to, cursor, limit }: TimelineQuery,
): Promise<Page<TimelineEntry>> {
  await customerStore(session).get(id)
  const keys = readCursor(session, cursor, 'day', 'small', 'text', 'text')
  const last = keys && {
    on: keys[0] as LocalDate,
    rank: Number(keys[1]),
    sub: keys[2]!,
    id: keys[3]!,
  }
  const end = to ?? session.today
  const steps: (Step & { readonly rank: number })[] = []
  for (const [rank, kind] of kinds.entries()) {
    if ((only !== undefined && only !== kind) || !isOpen(session, session.caller, kind)) continue
    // Within a day rooms follow each other: those before the last one shown have told all of it.
    const until =
      last === undefined || last.on > end ? end : rank < last.rank ? addDays(last.on, -1) : last.on
    const below = last?.rank === rank ? last : undefined
    const span = { from, to: until, below, limit: limit + 1 }
    for (const step of await parts[kind].read(session, id, span)) steps.push({ ...step, rank })
  }
  // Each room's part is in order; a stable sort weaves them.
  steps.sort((a, b) => (a.on === b.on ? a.rank - b.rank : a.on < b.on ? 1 : -1))
  return pageOf(
    steps,
    limit,
    ({ rank, on, entry }): TimelineEntry => ({ ...entry, kind: kinds[rank]!, on }),
    ({ on, rank, sub, entry }) => cursorOf(session, on, rank, sub, entry.id),
  )
}

function isOpen(session: ReadSession, caller: Caller, kind: TimelineKind): boolean {
  const { needs, room } = parts[kind]
  return may(caller, needs) && (room === undefined || session.covers(room))
}
