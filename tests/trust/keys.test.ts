import { bank } from '@crm/core/fixtures'
import { migrate, migrations, openVault, rotateKeys, sealBank, sealedStore } from '@crm/server'
import { gmSuite, intlSuite, memoryKeyService, openMemoryStore } from '@crm/server/node'
import { plantCast } from '@crm/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../packages/server/src/kit/store/store.ts'
import { codeOf } from '../engines.ts'

const bankId = bank.id
const now = () => '2026-03-05T08:00:00.000Z'

async function open(suite = intlSuite) {
  const service = memoryKeyService()
  let time = 0
  const clock = () => time
  const vault = openVault({ service, suite, alsoOpens: [gmSuite, intlSuite], clock })
  const bare = await openMemoryStore({ migrations })
  return {
    service,
    bare,
    vault,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    store: sealedStore(bare as Store, vault),
  }
}

const wholeDump = async (store: Store): Promise<string> => {
  const { rows: tables } = await sql<{ name: string }>`select table_name as name
    from information_schema.tables where table_schema = 'public'`.execute(store.db)
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql`select t::text as row from ${sql.table(name)} as t`.execute(store.db)
    parts.push(JSON.stringify(rows))
  }
  return parts.join('\n')
}

describe('a sealed bank', () => {
  let house: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    house = await open()
    await plantCast(house.store)
  })
  afterAll(() => house.bare.close())

  it('keeps no number of anybody in its tables', async () => {
    const dump = await wholeDump(house.store)
    expect(dump).toContain('李桂芳')
    expect(dump.match(/\d{17}[\dX]/g) ?? []).toEqual([])
    expect(dump.match(/(?<![\d.])1[3-9]\d{9}(?!\d)/g) ?? []).toEqual([])
  })

  it('opens no value that was moved to another row', async () => {
    const { store } = house
    const keys = await store.vault.ready(store.db, bankId)
    const rows = await store.db
      .selectFrom('customer')
      .innerJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
      .select(['customer.customer_id', 'customer.phone', 'customer_key.wrapped'])
      .where('customer.phone', 'is not', null)
      .execute()
    expect(rows.length).toBeGreaterThan(2)
    for (const { customer_id, phone, wrapped } of rows) {
      const own = keys.customerKey(customer_id, wrapped)
      const place = { table: 'customer', column: 'phone', rowId: customer_id }
      expect(keys.openOwn(own, place, phone!)).toMatch(/^\d{11}$/)
      for (const other of rows.filter((row) => row.customer_id !== customer_id)) {
        const there = { ...place, rowId: other.customer_id }
        expect(() => keys.openOwn(own, there, phone!)).toThrow(/altered or moved/)
        const theirs = keys.customerKey(other.customer_id, other.wrapped)
        expect(() => keys.openOwn(theirs, place, phone!)).toThrow(/altered or moved/)
        expect(() => keys.customerKey(other.customer_id, wrapped)).toThrow(/altered or moved/)
      }
      expect(() => keys.openOwn(own, { ...place, column: 'address' }, phone!)).toThrow()
    }
  })

  it('goes on for five minutes when the key service is silent, then closes', async () => {
    const { store, service, pass } = house
    await store.vault.ready(store.db, bankId)
    service.breakDown(true)
    pass(200_000)
    expect(await codeOf(store.vault.ready(store.db, bankId))).toBe('nothing went wrong')
    pass(99_000)
    expect(await codeOf(store.vault.ready(store.db, bankId))).toBe('nothing went wrong')
    pass(6_000)
    expect(await codeOf(store.vault.ready(store.db, bankId))).toBe('keys.service_unavailable')
    service.breakDown(false)
    expect(await codeOf(store.vault.ready(store.db, bankId))).toBe('nothing went wrong')
  })
})

describe('turning encryption on', () => {
  it('seals what lay open, once, and changes suite when asked', async () => {
    const { bare, service, store } = await open()
    await plantCast(bare)
    expect(await wholeDump(bare)).toMatch(/\d{17}[\dX]/)
    const written = await sealBank(store, { bankId, batch: 3 })
    expect(written).toBeGreaterThan(10)
    expect(await sealBank(store, { bankId })).toBe(0)
    expect(await wholeDump(store)).not.toMatch(/\d{17}[\dX]/)

    const gm = sealedStore(
      bare as Store,
      openVault({ service, suite: gmSuite, alsoOpens: [intlSuite] }),
    )
    const rotation = { bankId, now, wait: async () => undefined, reseal: sealBank }
    await rotateKeys(gm, { ...rotation, purpose: 'customer' })
    await rotateKeys(gm, { ...rotation, purpose: 'index' })
    const row = await gm.db
      .selectFrom('customer')
      .select(['phone', 'phone_index'])
      .where('customer_id', '=', 'cus_li')
      .executeTakeFirstOrThrow()
    expect(row.phone).toMatch(/^v1\.sm4\.c\./)
    expect(row.phone_index).toMatch(/^2\./)
    await bare.close()
  })
})

describe('a rotation', () => {
  const options = { bankId, now, wait: async () => undefined, reseal: sealBank, batch: 2 }

  it.each(['customer', 'index', 'field', 'audit'] as const)(
    'of the %s key leaves nothing under the old one, and every value readable',
    async (purpose) => {
      const { store, bare, vault } = await open()
      await plantCast(store)
      const before = await vault.ready(store.db, bankId)
      const { from, to } = await rotateKeys(store, { ...options, purpose })
      expect([from, to]).toEqual([`${purpose}-1`, `${purpose}-2`])
      const after = await vault.ready(store.db, bankId)
      expect(after.active(purpose).id).toBe(to)
      expect(before.active(purpose).id).toBe(from)
      const rows = await store.db
        .selectFrom('customer')
        .innerJoin('customer_key', 'customer_key.customer_id', 'customer.customer_id')
        .select(['customer.customer_id', 'phone', 'phone_index', 'wrapped'])
        .where('phone', 'is not', null)
        .execute()
      for (const row of rows) {
        const place = { table: 'customer', column: 'phone', rowId: row.customer_id }
        const phone = after.openOwn(
          after.customerKey(row.customer_id, row.wrapped),
          place,
          row.phone!,
        )
        expect(after.lookups('phone', phone!)).toContain(row.phone_index)
        if (purpose === 'index') expect(after.lookups('phone', phone!)).toHaveLength(1)
      }
      await bare.close()
    },
  )

  it('that was stopped goes on where it was', async () => {
    const { store, bare } = await open()
    await plantCast(store)
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('the machine went off'))
    const asked = { ...options, purpose: 'customer' as const }
    await expect(rotateKeys(store, { ...asked, signal: stop.signal, onProgress })).rejects.toThrow(
      'the machine went off',
    )
    store.vault.forget()
    expect(await rotateKeys(store, asked)).toMatchObject({ from: 'customer-1', to: 'customer-2' })
    const left = await sql<{ n: number }>`select count(*)::int as n from customer_key
      where wrapped like 'v1.%.customer-1.%'`.execute(store.db)
    expect(left.rows[0]?.n).toBe(0)
    await bare.close()
  })

  it('with the master key puts a shredded customer beyond every copy of the store', async () => {
    const { store, bare, service } = await open()
    await plantCast(store)
    const copy = await store.db.selectFrom('customer_key').selectAll().execute()
    const oldKeys = await store.db.selectFrom('data_key').selectAll().execute()
    await store.db.deleteFrom('customer_key').where('customer_id', '=', 'cus_li').execute()
    await rotateKeys(store, { ...options, purpose: 'customer', destroyMaster: true })

    // Somebody puts the rows of the old copy back, wrapped keys and all.
    await store.db.deleteFrom('data_key').where('purpose', '=', 'customer').execute()
    await store.db
      .insertInto('data_key')
      .values(oldKeys.filter((k) => k.purpose === 'customer'))
      .execute()
    await store.db.deleteFrom('customer_key').execute()
    await store.db.insertInto('customer_key').values(copy).execute()
    const thief = openVault({ service, suite: intlSuite })
    expect(await codeOf(thief.ready(store.db, bankId))).toBe('keys.destroyed')
    await bare.close()
  })
})

it('two processes that open a new bank at once agree on its keys', async () => {
  const { service, bare } = await open()
  await migrate(bare, migrations)
  const vaults = Array.from({ length: 8 }, () => openVault({ service, suite: intlSuite }))
  const keys = await Promise.all(vaults.map((vault) => vault.ready(bare.db, bankId)))
  const indexes = new Set(keys.map((one) => one.index('phone', '13812345678')))
  expect(indexes.size).toBe(1)
  expect(await bare.db.selectFrom('data_key').select('key_id').execute()).toHaveLength(5)
  await bare.close()
})
