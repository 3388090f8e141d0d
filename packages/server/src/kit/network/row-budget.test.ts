import type { Instant } from '@crm/core'
import { bank, chenBo, day, liuFang } from '@crm/core/fixtures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothEngines } from '../../../../../tests/engines.ts'
import { migrations } from '../../migrations/index.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { calendarDay, countDisclosed, forgetOldCounters, takeDaily } from './row-budget.ts'

const engines = await bothEngines(5_000)
const who = (staffId: string) => ({ bankId: bank.id, staffId })
const today = day('2026-03-05')
const customers = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => `cus_${from + n}`)

describe.each(engines)('what one person is shown in a day, on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let store: Store
  beforeAll(async () => {
    store = await open()
    await migrate(store, migrations)
  })
  afterAll(() => store.close())

  it('counts each customer once a day, for each person alone', async () => {
    const { db } = store
    const page = customers(0, 100)
    const first = await countDisclosed(db, who(chenBo.id), today, page)
    expect(first).toEqual({ distinctToday: 100, over: false })
    expect(await countDisclosed(db, who(chenBo.id), today, [...page, ...page])).toEqual(first)
    expect(await countDisclosed(db, who(chenBo.id), today, [])).toEqual(first)
    const others = await countDisclosed(db, who(liuFang.id), today, ['cus_0'])
    expect(others.distinctToday).toBe(1)
    const tomorrow = await countDisclosed(db, who(chenBo.id), day('2026-03-06'), ['cus_0'])
    expect(tomorrow.distinctToday).toBe(1)
  })

  it('stops a scraper with a good token before the 2,001st customer, eight pages at a time', async () => {
    const scraper = who('stf_scraper')
    const shown = new Set<string>()
    let refused = 0
    const began = performance.now()
    for (let round = 0; round < 10; round++)
      await Promise.all(
        Array.from({ length: 8 }, async (_, lane) => {
          const page = customers((round * 8 + lane) * 90, 100)
          const { over } = await countDisclosed(store.db, scraper, today, page)
          if (over) refused++
          else for (const id of page) shown.add(id)
        }),
      )
    const each = ((performance.now() - began) / 80).toFixed(2)
    console.info(`${engine}: ${shown.size} shown, ${refused} of 80 pages refused, ${each} ms each`)
    expect(shown.size).toBeLessThanOrEqual(2_000)
    // Pages asked for together may be refused together; the budget is used but for those.
    expect(shown.size).toBeGreaterThan(2_000 - 8 * 100)
    expect((await countDisclosed(store.db, scraper, today, ['cus_0'])).over).toBe(true)
  })

  it('asked one page after another, uses the budget to the last customer', async () => {
    const careful = who('stf_careful')
    for (let n = 0; n < 20; n++) {
      const page = await countDisclosed(store.db, careful, today, customers(n * 100, 100))
      expect(page).toEqual({ distinctToday: (n + 1) * 100, over: false })
    }
    expect(await countDisclosed(store.db, careful, today, ['cus_1999'])).toMatchObject({
      over: false,
    })
    expect(await countDisclosed(store.db, careful, today, ['cus_2000'])).toEqual({
      distinctToday: 2_001,
      over: true,
    })
  })

  it('gives out thirty of thirty when fifty ask at once', async () => {
    const take = () => takeDaily(store.db, who(chenBo.id), today, 'unmask', 30)
    const taken = await Promise.all(Array.from({ length: 50 }, take))
    expect(taken.filter(Boolean)).toHaveLength(30)
    expect(await take()).toBe(false)
    const row = await store.db.selectFrom('disclosure_count').selectAll().execute()
    expect(row).toMatchObject([{ kind: 'unmask', day: today, count: 30 }])
    expect(await takeDaily(store.db, who(chenBo.id), today, 'export', 1)).toBe(true)
    expect(await takeDaily(store.db, who(liuFang.id), today, 'unmask', 30)).toBe(true)
    expect(await takeDaily(store.db, who(chenBo.id), day('2026-03-06'), 'unmask', 30)).toBe(true)
    expect(await takeDaily(store.db, who(chenBo.id), today, 'never', 0)).toBe(false)
  })

  it('forgets what is older than ninety days', async () => {
    const long = day('2025-12-01')
    await countDisclosed(store.db, who(chenBo.id), long, customers(0, 3))
    await takeDaily(store.db, who(chenBo.id), long, 'unmask', 30)
    expect(await forgetOldCounters(store, today)).toBe(4)
    expect((await countDisclosed(store.db, who(chenBo.id), today, [])).distinctToday).toBe(100)
  })
})

describe('the day of a budget', () => {
  it.each([
    ['2026-03-05T15:59:59.999Z', '2026-03-05'],
    ['2026-03-05T16:00:00.000Z', '2026-03-06'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ])('%s is the %s in China', (at, expected) => {
    expect(calendarDay(at as Instant)).toBe(expected)
  })
})
