// What the watch makes of the played shifts, from the audit alone.
import { type Instant, LocalDate } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { migrations, type Store, watchAudit } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { sql } from 'kysely'
import { type PlayedShifts, playShifts } from './shifts.ts'

/** What the watch made of it. */
export interface ShiftOutcome {
  readonly shifts: number
  readonly snooping: number
  readonly recall: number
  /** False alarms in a hundred days of an honest teller. */
  readonly falseInHundred: number
  readonly slowestMs: number
}

/** Rows of one statement. */
const AT_ONCE = 2_000
const FIRST = Date.UTC(2026, 1, 1)
const dayOf = (day: number) =>
  LocalDate.parse(new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10))
/** China's clocks are eight hours ahead. */
const momentOf = (day: number, minute: number) =>
  new Date(FIRST + day * 86_400_000 + (minute - 480) * 60_000).toISOString()

async function plant(store: Store, played: PlayedShifts): Promise<void> {
  const bank_id = bank.id
  const rows = async (table: string, all: readonly Record<string, unknown>[]) => {
    const columns = sql.raw(Object.keys(all[0] ?? {}).join(', '))
    for (let from = 0; from < all.length; from += AT_ONCE)
      await sql`insert into ${sql.table(table)} (${columns}) select ${columns}
        from jsonb_populate_recordset(null::${sql.table(table)},
          ${JSON.stringify(all.slice(from, from + AT_ONCE))}::jsonb)`.execute(store.db)
  }
  await rows('bank', [{ bank_id, name: bank.name, currency: 'CNY', business_date: '2026-03-05' }])
  await rows(
    'staff',
    played.tellers.map(({ name }, n) => ({
      bank_id,
      staff_id: `stf_${n}`,
      person_id: `per_${n}`,
      name,
      branch_id: 'brn_town',
      roles: ['teller'],
    })),
  )
  await rows(
    'customer',
    played.customers.map((customer, n) => ({
      bank_id,
      customer_id: `cus_${n}`,
      kind: 'person',
      ...customer,
      branch_id: 'brn_town',
      opened_on: '2020-01-01',
      source: 'proof',
      source_key: `${n}`,
    })),
  )
  await rows(
    'audit_event',
    played.reads.map(({ day, teller, customer, minute }, n) => ({
      bank_id,
      event_id: `aud_${n}`,
      at: momentOf(day, minute),
      actor_id: `stf_${teller}`,
      person_id: `per_${teller}`,
      roles: ['teller'],
      action: 'customers.get',
      object_kind: 'customer',
      object_id: `cus_${customer}`,
      customer_id: `cus_${customer}`,
      field_names: ['customer.name'],
      purpose: '',
      decision: 'allowed',
      policy_id: '',
      result: 'ok',
      request_id: '',
    })),
  )
  await rows(
    'movement',
    played.moved.flatMap((moved, day) =>
      [...moved].map((customer) => ({
        bank_id,
        customer_id: `cus_${customer}`,
        movement_id: `mov_${day}_${customer}`,
        account_id: 'acc',
        booked_on: dayOf(day),
        amount_fen: 100,
        currency: 'CNY',
        kind: 'cash',
      })),
    ),
  )
}

interface Watched {
  readonly played: PlayedShifts
  /** `teller|day` of every shift that was told. */
  readonly alarmed: ReadonlySet<string>
  readonly slowestMs: number
}

async function watchBank(seed: number): Promise<Watched> {
  const played = playShifts(seed)
  const store = await openMemoryStore({ migrations })
  await plant(store, played)
  const watched = played.watched.map((customer) => `cus_${customer}`)
  const alarmed = new Set<string>()
  let slowestMs = 0
  for (const day of played.moved.keys()) {
    const date = dayOf(day)
    const began = performance.now()
    const now = `${date}T15:00:00.000Z` as Instant
    const alerts = await watchAudit(store, { bankId: bank.id, day: date, now, watched })
    slowestMs = Math.max(slowestMs, performance.now() - began)
    for (const { staffId, kind } of alerts)
      if (kind === 'snooping') alarmed.add(`${staffId.slice(4)}|${day}`)
  }
  await store.close()
  return { played, alarmed, slowestMs }
}

/** Play the shifts of a bank for each seed, and watch them day by day. */
export async function watchShifts(seeds: readonly number[]): Promise<ShiftOutcome> {
  let shifts = 0
  let snooping = 0
  let caught = 0
  let wrong = 0
  let slowestMs = 0
  for (const seed of seeds) {
    const one = await watchBank(seed)
    const { snooped, tellers, moved } = one.played
    shifts += tellers.length * moved.length
    snooping += snooped.size
    caught += [...snooped].filter((shift) => one.alarmed.has(shift)).length
    wrong += [...one.alarmed].filter((shift) => !snooped.has(shift)).length
    slowestMs = Math.max(slowestMs, one.slowestMs)
  }
  return {
    shifts,
    snooping,
    recall: Math.round((caught / snooping) * 1_000) / 10,
    falseInHundred: Math.round((wrong / (shifts - snooping)) * 10_000) / 100,
    slowestMs: Math.round(slowestMs),
  }
}
