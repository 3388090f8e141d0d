import { isCrmError } from '@crm/core'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase } from '../../../../tests/postgres.ts'
import { isRetryable } from '../kit/store/sql-error.ts'
import { openPostgresStore } from './postgres-store.ts'

const database = await createPostgresDatabase()
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing went wrong',
    (error: unknown) => (isCrmError(error) ? error.code : error),
  )
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe.skipIf(database === undefined)('a store on PostgreSQL', () => {
  const store = openPostgresStore({ connect: database ?? '', connections: 4 })
  afterAll(() => store.close())

  it('finishes 500 transactions at once on four connections', async () => {
    const began = performance.now()
    const work = () => store.transaction((tx) => sql`select pg_sleep(0.002)`.execute(tx))
    await Promise.all(Array.from({ length: 500 }, work))
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('turns away who waited too long for a connection', async () => {
    const impatient = openPostgresStore({ connect: database!, connections: 1, patience: 150 })
    await sql`select 1`.execute(impatient.db)
    const slow = sql`select pg_sleep(0.6)`.execute(impatient.db)
    await pause(20)
    expect(await codeOf(sql`select 1`.execute(impatient.db))).toBe('store.unavailable')
    expect(await codeOf(slow)).toBe('nothing went wrong')
    await impatient.close()
  })

  it('goes on after the server has dropped its connections', async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store.db)
    const working = store.transaction((tx) => sql`select pg_sleep(2)`.execute(tx))
    const outcome = codeOf(working)
    await pause(50)
    const other = new pg.Client({ connectionString: database! })
    await other.connect()
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      ['crm'],
    )
    await other.end()
    expect(await outcome).toBe('store.unavailable')
    const again = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store.db)
    expect(again.rows[0]?.pid).not.toBe(rows[0]?.pid)
  })

  it('says so when there is no server', async () => {
    const nowhere = openPostgresStore({ connect: 'postgres://crm@127.0.0.1:1/crm' })
    expect(await nowhere.health()).toMatchObject({
      status: 'down',
      error: { code: 'store.unavailable', context: { why: 'ECONNREFUSED' } },
    })
    await nowhere.close()
  })

  it('saves nothing where a transaction could not begin, and goes on with another connection', async () => {
    const one = openPostgresStore({ connect: database!, connections: 1 })
    await sql`create table begun (n int not null)`.execute(one.db)
    const add = (n: number) =>
      one.transaction((tx) => sql`insert into begun values (${n})`.execute(tx))
    for (const n of [1, 2, 3, 4]) await add(n)
    // Somebody between us and the server throws away how a transaction begins, and nothing else.
    const { rows: prepared } = await sql<{ name: string }>`
      select name from pg_prepared_statements where statement = 'begin'`.execute(one.db)
    await sql`deallocate ${sql.ref(prepared[0]?.name ?? '')}`.execute(one.db)
    expect(await codeOf(add(5))).not.toBe('nothing went wrong')
    await add(6)
    const { rows } = await sql<{ n: number }>`select n from begun order by n`.execute(one.db)
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 6])
    await one.close()
  })

  it('leaves the readers of other pools as they were', async () => {
    const other = new pg.Client({ connectionString: database! })
    await other.connect()
    const { rows } = await other.query('select 1::bigint as n')
    expect(rows).toEqual([{ n: '1' }])
    await other.end()
  })

  it('leaves it to be seen when the same work, begun again, may succeed', async () => {
    await sql`create table limits (used int not null)`.execute(store.db)
    await sql`insert into limits values (0)`.execute(store.db)
    const add = () =>
      store.transaction(async (tx) => {
        await sql`set transaction isolation level repeatable read`.execute(tx)
        await sql`select used from limits`.execute(tx)
        await pause(50)
        await sql`update limits set used = used + 1`.execute(tx)
      })
    const outcomes = await Promise.allSettled([add(), add()])
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(lost.map(({ reason }) => isRetryable(reason))).toEqual([true])
  })
})
