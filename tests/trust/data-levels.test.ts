import { viewNamed } from '@crm/core'
import { type DataLevel, dataLevelOf, dataLevels, derivedColumns, migrations } from '@crm/server'
import { openMemoryStore } from '@crm/server/node'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'

let schema: { table: string; column: string }[]
beforeAll(async () => {
  const store = await openMemoryStore({ migrations })
  const { rows } = await sql<(typeof schema)[number]>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public'`.execute(store.db)
  schema = rows
  await store.close()
}, 60_000)

const rank: Readonly<Record<DataLevel, number>> = { other: 0, sensitive: 1, important: 2, core: 3 }

describe('the level of data', () => {
  it('is known of every column of the schema, and of no other', () => {
    expect(schema.length).toBeGreaterThan(300)
    expect(schema.filter(({ table, column }) => !dataLevelOf(table, column))).toEqual([])
    const there = new Set(schema.map(({ table, column }) => `${table}.${column}`))
    const listed = Object.entries(dataLevels).flatMap(([table, { sensitive = '', other = '' }]) =>
      `${sensitive} ${other}`.split(' ').map((column) => column && `${table}.${column}`),
    )
    expect(listed.filter((name) => name && !there.has(name))).toEqual([])
    expect(new Set(listed.filter(Boolean)).size).toBe(listed.filter(Boolean).length)
  })

  it('of a column that is worked out is not below that of what it comes from', () => {
    for (const { table, columns, from } of derivedColumns)
      for (const column of columns.split(' ')) {
        const own = rank[dataLevelOf(table, column)!]
        const highest = Math.max(...from.map(([other, name]) => rank[dataLevelOf(other, name)!]))
        expect(own, `${table}.${column}`).toBeGreaterThanOrEqual(highest)
      }
  })

  it('is sensitive wherever a caller sees the field as C2', () => {
    const missed = schema.filter(({ table, column }) => {
      const field = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
      const isC2 = viewNamed(table)?.classes[field]?.level === 'C2'
      return isC2 && dataLevelOf(table, column) !== 'sensitive'
    })
    expect(missed).toEqual([])
  })

  it('names no column for what must never be kept: passwords, PINs, CVNs, tracks, prints of a body', () => {
    const c3 =
      /passw|(^|_)(pin|pwd|cvn2?|cvv2?|track\d?|otp|expiry|fingerprint_data|biometric|face)(_|$)/
    expect(schema.filter(({ column }) => c3.test(column))).toEqual([])
  })
})
