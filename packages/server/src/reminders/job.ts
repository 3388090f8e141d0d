import {
  type Activity,
  type BankId,
  type Customer,
  type Holding,
  type LocalDate,
  planReminders,
  type ReminderDraft,
  type ReminderSettings,
  reminderDefaults,
} from '@crm/core'
import type { Kysely, Transaction } from 'kysely'
import { familiesAmong } from '../customers/index.ts'
import { customerColumns, toCustomerInTheClear } from '../customers/row.ts'
import type { Database } from '../database.ts'
import { toHolding } from '../holdings/row.ts'
import { stableId } from '../kit/stable-id.ts'
import { appendEvents } from '../kit/store/outbox.ts'
import type { Store } from '../kit/store/store.ts'

/** What the job is asked. */
export interface ReminderJob {
  readonly bankId: BankId
  /** The bank's day; asked twice for the same day, the second time makes nothing. */
  readonly asOf: LocalDate
  readonly settings?: ReminderSettings
  /** Customers looked at so far. */
  readonly onProgress?: (customers: number) => void
}

const BATCH = 1_000
const DEADLINE = 60_000

/**
 * Night work: ask every rule about every customer, and keep what is new. Each occurrence is kept
 * once, whatever runs again after a stop; its owner is who looks after the customer at this moment.
 *
 * @returns how many reminders are new
 */
export async function planRemindersJob(store: Store, job: ReminderJob): Promise<number> {
  let after = ''
  let made = 0
  let seen = 0
  for (;;) {
    const page = await readBook(store.db, job.bankId, after)
    if (page.length === 0) return made
    made += await store.transaction((tx) => keepNew(tx, job, page), { deadline: DEADLINE })
    seen += page.length
    job.onProgress?.(seen)
    after = page.at(-1)!.customer.id
  }
}

interface Entry {
  readonly customer: Customer
  readonly holdings: readonly Holding[]
  readonly activity: Activity
}

async function readBook(db: Kysely<Database>, bankId: string, after: string): Promise<Entry[]> {
  const customers = await db
    .selectFrom('customer')
    .leftJoin('customer_facts', (join) =>
      join
        .onRef('customer_facts.bank_id', '=', 'customer.bank_id')
        .onRef('customer_facts.customer_id', '=', 'customer.customer_id'),
    )
    .select(customerColumns)
    .select(['customer_facts.last_movement_on', 'customer_facts.assets_fen'])
    .where('customer.bank_id', '=', bankId)
    .where('customer.restricted', '=', false)
    .where('customer.merged_into', 'is', null)
    .where('customer.customer_id', '>', after)
    .orderBy('customer.customer_id')
    .limit(BATCH)
    .execute()
  if (customers.length === 0) return []
  const ids = customers.map(({ customer_id }) => customer_id)
  const families = await familiesAmong(db, bankId, ids)
  const merged = families.everybody(ids).slice(ids.length)
  const rows = await db
    .selectFrom('holding')
    .selectAll()
    .where('bank_id', '=', bankId)
    .where(({ and, or, eb }) =>
      or([
        and([eb('customer_id', '>=', ids[0] ?? ''), eb('customer_id', '<=', ids.at(-1) ?? '')]),
        eb('customer_id', 'in', [...merged, '']),
      ]),
    )
    .where('status', '<>', 'closed')
    .execute()
  const held = new Map<string, Holding[]>()
  for (const row of rows) {
    const root = families.rootOf(row.customer_id)
    held.set(root, [...(held.get(root) ?? []), toHolding(row)])
  }
  return customers.map((row) => ({
    customer: toCustomerInTheClear(row),
    holdings: held.get(row.customer_id) ?? [],
    activity: {
      lastMovementOn: (row.last_movement_on ?? undefined) as LocalDate | undefined,
      assetsFen: row.assets_fen ?? 0,
    },
  }))
}

async function keepNew(
  tx: Transaction<Database>,
  { bankId, asOf, settings = reminderDefaults }: ReminderJob,
  book: readonly Entry[],
): Promise<number> {
  const rows = await Promise.all(
    book.flatMap((entry) =>
      planReminders(entry, asOf, settings).map((draft) => rowOf(bankId, entry, draft)),
    ),
  )
  if (rows.length === 0) return 0
  const kept = await tx
    .insertInto('reminder')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  const made = Number(kept.numInsertedOrUpdatedRows ?? 0n)
  // One event for the batch, of no customer: every reader of reminders looks again.
  if (made > 0)
    await appendEvents(tx, [
      { bankId, room: 'reminders', deed: 'plan', subjectKind: 'reminder', subjectId: asOf },
    ])
  return made
}

async function rowOf(bankId: string, { customer, holdings }: Entry, draft: ReminderDraft) {
  const { kind, subject, occurrence } = draft
  // About something that came with somebody merged, it lies where it would without: told once.
  const whose = holdings.find(({ id }) => id === subject)?.customerId ?? customer.id
  return {
    bank_id: bankId,
    customer_id: whose,
    reminder_id: await stableId('rem', bankId, whose, kind, subject, occurrence),
    branch_id: customer.branchId,
    manager_id: customer.managerId ?? '',
    kind,
    subject,
    occurrence,
    due_on: draft.dueOn,
    show_on: draft.showOn,
    reason: JSON.stringify(draft.reason),
    stake_fen: draft.stakeFen,
  }
}
