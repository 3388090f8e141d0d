import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf, pause } from '../../../../tests/engines.ts'
import { type Migration, migrate } from '../kit/store/migrate.ts'
import { appendEvents, latestPosition, readEventsAfter } from '../kit/store/outbox.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'

const engines = await bothEngines(5_000)

describe.each(engines)('the schema of a bank on %s', (_engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let store: Store

  beforeAll(async () => {
    store = await open()
    await migrate(store, migrations)
  })
  afterAll(() => store.close())

  it('runs no migration twice', async () => {
    expect(await migrate(store, migrations)).toEqual([])
  })

  it('refuses a migration that was edited after it ran', async () => {
    const edited = migrations.map((migration) =>
      migration.id === '0001-kit' ? { ...migration, up: [...migration.up, 'select 1'] } : migration,
    )
    expect(await codeOf(migrate(store, edited))).toBe('store.migration_changed')
  })

  it('refuses to be opened by older code', async () => {
    expect(await codeOf(migrate(store, migrations.slice(0, -1)))).toBe('store.newer_than_code')
  })

  it('leaves nothing of a migration that fails, and completes it at the next start', async () => {
    const broken: Migration = { id: '9001-tea', up: ['create table tea (n int)', 'select 1/0'] }
    const mended: Migration = { id: '9001-tea', up: ['create table tea (n int)'] }
    await expect(migrate(store, [...migrations, broken])).rejects.toThrow('22012')
    const starts = Array.from({ length: 4 }, () => migrate(store, [...migrations, mended]))
    expect((await Promise.all(starts)).flat()).toEqual(['9001-tea'])
  })

  it('never changes, deletes or empties the record of who saw what', async () => {
    await store.db
      .insertInto('audit_event')
      .values({
        bank_id: 'bnk_shiqiao',
        event_id: 'aud_1',
        at: '2026-03-05T01:02:03.000Z',
        actor_id: 'stf_chen',
        person_id: 'prs_chen',
        roles: JSON.stringify(['relationship-manager']),
        action: 'customers.get',
        object_kind: 'customer',
        object_id: 'cus_li',
        customer_id: 'cus_li',
        field_names: JSON.stringify(['name', 'phone']),
        purpose: '',
        decision: 'allowed',
        policy_id: '',
        result: 'ok',
        request_id: 'req_1',
      })
      .execute()
    const refused = { name: 'SqlError', sqlState: '23001' }
    const update = store.db.updateTable('audit_event').set({ result: 'other' }).execute()
    expect(await codeOf(update)).toMatchObject(refused)
    expect(await codeOf(store.db.deleteFrom('audit_event').execute())).toMatchObject(refused)
    expect(await codeOf(sql`truncate audit_event`.execute(store.db))).toMatchObject(refused)
    const kept = await store.db.selectFrom('audit_event').selectAll().execute()
    expect(kept).toMatchObject([{ result: 'ok', field_names: ['name', 'phone'] }])
  })

  it('tells every change once, however late its transaction commits', async () => {
    const told = (deed: string) => ({
      bankId: 'bnk_shiqiao',
      room: 'reminders',
      deed,
      subjectKind: 'reminder',
      subjectId: `rem_${deed}`,
    })
    let position = await latestPosition(store.db, 'bnk_shiqiao')
    const heard: string[] = []
    const listen = async () => {
      const events = await readEventsAfter(store.db, 'bnk_shiqiao', position, 7)
      heard.push(...events.map((event) => event.deed))
      position = events.at(-1)?.position ?? position
    }
    const write = (n: number) =>
      store.transaction(async (tx) => {
        await appendEvents(tx, [told(`a${n}`), told(`b${n}`)])
        await pause((n * 7) % 30)
      })
    const writing = Promise.all(Array.from({ length: 30 }, (_, n) => write(n)))
    let done = false
    void writing.then(() => {
      done = true
    })
    while (!done) await listen()
    for (let before = -1; before < heard.length; ) {
      before = heard.length
      await listen()
    }
    const expected = Array.from({ length: 30 }, (_, n) => [`a${n}`, `b${n}`]).flat()
    expect([...heard].sort()).toEqual(expected.sort())
    for (let n = 0; n < 30; n++) expect(heard.indexOf(`a${n}`)).toBeLessThan(heard.indexOf(`b${n}`))
    expect(await latestPosition(store.db, 'bnk_shiqiao')).toBe(position)
  })

  it.each(['', 'undefined', '1', '1.2.3', '1.x', `1.${'9'.repeat(30)}`])(
    'refuses %j as a place to go on from',
    async (position) => {
      const reading = readEventsAfter(store.db, 'bnk_shiqiao', position)
      expect(await codeOf(reading)).toBe('page.cursor_invalid')
    },
  )
})
