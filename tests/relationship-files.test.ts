import { type CustomerId, defineSource, type LocalDate, type RelationshipRecord } from '@crm/core'
import { auntLi, bank, chenBo, wangNoodleShop, wangQiang, zhang } from '@crm/core/fixtures'
import { importFolder } from '@crm/server'
import type { TestBank } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderOf } from './memory-folder.ts'
import { castOnBothEngines } from './sources-of-cast.ts'

// Who is what to whom, as a day-end file tells it; on both engines.

const wife = 'cus_zhangwife' as CustomerId
const son = 'cus_zhangson' as CustomerId
const source = defineSource({
  name: 'credit',
  title: { zh: '信贷系统', en: 'Credit system' },
  bank: { id: bank.id, name: bank.name, currency: bank.currency },
  files: [
    {
      file: 'relations-{day}.txt',
      format: { delimiter: '|', columns: ['NO', 'A', 'B', 'NAME', 'ROLE', 'SHARE', 'FROM'] },
      records: 'relationships',
      holds: 'all',
      read: (row): RelationshipRecord => ({
        key: row.text('NO'),
        customerKey: row.text('A'),
        otherKey: row.optional('B'),
        otherName: row.optional('NAME'),
        role: row.text('ROLE') as RelationshipRecord['role'],
        shareBp: row.optional('SHARE') === undefined ? undefined : Number(row.text('SHARE')),
        fromOn: row.optionalDay('FROM', 'yyyy-mm-dd') as LocalDate | undefined,
      }),
    },
  ],
})
const file = (...lines: readonly string[]) => `${lines.join('\n')}\n`
const first = [
  `1|${zhang.id}|${wife}||spouse||2000-10-01`,
  `2|${zhang.id}||孙大海|guarantor||2025-03-12`,
  `3|${wangNoodleShop.id}|${wangQiang.id}||owner|7000|`,
]

describe.each(await castOnBothEngines())('a file of relationships on %s', (engine, open) => {
  if (!open) return it.skip('PostgreSQL could not be had on this machine', () => {})
  let house: TestBank
  const deliver = (day: string, lines: readonly string[]) =>
    importFolder({
      store: house.store,
      source,
      folder: folderOf({ [`relations-${day}.txt`]: file(...lines) }),
      goneThreshold: 1,
      rejectThreshold: 1,
    }).then((reports) => reports.at(-1))
  const rolesOf = async (id: CustomerId) =>
    (await house.as(chenBo).customers.listRelationships(id)).items.map(
      ({ relationship, other }) => `${relationship.role} ${other?.id ?? relationship.otherName}`,
    )
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  it('stands at both ends with its source, and names of strangers lie sealed', async () => {
    expect(await deliver('2026-03-01', first)).toMatchObject({ accepted: 3, rejected: 0 })
    expect((await rolesOf(zhang.id)).toSorted()).toEqual([`guarantor 孙大海`, `spouse ${wife}`])
    expect(await rolesOf(wife)).toEqual([`spouse ${zhang.id}`])
    expect(await rolesOf(wangQiang.id)).toEqual([`owned ${wangNoodleShop.id}`])
    const [line] = (await house.as(chenBo).customers.listRelationships(wife)).items
    expect(line?.relationship).toMatchObject({ source: 'credit', fromOn: '2000-10-01', version: 1 })
    const { rows } = await sql`select other_name from relationship`.execute(house.store.db)
    if (engine === 'pglite') expect(JSON.stringify(rows)).not.toContain('孙大海')
  })

  it('changes nothing when it says the same again', async () => {
    expect(await deliver('2026-03-02', first)).toMatchObject({ accepted: 0, unchanged: 3 })
    const { rows } = await sql<{ n: number }>`select max(version)::int as n
      from relationship`.execute(house.store.db)
    expect(rows).toEqual([{ n: 1 }])
  })

  it('is refused line by line where something cannot be, the rest of it taken', async () => {
    const report = await deliver('2026-03-03', [
      ...first,
      `4|${zhang.id}|${auntLi.id}||spouse||`,
      `5|${auntLi.id}|${wangNoodleShop.id}||owned|4000|`,
      `6|${zhang.id}|cus_nobody||relative||`,
      `7|${zhang.id}|||sibling||`,
      `8|${son}|${zhang.id}||parent||`,
      `9|${zhang.id}|${son}||parent||`,
    ])
    expect(report).toMatchObject({ accepted: 1, unchanged: 3, rejected: 5 })
    const { rows } = await sql<{ code: string }>`select code from rejection order by line`.execute(
      house.store.db,
    )
    expect(rows.map(({ code }) => code)).toEqual([
      'relationship.second_spouse',
      'relationship.shares_exceed',
      'row.owner_unknown',
      'relationship.other_needed',
      'relationship.parent_younger',
    ])
    expect(await rolesOf(son)).toEqual([`parent ${zhang.id}`])
  })

  it('ends what it does not name any more, and what it names again goes on', async () => {
    const [married, , owned] = first
    await deliver('2026-03-04', [married!, owned!])
    expect(await rolesOf(zhang.id)).toEqual([`spouse ${wife}`])
    const ever = await house.as(chenBo).customers.listRelationships(zhang.id, { when: 'ever' })
    expect(ever.items.map(({ relationship }) => relationship.toOn).toSorted()).toEqual([
      '2026-03-04',
      '2026-03-04',
      undefined,
    ])
    await deliver('2026-03-05', first)
    expect((await rolesOf(zhang.id)).toSorted()).toEqual([`guarantor 孙大海`, `spouse ${wife}`])
  })

  it('leaves no end behind where it names another customer than it did', async () => {
    await deliver('2026-03-06', [`1|${zhang.id}|${auntLi.id}||relative||`])
    expect(await rolesOf(wife)).toEqual([])
    expect(await rolesOf(auntLi.id)).toEqual([`relative ${zhang.id}`])
  })
})
