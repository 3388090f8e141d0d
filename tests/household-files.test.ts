import { type CustomerId, defineSource, type HouseholdRecord, type LocalDate } from '@crm/core'
import { auntLi, bank, wangNoodleShop, zhang } from '@crm/core/fixtures'
import { importFolder } from '@crm/server'
import type { TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderOf } from './memory-folder.ts'
import { castOnBothEngines } from './sources-of-cast.ts'

// Who belongs to which household of the register, as a day-end file tells it; on both engines.

const wife = 'cus_zhangwife' as CustomerId
const son = 'cus_zhangson' as CustomerId
const sourceOn = (businessDate: LocalDate) =>
  defineSource({
    name: 'register',
    title: { zh: '户籍', en: 'Register' },
    bank: { id: bank.id, name: bank.name, currency: bank.currency },
    businessDate,
    files: [
      {
        file: 'households-{day}.txt',
        format: { delimiter: '|', columns: ['HOUSE', 'PERSON', 'ROLE', 'FROM'] },
        records: 'households',
        holds: 'all',
        read: (row): HouseholdRecord => ({
          key: `${row.text('HOUSE')} ${row.text('PERSON')}`,
          number: row.text('HOUSE'),
          customerKey: row.text('PERSON'),
          role: row.code('ROLE', { 1: 'head', 2: 'member' } as const),
          fromOn: row.optionalDay('FROM', 'yyyy-mm-dd'),
        }),
      },
    ],
  })
const first = [`0417|${zhang.id}|1|`, `0417|${wife}|2|`, `0417|${son}|2|2003-06-15`]

describe.each(await castOnBothEngines())('a file of households on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  const deliver = (day: string, lines: readonly string[]) =>
    importFolder({
      store: house.store,
      source: sourceOn(day as LocalDate),
      folder: folderOf({ [`households-${day}.txt`]: `${lines.join('\n')}\n` }),
      goneThreshold: 1,
      rejectThreshold: 1,
    }).then((reports) => reports.at(-1))
  // A session may be a minute behind the bank's day: the day is said.
  const of = (id: CustomerId, asOf = '2026-03-31') =>
    house.crm.customers.findHousehold(id, { asOf: asOf as LocalDate })
  const rolls = async (id: CustomerId, asOf?: string) =>
    (await of(id, asOf))?.members
      .map(({ membership: { role }, customer }) => `${role} ${customer.id}`)
      .toSorted()
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  it('forms them by their number, which lies sealed', async () => {
    expect(await deliver('2026-03-05', first)).toMatchObject({ accepted: 3, rejected: 0 })
    expect(await of(wife)).toMatchObject({ cause: 'number', leftOut: 0, version: 1 })
    expect(await rolls(wife)).toEqual([`head ${zhang.id}`, `member ${son}`, `member ${wife}`])
    expect(await rolls(zhang.id, '2003-06-14')).toEqual([`head ${zhang.id}`, `member ${wife}`])
    const { rows } = await sql`select number from household_member`.execute(house.store.db)
    if (engine === 'pglite') expect(JSON.stringify(rows)).not.toContain('0417')
  })

  it('changes nothing when it says the same again', async () => {
    expect(await deliver('2026-03-06', first)).toMatchObject({ accepted: 0, unchanged: 3 })
    expect((await of(wife))?.version).toBe(1)
  })

  it('moves who is in another than before on its day, and moves them back', async () => {
    const moved = [first[0]!, first[1]!, `0888|${son}|1|`]
    expect(await deliver('2026-03-09', moved)).toMatchObject({ accepted: 1, rejected: 0 })
    expect(await rolls(son)).toEqual([`head ${son}`])
    expect(await rolls(son, '2026-03-08')).toEqual(await rolls(wife, '2026-03-08'))
    expect(await rolls(zhang.id)).toEqual([`head ${zhang.id}`, `member ${wife}`])
    expect(await deliver('2026-03-10', moved)).toMatchObject({ accepted: 0, unchanged: 3 })
    const back = first.map((line) => line.replace('2003-06-15', ''))
    expect(await deliver('2026-03-11', back)).toMatchObject({ rejected: 0 })
    expect(await rolls(son)).toEqual([`head ${zhang.id}`, `member ${son}`, `member ${wife}`])
    expect(await rolls(son, '2026-03-10')).toEqual([`head ${son}`])
    expect(await rolls(son, '2026-03-08')).toHaveLength(3)
  })

  it('is refused line by line where something cannot be', async () => {
    const report = await deliver('2026-03-12', [
      ...first.slice(0, 2),
      `0417|${son}|1|`,
      `0999|${wangNoodleShop.id}|1|`,
      '0999|cus_nobody|1|',
    ])
    expect(report).toMatchObject({ rejected: 3 })
    const { rows } = await sql<{ code: string }>`select code from rejection order by line`.execute(
      house.store.db,
    )
    expect(rows.map(({ code }) => code)).toEqual([
      'household.one_head',
      'household.firm',
      'row.owner_unknown',
    ])
  })

  it('lets who is not named any more leave, and leaves what people wrote to people', async () => {
    const { customers } = house.crm
    await customers.formHousehold(auntLi.id, {
      fromOn: '2026-03-12' as LocalDate,
      reason: '户口本',
    })
    const lines = [first[0]!, `0417|${auntLi.id}|2|`]
    expect(await deliver('2026-03-13', lines)).toMatchObject({ rejected: 1 })
    expect(await rolls(zhang.id)).toEqual([`head ${zhang.id}`])
    expect(await rolls(auntLi.id)).toEqual([`head ${auntLi.id}`])
    expect(await of(wife)).toBeUndefined()
  })
})
