import type { Instant, LocalDate, SecurityAlert, Shift } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { migrations, type Store, startWatch, watchAudit } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchDay } from '../../packages/server/src/access/watch-job.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore({ migrations })
  await plantCast(store)
  const strangers = Array.from({ length: 12 }, (_, n) => ({
    bank_id: bank.id,
    customer_id: `cus_stranger${n}`,
    kind: 'person',
    name: '王某',
    village: '柳村',
    branch_id: 'brn_town',
    opened_on: '2020-01-01',
    source: 'test',
    source_key: `s${n}`,
  }))
  await store.db.insertInto('customer').values(strangers).execute()
})
afterAll(() => store.close())

let next = 0
/** Somebody reads so many strangers, a minute apart. */
async function reads(staff: string, many: number, from: string, purpose = ''): Promise<void> {
  const rows = Array.from({ length: many }, (_, n) => ({
    bank_id: bank.id,
    event_id: `aud_w${next++}`,
    at: new Date(Date.parse(from) + n * 60_000).toISOString(),
    actor_id: staff,
    person_id: `per_${staff}`,
    roles: JSON.stringify(['teller']),
    action: 'customers.get',
    object_kind: 'customer',
    object_id: `cus_stranger${n}`,
    customer_id: `cus_stranger${n}`,
    field_names: JSON.stringify(['customer.name']),
    purpose,
    decision: 'allowed',
    policy_id: '',
    result: 'ok',
    request_id: '',
  }))
  await store.db
    .insertInto('audit_event')
    .values(rows as never)
    .execute()
}

describe('the watch over the audit', () => {
  it('tells of a day whose movements are in, with everything it rests on', async () => {
    await reads('stf_nosy', 6, '2026-03-04T02:00:00Z')
    const [alert] = await watchAudit(store, {
      bankId: bank.id,
      day: '2026-03-04' as never,
      now: '2026-03-04T12:00:00.000Z' as Instant,
      watched: ['cus_stranger1', 'cus_stranger2'],
    })
    expect(alert).toMatchObject({ kind: 'snooping', staffId: 'stf_nosy' })
    expect(alert?.reasons.map(({ code, facts }) => [code, facts.seen])).toEqual([
      ['security.in_a_row', 6],
      ['security.watched_customers', 2],
      ['security.unrelated', 6],
      ['security.same_place', 6],
    ])
  })

  it('sees the same of a day whether it reads the month again or knows the days before', async () => {
    // Days in a row: strangers again and again, one of them with business on the second.
    for (const [staff, many] of [
      ['stf_a', 4],
      ['stf_b', 2],
      ['stf_nosy', 7],
    ] as const)
      for (const day of ['02-10', '02-11', '02-12'])
        await reads(staff, many, `2026-${day}T02:00:00Z`, staff === 'stf_b' ? 'counter' : '')
    await store.db
      .insertInto('movement')
      .values({
        bank_id: bank.id,
        customer_id: 'cus_stranger0',
        movement_id: 'mov_watch',
        account_id: 'acc_watch',
        booked_on: '2026-02-11',
        amount_fen: 100,
        currency: 'CNY',
        kind: 'cash',
      })
      .execute()
    const job = (day: string) => ({
      bankId: bank.id,
      day: day as LocalDate,
      now: `${day}T12:00:00.000Z` as Instant,
    })
    const told = (alerts: readonly SecurityAlert[]) =>
      alerts.map(({ id, reasons }) => ({ id, reasons }))
    const forget = () =>
      store.db.deleteFrom('security_alert').where('day', '<', '2026-03-01').execute()
    let before: readonly Shift[] | undefined
    for (const day of ['2026-02-11', '2026-02-12', '2026-02-13']) {
      await forget()
      const anew = await watchDay(store, job(day))
      await forget()
      // The last look at a day knew those before it; the next day's first reads that day too.
      const known = await watchDay(store, job(day), anew.before)
      expect(told(known.alerts)).toEqual(told(anew.alerts))
      expect(known.before).toEqual(anew.before)
      before = known.before
    }
    expect(before).toHaveLength(9)
    expect(
      before?.find((one) => one.staffId === 'stf_nosy' && one.day === '2026-02-12'),
    ).toMatchObject({ traces: { unrelated: 7, again: 6, inARow: 7 } })
    await forget()
  })

  it('goes on by itself: the running day, and once more a day whose movements came in', async () => {
    const told: SecurityAlert[] = []
    const faults: unknown[] = []
    let now = '2026-03-06T06:00:00.000Z' as Instant
    const watch = startWatch({
      store,
      now: () => now,
      everyMs: 5,
      onAlert: (alert) => void told.push(alert),
      onFault: (error) => faults.push(error),
    })
    const until = async (done: () => boolean) => {
      while (!done()) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const who = () => told.map(({ staffId, day }) => `${staffId} ${day}`)
    // The day's movements are not in: a purpose that was told is believed until then.
    await reads('stf_early', 9, '2026-03-06T02:00:00Z')
    await reads('stf_liar', 9, '2026-03-06T02:00:00Z', 'counter')
    for (let n = 0; n < 5; n++) await reads(`stf_peer${n}`, 1, '2026-03-06T02:00:00Z', 'counter')
    await until(() => told.length > 0)
    expect(who()).toEqual(['stf_early 2026-03-06'])
    await store.db.updateTable('bank').set({ business_date: '2026-03-06' }).execute()
    now = '2026-03-07T06:00:00.000Z' as Instant
    await until(() => told.length > 1)
    await watch.stop()
    expect(who()).toEqual(['stf_early 2026-03-06', 'stf_liar 2026-03-06'])
    expect(faults).toEqual([])
  })
})
