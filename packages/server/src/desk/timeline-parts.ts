import type { CustomerId, LocalDate } from '@crm/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { consentRecordOf, familyOf, historyStore, isAmong } from '../customers/index.ts'
import { holdingStore } from '../holdings/store.ts'
import { interactionStore } from '../interactions/store.ts'
import { inSight } from '../kit/scope-sql.ts'
import type { ReadSession } from '../kit/session.ts'
import { reminderColumns, toReminder } from '../reminders/row.ts'
import type { Span, Step } from './timeline.ts'

/** The bank's day of a moment: China keeps one time. */
const dayOf = (column: string): RawBuilder<LocalDate> =>
  sql<LocalDate>`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`

/** Rows of a span, by when they were and their id. */
const inSpan = (at: string, id: string, { from, to, below }: Span): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${dayOf(at)} <= ${to}::date
    ${from === undefined ? sql`` : sql`and ${dayOf(at)} >= ${from}::date`}
    ${below === undefined ? sql`` : sql`and (${sql.ref(at)}, ${sql.ref(id)} collate "C") < (${below.sub}::timestamptz, ${below.id})`})`

/** What was said and done, once it was submitted. */
export async function interactionsIn(
  session: ReadSession,
  customerId: CustomerId,
  span: Span,
): Promise<readonly Step[]> {
  const store = interactionStore(session)
  const family = await familyOf(session, customerId)
  const rows = await store
    .rows()
    .select(dayOf('interaction.happened_at').as('on'))
    .where(isAmong('interaction.customer_id', family))
    .where('interaction.status', '=', 'submitted')
    .where(inSpan('interaction.happened_at', 'interaction.interaction_id', span))
    .orderBy('interaction.happened_at', 'desc')
    .orderBy(sql`interaction.interaction_id collate "C"`, 'desc')
    .limit(span.limit)
    .execute()
  const said = await store.told(rows)
  return rows.map((row, at) => ({
    on: row.on,
    sub: String(row.happened_at),
    entry: { id: row.interaction_id, interaction: { ...said[at]!, customerId: family.id } },
  }))
}

/** Reminders that were closed: what is open is work. */
export async function remindersIn(
  session: ReadSession,
  customerId: CustomerId,
  span: Span,
): Promise<readonly Step[]> {
  const family = await familyOf(session, customerId)
  const rows = await session.db
    .selectFrom('reminder')
    .select(reminderColumns)
    .select(dayOf('reminder.closed_at').as('on'))
    .where(isAmong('reminder.customer_id', family))
    .where('reminder.closed_at', 'is not', null)
    .where(inSight(session, 'reminder', 'reminder'))
    .where(inSpan('reminder.closed_at', 'reminder.reminder_id', span))
    .orderBy('reminder.closed_at', 'desc')
    .orderBy(sql`reminder.reminder_id collate "C"`, 'desc')
    .limit(span.limit)
    .execute()
  return rows.map((row) => ({
    on: row.on,
    sub: String(row.closed_at),
    entry: { id: row.reminder_id, reminder: { ...toReminder(row), customerId: family.id } },
  }))
}

/** What the customer agreed to, and took back. */
export async function consentsIn(
  session: ReadSession,
  customerId: CustomerId,
  span: Span,
): Promise<readonly Step[]> {
  const family = await familyOf(session, customerId)
  const rows = await session.db
    .selectFrom('consent_record')
    .selectAll()
    .select(dayOf('consent_record.at').as('on'))
    .where('bank_id', '=', session.bankId)
    .where(isAmong('consent_record.customer_id', family))
    .where(inSpan('consent_record.at', 'consent_record.consent_id', span))
    .orderBy('at', 'desc')
    .orderBy(sql`consent_id collate "C"`, 'desc')
    .limit(span.limit)
    .execute()
  return rows.map(({ on, ...row }) => ({
    on,
    sub: String(row.at),
    entry: { id: row.consent_id, consent: { ...consentRecordOf(row), customerId: family.id } },
  }))
}

/** What changed in the golden record. */
export async function changesIn(
  session: ReadSession,
  customerId: CustomerId,
  { from, to, below, limit }: Span,
): Promise<readonly Step[]> {
  const before = below === undefined ? undefined : Number(below.sub)
  const versions = await historyStore(session).begunBy(customerId, { to, before, limit })
  return versions
    .filter(({ fromOn }) => from === undefined || fromOn >= from)
    .map(({ customer: { version }, fromOn, cause, bySource, byStaffId, changed }) => ({
      on: fromOn,
      sub: String(version),
      entry: {
        id: `${customerId}.${version}`,
        change: {
          version,
          cause,
          bySource,
          ...(byStaffId !== undefined && { byStaffId }),
          fields: changed,
        },
      },
    }))
}

/** Money in and out. */
export async function movementsIn(
  session: ReadSession,
  customerId: CustomerId,
  { from, to, below, limit }: Span,
): Promise<readonly Step[]> {
  const movements = await holdingStore(session).moved({
    customerId,
    from,
    to,
    limit,
    ...(below && { below: [below.on, below.sub, below.id] as const }),
  })
  return movements.map(({ movement, seq }) => ({
    on: movement.bookedOn,
    sub: String(seq),
    entry: { id: movement.id, movement },
  }))
}
