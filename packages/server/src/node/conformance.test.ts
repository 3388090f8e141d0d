import fc from 'fast-check'
import { CompiledQuery, type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines, codeOf, pause } from '../../../../tests/engines.ts'
import type { Database } from '../database.ts'
import { migrate } from '../kit/store/migrate.ts'
import { isUniqueViolation, SqlError } from '../kit/store/sql-error.ts'
import type { Store } from '../kit/store/store.ts'
import { migrations } from '../migrations/index.ts'

const DEADLINE = 1_500
const engines = await bothEngines(DEADLINE)

const bank = (id: string) => ({
  bank_id: id,
  name: '石桥农商银行',
  currency: 'CNY',
  business_date: '2026-03-05',
})

describe.each(engines)('a bank on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let store: Store

  beforeAll(async () => {
    store = await open()
    await migrate(store, migrations)
    await store.db.insertInto('bank').values(bank('bnk_shiqiao')).execute()
  })
  afterAll(() => store.close())

  const banks = async () => {
    const rows = await store.db.selectFrom('bank').select('bank_id').orderBy('bank_id').execute()
    return rows.map((row) => row.bank_id)
  }

  it('says that it is up', async () => {
    expect(await store.health()).toMatchObject({ status: 'up' })
    expect(store.engine).toBe(engine)
  })

  it('keeps fen as whole numbers, days as days and instants in UTC', async () => {
    const { rows } = await sql`select
      ${Number.MAX_SAFE_INTEGER}::bigint as fen,
      ${-1}::int as points,
      ${0.1}::float8 as share,
      ${'12.340'}::numeric as exact,
      ${true}::boolean as yes,
      ${'1988-06-12'}::date as born_on,
      ${'2026-03-05T01:02:03.000Z'}::timestamptz as at,
      ${new Date('2026-03-05T01:02:03.450Z')}::timestamptz as later,
      '2026-03-05 09:02:03.123456+08'::timestamptz as exactly,
      ${null}::text as nothing,
      ${new Uint8Array([0, 92, 255])}::bytea as bytes,
      ${['李', 'a"b\\c', '', 'NULL', '{,}']}::text[] as words,
      ${[1, null, 3]}::bigint[] as numbers,
      ${['2026-03-05']}::date[] as days`.execute(store.db)
    expect(rows).toEqual([
      {
        fen: Number.MAX_SAFE_INTEGER,
        points: -1,
        share: 0.1,
        exact: '12.340',
        yes: true,
        born_on: '1988-06-12',
        at: '2026-03-05T01:02:03.000Z',
        later: '2026-03-05T01:02:03.450Z',
        exactly: '2026-03-05T01:02:03.123456Z',
        nothing: null,
        bytes: new Uint8Array([0, 92, 255]),
        words: ['李', 'a"b\\c', '', 'NULL', '{,}'],
        numbers: [1, null, 3],
        days: ['2026-03-05'],
      },
    ])
  })

  it('counts with numbers', async () => {
    const { n } = await store.db
      .selectFrom('bank')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(n).toBe(1)
  })

  it('refuses to round a bigint that no number can hold, and goes on', async () => {
    const error = await codeOf(sql`select 9007199254740993::bigint as fen`.execute(store.db))
    expect(error).toMatchObject({ name: 'UnreadableValue' })
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('gives back any JSON and any text as it was', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', ''))
    const value = fc.jsonValue({ stringUnit: 'grapheme', noUnicodeString: false } as never)
    await fc.assert(
      fc.asyncProperty(text, fc.array(text), value, async (word, words, json) => {
        const safe = JSON.parse(JSON.stringify(json).replaceAll('\\u0000', ''))
        const { rows } = await sql`select ${word}::text as word, ${words}::text[] as words,
          ${JSON.stringify(safe)}::jsonb as json`.execute(store.db)
        expect(rows).toEqual([{ word, words, json: safe }])
      }),
      { numRuns: 100 },
    )
  })

  it.each([`'; drop table bank; --`, `$1 \\ ''"" %s \${x} \u2028`, '𠮷野家 é 👨‍👩‍👧 \u202e'])(
    'stores %j as a text and nothing else',
    async (hostile) => {
      const { rows } = await sql`select ${hostile}::text as text`.execute(store.db)
      expect(rows).toEqual([{ text: hostile }])
      expect(await banks()).toContain('bnk_shiqiao')
    },
  )

  it('takes one statement at a time, so that nothing can be smuggled in behind another', async () => {
    const two = sql.raw('select 1; select 2').execute(store.db)
    expect(await codeOf(two)).toMatchObject({ sqlState: '42601' })
  })

  it('refuses a zero byte, which PostgreSQL cannot hold', async () => {
    expect(await codeOf(sql`select ${'a\0b'}::text`.execute(store.db))).toBeInstanceOf(SqlError)
    expect(await banks()).toContain('bnk_shiqiao')
  })

  it('names the constraint when a bank is there already', async () => {
    const error = await codeOf(store.db.insertInto('bank').values(bank('bnk_shiqiao')).execute())
    expect(isUniqueViolation(error, 'bank_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'another')).toBe(false)
  })

  it('counts the rows a statement touched', async () => {
    const none = await store.db
      .updateTable('bank')
      .set({ name: 'x' })
      .where('bank_id', '=', 'bnk_none')
      .executeTakeFirst()
    expect(none.numUpdatedRows).toBe(0n)
    const again = await store.db
      .insertInto('bank')
      .values(bank('bnk_shiqiao'))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    expect(again.numInsertedOrUpdatedRows).toBe(0n)
  })

  const opening = (text: string) => ({ opening: CompiledQuery.raw(text, []) })
  const settingOf = async (tx: Kysely<Database>) => {
    const { rows } = await sql<{ who: string }>`
      select current_setting('crm.test', true) as who`.execute(tx)
    return rows[0]?.who ?? ''
  }

  it('opens a transaction with what it is told, for that transaction only', async () => {
    const becoming = opening(`select set_config('crm.test', 'zhou', true)`)
    const twice = () =>
      store.transaction(async (tx) => [await settingOf(tx), await settingOf(tx)], becoming)
    expect(await twice()).toEqual(['zhou', 'zhou'])
    expect(await settingOf(store.db)).toBe('')
    expect(await store.transaction(settingOf)).toBe('')
    expect(await Promise.all([twice(), twice(), twice()])).toEqual(Array(3).fill(['zhou', 'zhou']))
  })

  it('does nothing of a transaction whose opening fails, and says why', async () => {
    const work = store.transaction(
      (tx) => tx.insertInto('bank').values(bank('bnk_half')).execute(),
      opening('select 1/0'),
    )
    expect(await codeOf(work)).toMatchObject({ sqlState: '22012' })
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('ends a transaction in which nothing was asked', async () => {
    expect(await store.transaction(async () => 'nothing', opening('select 1'))).toBe('nothing')
    const failing = store.transaction(async () => {
      throw new Error('the teller changed her mind')
    })
    await expect(failing).rejects.toThrow('the teller changed her mind')
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('is told where a commit fails, and not before', async () => {
    await sql`create table later (n int, constraint one_only unique (n) deferrable initially deferred)`.execute(
      store.db,
    )
    let told = 0
    const work = store.transaction(async (tx) => {
      await sql`insert into later values (1), (1)`.execute(tx)
      told += 1
    })
    expect(isUniqueViolation(await codeOf(work), 'one_only')).toBe(true)
    expect(told).toBe(1)
    expect((await sql`select n from later`.execute(store.db)).rows).toEqual([])
  })

  it('saves nothing of work that fails', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.insertInto('bank').values(bank('bnk_half')).execute()
      throw new Error('the teller changed her mind')
    })
    await expect(failing).rejects.toThrow('the teller changed her mind')
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('does not pretend to have saved after a failure that was overlooked', async () => {
    const careless = store.transaction(async (tx) => {
      await tx.insertInto('bank').values(bank('bnk_half')).execute()
      await sql`select 1/0`.execute(tx).catch(() => undefined)
    })
    await expect(careless).rejects.toThrow()
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('refuses the store inside a transaction instead of waiting for itself', async () => {
    const nested = store.transaction(() => banks())
    expect(await codeOf(nested)).toBe('store.nested_checkout')
    const twice = store.transaction(() => store.transaction(async () => 1))
    expect(await codeOf(twice)).toBe('store.nested_checkout')
  })

  it('lets fifty transactions add to one number without losing any', async () => {
    await sql`create table counter (n int not null)`.execute(store.db)
    await sql`insert into counter values (0)`.execute(store.db)
    const add = () => store.transaction((tx) => sql`update counter set n = n + 1`.execute(tx))
    await Promise.all(Array.from({ length: 50 }, add))
    const { rows } = await sql`select n from counter`.execute(store.db)
    expect(rows).toEqual([{ n: 50 }])
  })

  it('answers 500 at once over its few connections', async () => {
    const ask = (n: number) => sql<{ n: number }>`select ${n}::int as n`.execute(store.db)
    const answers = await Promise.all(Array.from({ length: 500 }, (_, n) => ask(n)))
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 500 }, (_, n) => n))
  })

  it('takes back what a transaction forgot to finish', async () => {
    const forgetful = store.transaction(
      async (tx) => {
        await tx.insertInto('bank').values(bank('bnk_half')).execute()
        await pause(900)
        await sql`select 1`.execute(tx)
      },
      { deadline: 300 },
    )
    expect(await codeOf(forgetful)).toBe('store.deadline')
    expect(await banks()).toEqual(['bnk_shiqiao'])
  })

  it('gives a long transaction the time it asked for', async () => {
    const long = store.transaction((tx) => sql`select pg_sleep(2)`.execute(tx), { deadline: 9_000 })
    expect(await codeOf(long)).toBe('nothing went wrong')
  })

  // A store in memory does not survive this, so it comes last.
  it('ends a statement at its deadline', async () => {
    const began = performance.now()
    expect(await codeOf(sql`select pg_sleep(60)`.execute(store.db))).toBe('store.deadline')
    expect(performance.now() - began).toBeLessThan(DEADLINE + 1_000)
  })

  it('is closed for good once closed', async () => {
    await store.close()
    await store.close()
    expect(await codeOf(banks())).toBe('store.closed')
    expect(await store.health()).toMatchObject({ status: 'down' })
  })
})
