// Twenty-five days of twenty tellers, five of whom look where they have no business, told by the audit alone.
import { LocalDate } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { migrations, watchAudit } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { sql } from 'kysely'
import { chance } from './tamper.ts'

/** What the watch made of it. */
export interface ShiftOutcome {
  readonly shifts: number
  readonly snooping: number
  readonly recall: number
  /** False alarms in a hundred days of an honest teller. */
  readonly falseInHundred: number
  readonly slowestMs: number
}

const TELLERS = 20
const DAYS = 25
const SNOOPERS = 5

/** Play the shifts and watch them. */
export async function watchShifts(seed: number): Promise<ShiftOutcome> {
  const store = await openMemoryStore({ migrations })
  const random = chance(seed)
  const bank_id = bank.id
  await store.db
    .insertInto('bank')
    .values({ bank_id, name: bank.name, currency: 'CNY', business_date: '2026-03-05' })
    .execute()
  const about = 20_000
  await sql`insert into customer (bank_id, customer_id, kind, name, branch_id, opened_on, source, source_key)
    select ${bank_id}, 'cus_' || n, 'person', '某', 'brn_town', '2020-01-01', 'proof', n::text
    from generate_series(0, ${about - 1}) as n`.execute(store.db)
  const snoops = new Set<string>()
  let row = 0
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10)
    const events: Record<string, unknown>[] = []
    const moved = new Set<number>()
    for (let teller = 0; teller < TELLERS; teller++) {
      const read = (customer: number, minute: number) =>
        events.push({
          bank_id,
          event_id: `aud_${row++}`,
          at: new Date(Date.UTC(2026, 1, 1 + day, 1, minute)).toISOString(),
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
        })
      const served = 30 + Math.floor(random() * 30)
      for (let n = 0; n < served; n++) {
        const customer = Math.floor(random() * about)
        read(customer, n * 8)
        // Nearly everybody at the counter moves money; some only ask.
        if (random() < 0.97) moved.add(customer)
      }
      if (teller >= SNOOPERS || random() < 0.4) continue
      snoops.add(`${teller}|${date}`)
      const curious = 6 + Math.floor(random() * 12)
      for (let n = 0; n < curious; n++) read(Math.floor(random() * about), 240 + n)
    }
    await sql`insert into audit_event (bank_id, event_id, at, actor_id, person_id, roles, action,
        object_kind, object_id, customer_id, field_names, purpose, decision, policy_id, result, request_id)
      select bank_id, event_id, at, actor_id, person_id, roles, action, object_kind, object_id,
        customer_id, field_names, purpose, decision, policy_id, result, request_id
      from jsonb_populate_recordset(null::audit_event, ${JSON.stringify(events)}::jsonb)`.execute(
      store.db,
    )
    await sql`insert into movement (bank_id, customer_id, movement_id, account_id, booked_on, amount_fen, currency, kind)
      select ${bank_id}, 'cus_' || n, 'mov_' || ${day}::text || '_' || n, 'acc', ${date}::date, 100, 'CNY', 'cash'
      from unnest(${[...moved]}::int[]) as n`.execute(store.db)
  }
  const alarmed = new Set<string>()
  let slowestMs = 0
  for (let day = 0; day < DAYS; day++) {
    const date = LocalDate.parse(new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10))
    const began = performance.now()
    const alerts = await watchAudit(store, {
      bankId: bank.id,
      day: date,
      now: `${date}T12:00:00.000Z` as never,
    })
    slowestMs = Math.max(slowestMs, performance.now() - began)
    for (const { staffId, kind } of alerts)
      if (kind === 'snooping') alarmed.add(`${staffId.slice(4)}|${date}`)
  }
  await store.close()
  const caught = [...snoops].filter((one) => alarmed.has(one)).length
  const wrong = [...alarmed].filter((one) => !snoops.has(one)).length
  const honest = TELLERS * DAYS - snoops.size
  return {
    shifts: TELLERS * DAYS,
    snooping: snoops.size,
    recall: Math.round((caught / snoops.size) * 1_000) / 10,
    falseInHundred: Math.round((wrong / honest) * 10_000) / 100,
    slowestMs: Math.round(slowestMs),
  }
}
